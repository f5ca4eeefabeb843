import Testing

@testable import Text

@Suite struct SentenceSplitterTests {
    private static func sentences(_ text: String, _ language: String) -> [String] {
        let segments = SentenceSplitter(language: language).sentences(of: text)
        #expect(segments.map { $0.text + $0.separator }.joined() == text)
        return segments.map(\.text)
    }

    @Test(
        "sentences end where a reader would say so",
        arguments: [
            ("en", "Hello there. How are you? Fine!", ["Hello there.", "How are you?", "Fine!"]),
            (
                "en", "Dr. Smith met Mrs. Jones. They left.",
                ["Dr. Smith met Mrs. Jones.", "They left."]
            ),
            ("en", "J. R. Smith wrote it. I read it.", ["J. R. Smith wrote it.", "I read it."]),
            ("en", "So do I. He left.", ["So do I.", "He left."]),
            (
                "en", "It costs 3.5 euros. See e.g. Berlin.",
                ["It costs 3.5 euros.", "See e.g. Berlin."]
            ),
            ("en", "“Go!” He went.", ["“Go!”", "He went."]),
            ("de", "Das ist z. B. Brot. Gut.", ["Das ist z. B. Brot.", "Gut."]),
            (
                "de", "Am 3. Mai kam Hr. Meier bzw. Frau Kurz. Dann ging er.",
                ["Am 3. Mai kam Hr. Meier bzw. Frau Kurz.", "Dann ging er."]
            ),
            ("de", "Das war 1984. Danach nicht.", ["Das war 1984.", "Danach nicht."]),
            ("fr", "M. Dupont est là. Il attend.", ["M. Dupont est là.", "Il attend."]),
            ("es", "El Sr. García vino. Se fue.", ["El Sr. García vino.", "Se fue."]),
            ("it", "Il sig. Rossi è qui. Bene.", ["Il sig. Rossi è qui.", "Bene."]),
            ("zh", "你好。我们走吧！好的。", ["你好。", "我们走吧！", "好的。"]),
            ("xx-nowhere", "One. Two.", ["One.", "Two."]),
        ])
    func examples(language: String, text: String, expected: [String]) {
        #expect(Self.sentences(text, language) == expected)
    }

    @Test("white space between sentences is kept apart, and so is that at the beginning")
    func separators() {
        let segments = SentenceSplitter(language: "en").sentences(of: " \n One.\n\n\tTwo.  ")
        #expect(segments.map(\.text) == ["", "One.", "Two."])
        #expect(segments.map(\.separator) == [" \n ", "\n\n\t", "  "])
        #expect(segments.map(\.range) == [0..<0, 3..<7, 10..<14])
    }

    @Test("a new line ends a sentence even after an abbreviation")
    func newLines() {
        #expect(Self.sentences("Dr.\nSmith", "en") == ["Dr.", "Smith"])
    }

    @Test("nothing and white space alone", arguments: ["", " ", "\n\n"])
    func blank(text: String) {
        #expect(Self.sentences(text, "en") == (text.isEmpty ? [] : [""]))
    }

    @Test("ranges count scalars, not code units")
    func scalarRanges() {
        let segments = SentenceSplitter(language: "en").sentences(of: "😀😀 ok. Two.")
        #expect(segments.map(\.range) == [0..<6, 7..<11])
    }
}
