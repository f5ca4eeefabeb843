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
            ("de", "D. h. morgen. Nein.", ["D. h. morgen.", "Nein."]),
            (
                "de", "Siehe S. 12 und Abb. 3. Dort steht es.",
                ["Siehe S. 12 und Abb. 3.", "Dort steht es."]
            ),
            ("de", "Er wohnt Kirchstr. 5 Köln. Gut.", ["Er wohnt Kirchstr. 5 Köln.", "Gut."]),
            ("de", "Ich bin 24. Mir geht’s gut.", ["Ich bin 24.", "Mir geht’s gut."]),
            ("de", "So geht’s. Los!", ["So geht’s.", "Los!"]),
            ("de", "Ein Feld. 2 Hunde rennen.", ["Ein Feld.", "2 Hunde rennen."]),
            ("en", "See No. 5 Elm St. The end.", ["See No. 5 Elm St.", "The end."]),
            ("en", "The answer is no. Go.", ["The answer is no.", "Go."]),
            (
                "en", "The U.S. Army left the U.S. It did.",
                ["The U.S. Army left the U.S.", "It did."]
            ),
            ("en", "She has a Ph. D. in law. Yes.", ["She has a Ph. D. in law.", "Yes."]),
            (
                "en", "“Really?” he said. “Go!” He went.",
                ["“Really?” he said.", "“Go!”", "He went."]
            ),
            (
                "en", "Take approx. 5 of them. 2 men run.",
                ["Take approx. 5 of them.", "2 men run."]
            ),
            ("fr", "« Viens. » Il part.", ["« Viens. »", "Il part."]),
            ("fr", "En 52 av. J.-C. Rome brûle.", ["En 52 av. J.-C. Rome brûle."]),
            ("es", "Hay p. ej. Madrid. Bien.", ["Hay p. ej. Madrid.", "Bien."]),
            // Before a capital these may go either way, and are taken for the end.
            ("en", "Pens, ink etc. Paper too.", ["Pens, ink etc.", "Paper too."]),
            (
                "en", "Pens, ink etc. are here. Paper too.",
                ["Pens, ink etc. are here.", "Paper too."]
            ),
            ("de", "Äpfel, Birnen usw. Das reicht.", ["Äpfel, Birnen usw.", "Das reicht."]),
            ("de", "Äpfel usw. sind da. Das reicht.", ["Äpfel usw. sind da.", "Das reicht."]),
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

    @Test("no sentence ends within a span that is kept")
    func keepsSpans() {
        let text = "It is. The {a, select, b {Yes. No. }} Go! On."
        let splitter = SentenceSplitter(language: "en")
        let start = text.utf16.distance(
            from: text.startIndex, to: text.firstIndex(of: "{") ?? text.endIndex)
        let end = text.utf16.distance(
            from: text.startIndex, to: text.lastIndex(of: "}") ?? text.endIndex)
        let sentences = splitter.sentences(of: text, keeping: [start..<end + 1])
        #expect(
            sentences.map(\.text) == ["It is.", "The {a, select, b {Yes. No. }} Go!", "On."])
        #expect(splitter.sentences(of: text).count > 3)
    }
}
