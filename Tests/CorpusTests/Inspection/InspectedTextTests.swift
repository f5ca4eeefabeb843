import Testing

@testable import Corpus

@Suite struct TextTraitsTests {
    @Test(
        "words are runs without white space, and single Chinese and Japanese characters",
        arguments: [
            ("", 0, 0), ("one two", 2, 7), ("  a\u{A0}b\tc ", 3, 8), ("Größe 3", 2, 7),
            ("新型コロナ", 5, 5), ("用 TMX 文件", 4, 8), ("한국어 문장", 2, 6), ("👍🏽 ok", 2, 5),
        ])
    func words(text: String, words: Int, characters: Int) {
        let traits = InspectedText(text)
        #expect(traits.words == words)
        #expect(traits.characters == characters)
    }

    @Test(
        "text that was decoded wrongly shows",
        arguments: ["grÃ¼n", "fÃ¤hrt", "â€œHello", "CafÃ©"])
    func misdecoded(text: String) {
        #expect(InspectedText(text).isMisdecoded)
    }

    @Test(
        "and text that only looks unusual does not",
        arguments: ["grün", "JOÃO", "âge", "5 €", "Ã", "â€", "«Â»"])
    func sound(text: String) {
        #expect(InspectedText(text).isMisdecoded == (text == "â€" || text == "«Â»"))
    }

    @Test("lost characters, control characters and entities are seen")
    func oddities() {
        #expect(InspectedText("a\u{FFFD}").hasReplacement)
        #expect(InspectedText("a\u{1}").hasControl)
        #expect(InspectedText("a\u{92}").hasControl)
        #expect(!InspectedText("a\tb\u{85}").hasControl)
        #expect(InspectedText("R&amp;D").hasEntity)
        #expect(InspectedText("&#228;").hasEntity)
        #expect(!InspectedText("R&D & more; AT&T").hasEntity)
    }

    @Test("tags written as text are told from signs")
    func writtenTags() {
        #expect(InspectedText("<b>x</b>").hasWrittenTag)
        #expect(InspectedText("x<f0/>").hasWrittenTag)
        #expect(!InspectedText("3 < 4 and 5 > 4").hasWrittenTag)
        #expect(!InspectedText("a <").hasWrittenTag)
        #expect(!InspectedText("<b without an end").hasWrittenTag)
        #expect(WrittenTags.count(in: "<b>x</b> 1 < 2 <i/>") == 3)
    }
}
