import Testing

@testable import Corpus

@Suite struct ControlRepairTests {
    @Test(
        "what nobody sees goes",
        arguments: [
            ("a\u{1}b\u{7F}c", "abc"), ("Donau\u{AD}dampf\u{AD}schiff", "Donaudampfschiff"),
            ("\u{FEFF}Text", "Text"), ("zero\u{200B}width", "zerowidth"),
            ("Auf\u{200C}lage", "Auflage"), ("left\u{200E} to right", "left to right"),
            ("a\u{FFFE}b", "ab"), ("a\u{2060}b", "ab"), ("\u{9D}x", "x"),
        ])
    func removed(text: String, expected: String) {
        #expect(CleaningSamples.repaired(ControlRepair(), text) == expected)
    }

    @Test(
        "line breaks and hyphens of word processors become plain ones",
        arguments: [
            ("a\u{0B}b", "a b"), ("a\u{2028}b", "a b"), ("e\u{1E}mail", "e-mail"),
            ("a\u{85}b", "a b"),
        ])
    func replaced(text: String, expected: String) {
        #expect(CleaningSamples.repaired(ControlRepair(), text) == expected)
    }

    @Test(
        "what scripts need stays",
        arguments: [
            "می\u{200C}خواهم", "क्\u{200D}ष", "👩\u{200D}💻", "ภาษา\u{200B}ไทย",
            "שלום\u{200E} (1)", "\u{202B}عربي\u{202C}", "tab\tand\nline", "“Größe”…", "10\u{A0}kg",
        ])
    func kept(text: String) {
        #expect(CleaningSamples.repaired(ControlRepair(), text) == text)
    }

    @Test("codes stay at their words")
    func codes() {
        let segment = Segment(
            "so\u{AD}ft \u{1}x",
            codes: [
                InlineCode(.open, number: 1, offset: 0), InlineCode(.close, number: 1, offset: 6),
                InlineCode(.alone, number: 2, offset: 9),
            ])
        let repaired = CleaningSamples.repaired(ControlRepair(), segment)
        #expect(repaired.text == "soft x")
        #expect(repaired.codes.map(\.offset) == [0, 4, 6])
    }
}
