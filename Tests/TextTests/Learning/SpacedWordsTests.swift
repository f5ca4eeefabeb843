import Testing

@testable import Text

@Suite struct SpacedWordsTests {
    private static let letters = [
        " ", " ", "a", "B", "é", "e\u{301}", "'", "\u{2019}", "s", "1", ".", ",", "…", "-",
        "\u{301}",
        "\u{200D}", "😀", "👍🏽", "🇩🇪", "\u{A0}", "\t", "漢", "か", "ｶ", "ﾞ", "ก", "า", "„", "“", "(",
        "_", ":", "א", "\"", "ו", "\u{1F3FD}", "@", "/",
    ]

    /// The pieces of a text with their marks, and how often each occurs.
    private static func pieces(of units: [UInt16]) -> [String] {
        let ends = BreakIterator(.word).ends(in: units)
        return TokenizedText(units, ends: ends).pieces.map {
            ($0.joinsLeft ? "￭" : "") + String(decoding: units[$0.range], as: UTF16.self)
                + ($0.joinsRight ? "￭" : "")
        }
    }

    @Test("stretches between spaces are the same words wherever they stand", arguments: 0..<20)
    func anywhere(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var words = SpacedWords()
        var expected: [String: Int] = [:]
        var plain = 0
        // Rare letters are taken into few lines only, or no line would be plain.
        for _ in 0..<300 {
            let letters = Self.letters.shuffled(using: &generator).prefix(8) + [" ", "a", "."]
            let line = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                letters.randomElement(using: &generator) ?? "a"
            }.joined()
            let units = Array(line.utf16)
            guard words.add(units) else { continue }
            plain += 1
            for piece in Self.pieces(of: units) { expected[piece, default: 0] += 1 }
        }
        #expect(plain > 20)
        #expect(Self.counts(words, length: 50) == expected)
        #expect(Self.counts(words, length: 1 << 20) == expected)
    }

    private static func counts(_ words: SpacedWords, length: Int) -> [String: Int] {
        var counts: [String: Int] = [:]
        words.forEachText(length: length) { units, ends, times in
            var start = 0
            for (end, times) in zip(ends, times) {
                for piece in pieces(of: Array(units[start..<end])) {
                    counts[piece, default: 0] += times
                }
                start = end + 1
            }
            // The text as a whole is made of the same pieces.
            let alone = zip([0] + ends.map { $0 + 1 }, ends).flatMap {
                pieces(of: Array(units[$0..<$1]))
            }
            #expect(alone == pieces(of: units))
        }
        return counts
    }

    @Test(
        "white space that is not a single space between spaced scripts is not plain",
        arguments: [
            "", " ", " a", "a ", "a  b", "a\tb", "a\u{A0}b", "漢", "a 漢字", "か a", "a \u{301}b",
            "a \u{200D}", String(repeating: "x", count: 65), "a ﾞ",
        ])
    func notPlain(line: String) {
        var words = SpacedWords()
        let units = Array(line.utf16)
        let isPlain = words.add(units)
        #expect(!isPlain)
        words.forEachText { units, _, _ in Issue.record("\(units)") }
    }

    @Test("counts of two add up")
    func merging() {
        var (words, others) = (SpacedWords(), SpacedWords())
        for line in ["a b a", "c"] {
            _ = words.add(Array(line.utf16))
        }
        for line in ["b", "d a"] {
            _ = others.add(Array(line.utf16))
        }
        words.merge(others)
        words.forEachText { units, ends, counts in
            #expect(String(decoding: units, as: UTF16.self) == "a b c d")
            #expect(ends == [1, 3, 5, 7] && counts == [3, 2, 1, 1])
        }
    }
}
