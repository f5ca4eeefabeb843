import Testing

@testable import Corpus

@Suite struct LanguageTagTests {
    @Test(arguments: [
        ("en", "en", LanguageTag.Match.exact), ("EN-us", "en_US", .exact),
        ("en", "en-US", .narrower), ("en-US", "en", .wider), ("zh", "zh-Hant-TW", .narrower),
        ("pt-BR", "pt-PT", .none), ("en", "eng", .none), ("en", "", .none), ("de", "en", .none),
    ])
    func matching(wanted: String, found: String, expected: LanguageTag.Match) {
        #expect(LanguageTag.match(wanted: wanted, found: found) == expected)
        #expect(LanguageTag.matches(wanted, found) == (expected != .none))
    }
}
