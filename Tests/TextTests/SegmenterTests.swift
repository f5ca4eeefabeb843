import Testing

@testable import Text

@Suite struct SegmenterTests {
    /// Counts words and signs, roughly as a model would.
    private static func count(_ text: String) -> Int {
        let units = Array(text.utf16)
        return TokenizedText(units, ends: BreakIterator(.word).ends(in: units)).pieces.count
    }

    private static func segments(
        _ text: String, limit: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) -> [Segment] {
        let counter = BreakIterator(.word)
        let segments = Segmenter(language: "en", tokenLimit: limit).segments(of: text) {
            let units = Array($0.utf16)
            return TokenizedText(units, ends: counter.ends(in: units)).pieces.count
        }
        #expect(
            segments.map { $0.text + $0.separator }.joined() == text, sourceLocation: sourceLocation
        )
        return segments
    }

    @Test("what fits stays whole")
    func short() {
        #expect(Self.segments("One. Two.", limit: 10).map(\.text) == ["One. Two."])
        #expect(Self.segments("", limit: 10).isEmpty)
        #expect(Self.segments("  One. ", limit: 10).map(\.text) == ["", "One."])
    }

    @Test("the ends of sentences come first, then clauses, then words")
    func preferences() {
        #expect(
            Self.segments("One two. Three four. Five.", limit: 6).map(\.text)
                == ["One two. Three four.", "Five."])
        #expect(
            Self.segments("One two three, four five six seven", limit: 5).map(\.text)
                == ["One two three,", "four five six seven"])
        #expect(
            Self.segments("one two three four five", limit: 2).map(\.text)
                == ["one two", "three four", "five"])
    }

    @Test("a word too long is cut between characters, never inside one")
    func longWord() {
        let text = String(repeating: "12345", count: 20) + String(repeating: "e\u{301}", count: 200)
        let segments = Self.segments(text, limit: 7)
        #expect(segments.allSatisfy { Self.count($0.text) <= 7 })
        #expect(segments.allSatisfy { !$0.text.unicodeScalars.starts(with: ["\u{301}"]) })
    }

    @Test("a character that alone is too long is cut all the same")
    func endlessCharacter() {
        let text = "e" + String(repeating: "\u{301}", count: 5_000)
        let segments = Self.segments(text, limit: 20)
        #expect(segments.count > 3)
        #expect(segments.allSatisfy { Self.count($0.text) <= 20 })
    }

    @Test("Chinese without spaces is cut after its punctuation")
    func chinese() {
        let text = String(repeating: "我们今天去北京，", count: 10)
        let segments = Self.segments(text, limit: 12)
        #expect(segments.allSatisfy { Self.count($0.text) <= 12 && $0.text.last == "，" })
    }

    @Test("10,000 words in a line are cut in time that grows with the line")
    func longLine() {
        let text = (0..<10_000).map { "word\($0 % 7)" }.joined(separator: " ")
        var counted = 0
        let segments = Segmenter(language: "en", tokenLimit: 50).segments(of: text) {
            counted += $0.utf8.count
            return $0.utf8.count { $0 == 0x20 } + 1
        }
        #expect(segments.map { $0.text + $0.separator }.joined() == text)
        #expect(segments.allSatisfy { $0.text.utf8.count { $0 == 0x20 } < 50 })
        #expect(segments.count == 200)
        #expect(counted < 6 * text.utf8.count)
    }

    @Test("no separator is lost, whatever it is")
    func separators() {
        let text = "\n a,\t b;  c.\n\n\nd\u{A0}e \u{3000} f"
        for limit in 1...8 { _ = Self.segments(text, limit: limit) }
    }
}
