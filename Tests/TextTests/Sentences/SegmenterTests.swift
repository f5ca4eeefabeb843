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

    @Test(
        "the best place is taken, and of like places the one in the middle",
        arguments: [
            ("One two. Three four. Five.", 6, ["One two.", "Three four. Five."]),
            ("Yes. One two three four five six.", 7, ["Yes.", "One two three four five six."]),
            (
                "One two three, four five six seven", 5,
                ["One two three,", "four five six seven"]
            ),
            (
                "a b c, d e f; g h i, j k l", 10,
                ["a b c, d e f;", "g h i, j k l"]
            ),
            ("a b c d (e f g) h i", 8, ["a b c d", "(e f g) h i"]),
            ("we saw the dogs and cats ran off", 6, ["we saw the dogs", "and cats ran off"]),
            // A comma near the end would leave a tiny tail.
            ("a b c d e f g h i j, k", 11, ["a b c d e f", "g h i j, k"]),
            ("one two three four five", 2, ["one two", "three four", "five"]),
            ("eins zwei drei 5\u{A0}km vier fünf", 6, ["eins zwei drei", "5\u{A0}km vier fünf"]),
            ("we go e.g. there. then not. or so", 8, ["we go e.g. there.", "then not. or so"]),
            ("word ; more : again", 3, ["word ;", "more :", "again"]),
            ("see http://a.bc/def now", 4, ["see", "http:/", "/a.bc", "/def", "now"]),
        ])
    func preferences(text: String, limit: Int, expected: [String]) {
        #expect(Self.segments(text, limit: limit).map(\.text) == expected)
    }

    @Test("spans that are kept are cut only where one alone is too long")
    func spans() {
        let text = "one two <g id=\"a b c\"> three"
        let span = 8..<22
        let count = { (part: String) in part.split { " =".contains($0) }.count }
        let segmenter = Segmenter(language: "en", tokenLimit: 5)
        let kept = segmenter.segments(of: text, keeping: [span], tokenCount: count)
        #expect(kept.map(\.text) == ["one two", "<g id=\"a b c\">", "three"])
        let small = Segmenter(language: "en", tokenLimit: 2)
        let cut = small.segments(of: text, keeping: [span, 90..<99], tokenCount: count)
        #expect(cut.map { $0.text + $0.separator }.joined() == text)
        #expect(cut.allSatisfy { count($0.text) <= 2 })
    }

    @Test(
        "scripts without spaces are cut between the words of ICU's dictionaries",
        arguments: [
            ("th", "ฉันกินข้าวกับเพื่อนที่บ้านทุกวัน"), ("zh", "我们今天在北京大学学习中文和数学"),
            ("ja", "私は毎日東京の学校で日本語を勉強しています"),
        ])
    func unspacedScripts(language: String, text: String) throws {
        let units = Array(text.utf16)
        let words = Set(BreakIterator(.word).ends(in: units).map { Int($0) })
        try #require(words.count > 5)
        let segments = Segmenter(language: language, tokenLimit: 12)
            .segments(of: text) { $0.unicodeScalars.count }
        #expect(segments.map { $0.text + $0.separator }.joined() == text)
        #expect(segments.count > 1)
        var end = 0
        for segment in segments {
            #expect((3...12).contains(segment.text.unicodeScalars.count), "\(segment.text)")
            end += (segment.text + segment.separator).utf16.count
            #expect(words.contains(end), "after \(segment.text)")
        }
    }

    @Test("phrases of Thai are kept together, which have a space between them")
    func thaiPhrases() {
        let text = "ฉันกินข้าว กับเพื่อนที่บ้านทุกวัน"
        let segments = Segmenter(language: "th", tokenLimit: 25)
            .segments(of: text) { $0.unicodeScalars.count }
        #expect(segments.map(\.text) == ["ฉันกินข้าว", "กับเพื่อนที่บ้านทุกวัน"])
    }

    @Test("10,000 random texts: nothing is lost, nothing is too long", arguments: 0..<4)
    func randomTexts(seed: UInt64) {
        let fragments = [
            "a", "word", " ", "  ", ". ", ", ", "; ", "。", "，", "你好", "ภาษาไทย", "\n", "\u{A0}",
            "e\u{301}", "👩‍💻", "(", ")", "1", "Dr. ", "\u{301}", "\u{200B}", "ကို", "–", "\u{0}", "𝒳",
        ]
        var random = SeededGenerator(seed: seed)
        let segmenters = (1...9).map { Segmenter(language: "en", tokenLimit: $0) }
        for _ in 0..<2_500 {
            let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                fragments.randomElement(using: &random) ?? ""
            }.joined()
            let limit = Int.random(in: 1...9, using: &random)
            let spanStart = Int.random(in: 0...9, using: &random)
            let count = { (part: String) in part.unicodeScalars.count }
            let segments = segmenters[limit - 1].segments(
                of: text, keeping: [spanStart..<spanStart + 5], tokenCount: count)
            let joined = segments.map { $0.text + $0.separator }.joined()
            #expect(Array(joined.unicodeScalars) == Array(text.unicodeScalars))
            #expect(segments.allSatisfy { count($0.text) <= limit }, "\(text.debugDescription)")
        }
    }

    @Test("what counts less as a whole than in parts is not cut for it")
    func counting() {
        let text = (1...20).map { "w\($0)" }.joined(separator: " ")
        let segments = Segmenter(language: "en", tokenLimit: 10).segments(of: text) {
            let words = $0.split(separator: " ").count
            return words == 1 ? 2 : words
        }
        #expect(segments.allSatisfy { (3...10).contains($0.text.split(separator: " ").count) })
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
