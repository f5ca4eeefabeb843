import Testing

@testable import Text

/// What holds of every text and every profile.
@Suite struct NormalizationPropertyTests {
    private static func expectIdempotence(
        _ texts: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for normalization in Normalization.allCases {
            for text in texts {
                let once = normalization.normalize(text)
                let twice = normalization.normalize(once)
                guard !once.utf8.elementsEqual(twice.utf8) else { continue }
                Issue.record(
                    """
                    \(normalization): \(NormalizationTexts.hexadecimal(text))
                    once \(NormalizationTexts.hexadecimal(once))
                    twice \(NormalizationTexts.hexadecimal(twice))
                    """, sourceLocation: sourceLocation)
            }
        }
    }

    @Test("normalizing twice is normalizing once: random texts")
    func idempotence() {
        Self.expectIdempotence(NormalizationTexts.random(20_000, seed: 1))
    }

    @Test("normalizing twice is normalizing once: every character, with letters and joiners")
    func everyCharacter() {
        // In lines, since the calls are what takes time.
        let planes = [0..<0x20000, 0xE0000..<0xE0200] as [Range<UInt32>]
        let scalars = planes.joined().compactMap { Unicode.Scalar($0) }
        for surroundings in [("a", "\u{200D}"), ("\u{200C}", "b"), ("ه\u{200D}", " ")] {
            let texts = stride(from: 0, to: scalars.count, by: 16).map { start in
                scalars[start..<min(start + 16, scalars.count)].map {
                    surroundings.0 + String($0) + surroundings.1
                }.joined()
            }
            Self.expectIdempotence(texts)
        }
    }

    private static let naughty = "unicode/blns.txt"
    private static let wordBreaks = "unicode/WordBreakTest-15.0.0.txt"

    @Test(
        "normalizing twice is normalizing once: Unicode's and the naughty strings",
        .enabled(
            if: SharedFiles.exists(naughty) && SharedFiles.exists(wordBreaks), "needs the lists"),
        arguments: [naughty, wordBreaks])
    func sharedTexts(path: String) throws {
        let texts = try SharedFiles.lines(path)
        Self.expectIdempotence(
            texts
                + texts.map { line in
                    line.unicodeScalars.prefix { $0 != "#" }.split(separator: " ").compactMap {
                        UInt32(String($0), radix: 16).flatMap(Unicode.Scalar.init)
                    }.map(String.init).joined()
                })
    }

    @Test("NFC writes the same text, as Swift's own comparison has it")
    func equivalence() {
        for text in NormalizationTexts.random(20_000, seed: 2) {
            // Swift knows a newer version of Unicode, and takes three vowels for starters although
            // they decompose into marks; `NormalizationTests.marks` has one of them.
            let isShared = text.unicodeScalars.allSatisfy {
                ($0.properties.age?.major ?? 99) <= 15
                    && !["\u{F73}", "\u{F75}", "\u{F81}"].contains($0)
            }
            guard isShared else { continue }
            #expect(
                Normalization.nfc.normalize(text) == text, "\(NormalizationTexts.hexadecimal(text))"
            )
        }
    }

    @Test(
        "sources are in order and in bounds, and what they name is what became of them",
        arguments: Normalization.allCases)
    func sources(normalization: Normalization) {
        for text in NormalizationTexts.random(10_000, seed: 3) {
            let traced = UnicodeText(text, by: normalization, isTraced: true)
            #expect(traced.units == UnicodeText(text, by: normalization, isTraced: false).units)
            expectTrue(sourcesOf: traced, to: text, by: normalization)
        }
    }

    private func expectTrue(
        sourcesOf traced: UnicodeText, to text: String, by normalization: Normalization
    ) {
        let original = Array(text.unicodeScalars)
        var last = 0..<0
        var start = 0
        while start < traced.units.count {
            let source = traced.source(of: start..<start + 1)
            var end = start + 1
            while end < traced.units.count, traced.source(of: end..<end + 1) == source { end += 1 }
            #expect(
                source.lowerBound >= last.upperBound && source.upperBound <= original.count,
                "\(NormalizationTexts.hexadecimal(text))")
            guard source.upperBound <= original.count else { return }
            #expect(traced.source(of: start..<end) == source)
            // Whether a joiner stays depends on what stands beside it.
            let named = original[source]
            if normalization != .translation || !named.contains(where: Self.isJoiner) {
                let becomes = normalization.normalize(string(named))
                #expect(
                    traced.string(start..<end).utf8.elementsEqual(becomes.utf8),
                    "\(NormalizationTexts.hexadecimal(text)), \(source)")
            }
            last = source
            start = end
        }
    }

    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\u{200C}" || scalar == "\u{200D}"
    }

    private func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    @Test(
        "what is decoded is what was normalized, and ranges are in bounds",
        arguments: Normalization.allCases)
    func roundTrip(normalization: Normalization) throws {
        let model = try SubwordModel.learn(
            from: NormalizationTexts.random(500, seed: 5), vocabularySize: 1_000,
            treatment: TextTreatment(normalization: normalization), hasByteFallback: true)
        for text in NormalizationTexts.random(1_000, seed: 6) {
            let encoded = model.encode(text)
            let expected = normalization.normalize(text)
            #expect(
                model.decode(encoded.ids).text.utf8.elementsEqual(expected.utf8),
                "\(NormalizationTexts.hexadecimal(text))")
            let bounds = 0...text.unicodeScalars.count
            for range in encoded.tokenRanges + encoded.words.map(\.range) {
                #expect(bounds.contains(range.lowerBound) && bounds.contains(range.upperBound))
            }
        }
    }
}
