import Testing

@testable import Text

@Suite struct NormalizationSpanTests {
    @Test("spans stay byte for byte, and what lies between is normalized on its own")
    func byHand() {
        let raw = UnicodeText(verbatim: "😀e\u{301}<“ﬁ”>\u{338}x\u{301}  y")
        let (text, spans) = UnicodeText.normalizing(
            raw, by: .translation, except: [4..<9], isTraced: true)
        #expect(text.string.utf8.elementsEqual("😀é<“ﬁ”>\u{338}x\u{301} y".utf8))
        #expect(spans == [3..<8])
        #expect(text.source(of: 0..<3) == 0..<3)
        #expect(text.source(of: 3..<8) == 3..<8)
        #expect(text.source(of: 9..<12) == 9..<13)
    }

    @Test("spans at random places", arguments: Normalization.allCases)
    func randomPlaces(normalization: Normalization) {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<5_000 {
            let parts = (0..<Int.random(in: 1...7, using: &random)).map { _ in
                NormalizationTexts.random(&random)
            }
            // Every other part is a span.
            var spans: [Range<Int>] = []
            var expected: [String] = []
            var place = 0
            for (index, part) in parts.enumerated() {
                let isSpan = index % 2 == 1
                if isSpan { spans.append(place..<place + part.utf16.count) }
                expected.append(isSpan ? part : normalization.normalize(part))
                place += part.utf16.count
            }
            expectKept(spans, parts: parts, expected: expected, by: normalization)
        }
    }

    private func expectKept(
        _ spans: [Range<Int>], parts: [String], expected: [String],
        by normalization: Normalization
    ) {
        let raw = UnicodeText(verbatim: parts.joined())
        let (text, moved) = UnicodeText.normalizing(
            raw, by: normalization, except: spans, isTraced: true)
        #expect(text.string.utf8.elementsEqual(expected.joined().utf8))
        #expect(moved.count == spans.count)
        for (range, span) in zip(moved, spans) {
            #expect(text.units[range] == raw.units[span])
            #expect(span.isEmpty || text.source(of: range) == raw.source(of: span))
        }
        let (untraced, movedUntraced) = UnicodeText.normalizing(
            raw, by: normalization, except: spans, isTraced: false)
        #expect(untraced.units == text.units)
        #expect(movedUntraced == moved)
    }
}
