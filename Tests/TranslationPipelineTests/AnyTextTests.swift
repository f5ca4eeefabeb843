import Tensors
import Testing

@testable import TranslationPipeline

/// Text may hold anything: nothing traps, and what the engine cannot spell is carried over.
@Suite struct AnyTextTests {
    private static func translator(alternatives: Int = 1) throws -> Translator {
        try .lexicon {
            $0.beam = 2
            $0.alternatives = alternatives
            $0.wantsAlignment = true
        }
    }

    @Test(
        "unknown words stand in the translation where they stood in the source",
        arguments: [
            ("the 😀 man", "das 😀 mann"),
            ("😀 the man", "😀 das mann"),
            ("the man 😀", "das mann 😀"),
            ("the man😀 reads", "das mann😀 liest"),
            ("the 😀 🎉 man 👩‍👩‍👧‍👦", "das 😀 🎉 mann 👩‍👩‍👧‍👦"),
            ("the Кошка man", "das Кошка mann"),
            ("東京 the man", "東京 das mann"),
            ("the man 東京。", "das mann 東京。"),
            ("the שלום man", "das שלום mann"),
            ("the \u{202B}man", "das \u{202B}mann"),
            ("the @man reads", "das @man liest"),
            ("the ☃man", "das ☃mann"),
            ("the man ☃.", "das mann ☃."),
            ("the (😀) man", "das (😀) mann"),
            ("the man\u{0}", "das mann\u{0}"),
            ("\u{FEFF}the man", "\u{FEFF}das mann"),
            ("the \u{7} man", "das \u{7} mann"),
            ("the \u{1B}[31m man", "das \u{1B}[31m mann"),
        ])
    func carriesOver(line: String, expected: String) throws {
        let segment = try Self.translator().translate(line)
        #expect(Array(segment.target.unicodeScalars) == Array(expected.unicodeScalars))
        #expect(segment.warnings == [.unknownWordsCopied])
        try Self.checkAlignment(segment)
    }

    @Test(
        "a line of unknown words alone comes back as it is",
        arguments: [
            "😀", "😀  😀", " 😀\t😀 ", "Кошка, КОШКА!", "\u{0}\u{1}\u{2}", "\u{FEFF}", "\u{301}",
            "\u{200D}", "東京", "🏳️‍🌈🏳️‍🌈", "\u{202E}שלום\u{202C}", "e\u{301}\u{302}", "\u{FFFD}",
            "\u{E000}\u{10FFFF}", "가각힣",
        ])
    func keepsUnknownLines(line: String) throws {
        let segment = try Self.translator().translate(line)
        #expect(Array(segment.target.unicodeScalars) == Array(line.unicodeScalars))
        #expect(segment.score == 0)
        try Self.checkAlignment(segment)
    }

    @Test("random lines: nothing traps or is lost, and ranges fit", arguments: 0..<8)
    func survivesRandomLines(seed: UInt64) throws {
        var random = RandomSource(seed: 1000 + seed)
        let lines = (0..<40).map { _ in Self.line(&random) }
        let segments = try Self.translator(alternatives: 2).translate(lines)
        #expect(segments.count == lines.count)
        for (line, segment) in zip(lines, segments) {
            #expect(Array(segment.source.utf8) == Array(line.utf8))
            try Self.checkAlignment(segment)
            try Self.checkCopies(segment)
        }
    }

    // MARK: - Checks

    /// Words stand where their ranges say, links are in bounds, sorted and single.
    static func checkAlignment(_ segment: TranslatedSegment) throws {
        let alignment = try #require(segment.alignment)
        for (text, words) in [
            (segment.source, alignment.sourceWords), (segment.target, alignment.targetWords),
        ] {
            let scalars = Array(text.unicodeScalars)
            var end = 0
            for word in words {
                try #require(
                    end <= word.start && word.start < word.end && word.end <= scalars.count,
                    "\(word) after \(end) in \(text.debugDescription)")
                #expect(
                    Array(scalars[word.start..<word.end]) == Array(word.text.unicodeScalars),
                    "\(text.debugDescription)")
                end = word.end
            }
        }
        let pairs = alignment.links.map { [$0.source, $0.target] }
        #expect(Set(pairs).count == pairs.count)
        #expect(pairs == pairs.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
        #expect(pairs.allSatisfy { $0[0] >= 0 && $0[0] < alignment.sourceWords.count })
        #expect(pairs.allSatisfy { $0[1] >= 0 && $0[1] < alignment.targetWords.count })
        for block in alignment.attention {
            #expect(block.firstTargetWord + block.weights.count <= alignment.targetWords.count)
            for row in block.weights {
                #expect(block.firstSourceWord + row.count <= alignment.sourceWords.count)
            }
        }
    }

    /// Every word with a strange letter is in the target, linked to itself.
    private static func checkCopies(_ segment: TranslatedSegment) throws {
        let alignment = try #require(segment.alignment)
        for (index, word) in alignment.sourceWords.enumerated() where hasStrangers(word.text) {
            let copies = alignment.links.filter { $0.source == index }.map {
                alignment.targetWords[$0.target].text
            }
            #expect(copies == [word.text], "\(segment.source.debugDescription)")
        }
        #expect(
            segment.alternatives.allSatisfy { strangers($0.target) == strangers(segment.source) })
    }

    private static func hasStrangers(_ text: String) -> Bool {
        text.unicodeScalars.contains { strange.contains($0) }
    }

    /// The strange scalars, in no order.
    private static func strangers(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { strange.contains($0) }.sorted()
    }

    // MARK: - Random lines

    /// In no vocabulary, not white space, and each its own normal form.
    private static let strange: [Unicode.Scalar] = [
        "😀", "\u{1F1E9}", "\u{1F3FD}", "Ж", "ש", "ع", "東", "ก", "ह", "\u{0}", "\u{8}", "\u{1B}",
        "\u{7F}", "\u{200D}", "\u{200B}", "\u{202E}", "\u{2066}", "\u{FEFF}", "\u{FFFD}",
        "\u{FFFF}", "\u{E000}", "\u{10FFFF}", "\u{E0061}", "\u{FE0F}", "@", "{", "\u{FFED}", "\\",
    ]
    private static let white: [Unicode.Scalar] = [
        " ", " ", " ", " ", "\t", "\r", "\n", "\u{A0}", "\u{2028}", "\u{3000}", "\u{85}",
    ]
    private static let marks: [Unicode.Scalar] = [
        "\u{301}", "\u{308}", "\u{327}", "\u{20E3}", "\u{5B0}", ".", ",", "“", "'", "-", "7", "ö",
    ]

    private static func line(_ random: inout RandomSource) -> String {
        var line = ""
        for _ in 0..<Int.random(in: 0...25, using: &random) {
            switch random.uniform() {
            case ..<0.3: line += LexiconEngine.sentence(1, &random)[0]
            case ..<0.6: line.unicodeScalars.append(draw(white, &random))
            case ..<0.8: line.unicodeScalars.append(draw(strange, &random))
            case ..<0.9: line.unicodeScalars.append(draw(marks, &random))
            default:
                let value = UInt32.random(in: 0..<0x3_0000, using: &random)
                if let scalar = Unicode.Scalar(value) { line.unicodeScalars.append(scalar) }
            }
        }
        return line
    }

    private static func draw(
        _ scalars: [Unicode.Scalar], _ random: inout RandomSource
    ) -> Unicode.Scalar {
        scalars[Int.random(in: scalars.indices, using: &random)]
    }
}
