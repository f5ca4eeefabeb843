import Testing

@testable import TranslationPipeline

@Suite struct PairChecksTests {
    private func warnings(_ source: String, _ target: String) -> [TranslatedSegment.Warning] {
        PairChecks(sourceLanguage: "en", targetLanguage: "de").warnings(of: .spaced(source, target))
    }

    @Test("spans that are missing, too many or changed, and nothing where they only move")
    func comparesSpans() {
        #expect(warnings("see {a} and %s", "%s und {a} sehen") == [])
        #expect(warnings("see {a} and {a}", "{a} sehen") == [.placeholderMismatch])
        #expect(warnings("see {a}", "{b} sehen") == [.placeholderMismatch])
        #expect(warnings("a <b>bold</b> word", "ein <b>fettes Wort") == [.placeholderMismatch])
        #expect(warnings("see https://a.org", "siehe https://a.org") == [])
        #expect(warnings("see https://a.org", "siehe https://a.de") == [.urlMismatch])
        #expect(warnings("write to us", "an a@b.de schreiben") == [.urlMismatch])
    }

    @Test("every check that fails is named, in the order of the warnings")
    func namesAll() {
        let warnings = warnings(
            "see {a} , www.a.org and 100 men men men or so in the old town tonight",
            "see , www.b.org and 99 men men men men men or so in the old town tonight {b}")
        #expect(
            warnings == [.repetition, .numberMismatch, .placeholderMismatch, .urlMismatch])
        #expect(
            self.warnings("it is raining", "it is raining") == [.copyOfSource])
    }
}
