import Testing

@testable import Corpus

@Suite struct PairSelectorTests {
    @Test(
        "a text of no named language stands for the language that the other does not have",
        arguments: [
            ([nil, nil], 0, 1), ([nil, "de"], 0, 1), (["en", nil], 0, 1), ([nil, "en"], 1, 0),
            (["de", nil], 1, 0), ([nil, "fr"], 0, nil), (["fr", nil], nil, 1), ([nil], 0, nil),
            (["fr", "en"], 1, nil),
        ] as [([String?], Int?, Int?)])
    func unnamed(languages: [String?], source: Int?, target: Int?) throws {
        var selector = PairSelector(
            try LanguagePair(source: "en", target: "de"), codes: .dropped)
        let unit = TranslationUnit(
            variants: languages.map { .init(language: $0, segment: Segment("x")) },
            position: FilePosition(file: "x"))
        let chosen = selector.choose(from: unit)
        #expect(chosen.source == source)
        #expect(chosen.target == target)
        #expect((selector.missing == nil) == (source != nil && target != nil))
    }
}
