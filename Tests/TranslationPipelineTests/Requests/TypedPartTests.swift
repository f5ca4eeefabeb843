import Testing
import Text

@testable import TranslationPipeline

@Suite struct TypedPartTests {
    private let splitter = SentenceSplitter(language: "de")

    private func parts(_ prefix: String, _ count: Int) -> [TypedPart] {
        TypedPart.parts(of: prefix, atMost: count, sentences: splitter)
    }

    @Test("one part takes all")
    func one() {
        #expect(parts("Ja. Nein. Vi", 1) == [TypedPart(text: "Ja. Nein. Vi")])
        #expect(parts("", 1) == [TypedPart(text: "")])
        #expect(parts("", 2).isEmpty)
    }

    @Test("sentences go to the parts in order, the last is open")
    func sentences() {
        #expect(
            parts("Das ist alt.  Mein Bru", 3)
                == [TypedPart(text: "Das ist alt.", separator: "  "), TypedPart(text: "Mein Bru")])
        #expect(
            parts("Das ist alt. ", 2) == [TypedPart(text: "Das ist alt.", separator: " ")])
        #expect(parts("Das ist ", 2) == [TypedPart(text: "Das ist ")])
    }

    @Test("the last part takes what is left")
    func rest() {
        #expect(
            parts("Das war es. Nun ja. Das ist", 2)
                == [
                    TypedPart(text: "Das war es.", separator: " "),
                    TypedPart(text: "Nun ja. Das ist"),
                ])
    }

    @Test("tabs and line ends divide as well")
    func cells() {
        #expect(
            parts(" a\t\tb c\nd", 4)
                == [
                    TypedPart(text: " a", separator: "\t\t"),
                    TypedPart(text: "b c", separator: "\n"), TypedPart(text: "d"),
                ])
    }
}
