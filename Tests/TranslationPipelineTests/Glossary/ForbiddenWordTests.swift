import Search
import Testing

@testable import TranslationPipeline

/// Words that the shipped engine would write are no longer there.
@Suite struct ForbiddenWordTests {
    private func translate(_ line: String, without words: [String]) throws -> TranslatedSegment {
        try ShippedEngine.translator { $0.forbidden = words }.translate(line)
    }

    @Test(
        "a word of the translation is no longer there, in any case and place",
        arguments: [
            "Could you tell me how to get to the museum?", "My brother bought a new car.",
        ])
    func everyWord(line: String) throws {
        let target = ShippedEngine.plain.translate([line])[0].target
        let words = target.split { !$0.isLetter }.map(String.init)
        for word in words {
            for form in [word, word.uppercased()] {
                let segment = try translate(line, without: [form])
                let left = segment.target.lowercased().split { !$0.isLetter }
                #expect(!left.contains { $0 == word.lowercased() }, "\(segment.target)")
                #expect(!segment.warnings.contains(.forbiddenWord))
                #expect(!segment.target.isEmpty)
            }
        }
        let segment = try translate(line, without: words)
        let left = Set(segment.target.lowercased().split { !$0.isLetter }.map(String.init))
        #expect(left.isDisjoint(with: words.map { $0.lowercased() }), "\(segment.target)")
    }

    @Test("a phrase is not written, its words are")
    func phrases() throws {
        let line = "My brother bought a new car."
        let target = ShippedEngine.plain.translate([line])[0].target
        #expect(target.contains("neues Auto"))
        let segment = try translate(line, without: ["neues Auto"])
        #expect(!segment.target.lowercased().contains("neues auto"), "\(segment.target)")
    }

    @Test("words that the engine would not write anyway change nothing")
    func noEffect() throws {
        let line = "My brother bought a new car."
        let plain = ShippedEngine.plain.translate([line])[0]
        #expect(try translate(line, without: ["Erdőğan", "😀", "Xylophon"]) == plain)
    }

    @Test("one that was typed or carried over stays, with a warning")
    func stays() throws {
        let translator = try ShippedEngine.translator { $0.forbidden = ["haus", "😀"] }
        let typed = translator.translate(
            [TranslationRequest("The house is old.", prefix: "Das Haus ist")])[0]
        #expect(typed.target.hasPrefix("Das Haus ist"))
        #expect(typed.warnings.contains(.forbiddenWord))
        #expect(try translator.translate("The house 😀 is old.").warnings.contains(.forbiddenWord))
    }

    @Test("hundreds of words find room, and nothing is no word")
    func limits() throws {
        let words = (0..<300).map { "Wortliste\($0)" }
        #expect(try translate("The house is old.", without: words).target.contains("alt"))
        let empty = #expect(throws: SearchError.self) {
            try translate("x", without: ["Haus", " "])
        }
        #expect(
            empty.map { "\($0)" }
                == "forbidden, number 2: is empty. Leave it out, or give it tokens.")
        let long = #expect(throws: SearchError.self) {
            try translate("x", without: [String(repeating: "a", count: 300)])
        }
        #expect(
            long.map { "\($0)" }
                == "longest forbidden word 300: is not in 1…256. Choose a number in that range.")
    }
}
