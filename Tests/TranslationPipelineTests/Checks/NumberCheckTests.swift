import Testing

@testable import TranslationPipeline

@Suite struct NumberCheckTests {
    private func fails(_ source: [String], _ target: [String]) -> Bool {
        NumberCheck(sourceLanguage: "en", targetLanguage: "de").fails(source, target)
    }

    @Test(
        "numbers that say the same are no mismatch",
        arguments: [
            ([], []), (["7"], ["7"]), (["1,000.5"], ["1.000,5"]), (["1,000"], ["1000"]),
            (["3.5", "7"], ["7", "3,5"]), (["1.234"], ["1.234"]),
            (["12/", "31", "2026"], ["12.31.2026"]),
            (["7:30"], ["7.30"]), (["500,000"], ["500", "000"]), (["1.50"], ["1,5"]),
            (["01"], ["1"]), (["2"], []), ([], ["12"]), (["3"], ["15"]), (["2:30"], ["14:30"]),
            (["3:00"], ["15"]), (["7:30"], ["7.30"]), (["1,234,567"], ["1", "234", "567"]),
        ] as [([String], [String])])
    func accepts(source: [String], target: [String]) {
        #expect(!fails(source, target))
    }

    @Test(
        "others are",
        arguments: [
            (["7"], ["8"]), (["100"], []), ([], ["1945"]), (["3.5"], ["35"]),
            (["7", "7"], ["7", "8"]),
            (["1,000.5"], ["1.000,6"]), (["20"], ["32"]), (["1", "2"], ["1", "4"]),
            (["1,234"], ["1234,5"]), (["500,000"], ["500"]), (["2:30"], []), (["9:00"], ["10"]),
        ] as [([String], [String])])
    func refuses(source: [String], target: [String]) {
        #expect(fails(source, target))
    }
}
