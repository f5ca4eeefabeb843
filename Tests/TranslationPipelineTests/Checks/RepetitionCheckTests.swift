import Testing

@testable import TranslationPipeline

@Suite struct RepetitionCheckTests {
    private func fails(_ source: String, _ target: String) -> Bool {
        RepetitionCheck.fails(.spaced(source, target))
    }

    @Test(
        "a loop is one whatever its length",
        arguments: [
            "der der der", "ein Mann ein Mann ein Mann",
            "a b in einem roten Hemd in einem roten Hemd",
            "ein Mann und ein Mann und ein Mann", "ein Lekakakakakaka", "ein Haaaaaaaaaaaaaa",
            "eins zwei drei vier fünf sechs sieben acht eins zwei drei vier fünf sechs sieben acht",
        ])
    func findsLoops(target: String) {
        #expect(fails("some words that are not said twice", target))
    }

    @Test(
        "what people write is none",
        arguments: [
            "", "sehr sehr gut", "die , die da sind", "ein Mann , ein Hund", ". . . . .", "1 1 1 1",
            "der Mann mit dem Hund und der Mann mit dem Hut", "Donaudampfschifffahrtsgesellschaft",
            "2222222222222222", "--------------------",
        ])
    func passesText(target: String) {
        #expect(!fails("some words that are not said twice", target))
    }

    @Test("what repeats in the source may repeat")
    func comparesWithTheSource() {
        #expect(!fails("no no no !", "nein nein nein !"))
        #expect(fails("no no no !", "nein nein nein nein nein !"))
        #expect(!fails("hahahahahahahaha", "hahahahahahahahaha"))
    }

    @Test("long lines take time in proportion")
    func isLinear() {
        let words = (0..<100_000).map { "w\($0 % 1013)" }
        let pair = CheckedPair(source: "", target: "", sourceWords: words, targetWords: words)
        #expect(!RepetitionCheck.fails(pair))
    }
}

extension CheckedPair {
    /// Of texts with a space between any two words.
    static func spaced(_ source: String, _ target: String) -> CheckedPair {
        CheckedPair(
            source: source, target: target,
            sourceWords: source.split(separator: " ").map(String.init),
            targetWords: target.split(separator: " ").map(String.init))
    }
}
