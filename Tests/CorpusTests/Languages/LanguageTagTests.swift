import Testing

@testable import Corpus

@Suite struct LanguageTagTests {
    @Test(
        "a code takes itself in any spelling, narrower ones, and failing better its wider",
        arguments: [
            ("en", "en", LanguageTag.Match.exact), ("EN-us", "en_US", .exact),
            ("en", " en ", .exact), ("en", "en-US", .narrower), ("en-US", "en", .wider),
            ("pt-BR", "pt-PT", .none), ("de", "en", .none), ("en", "", .none), ("", "", .none),
            ("ca", "ca-valencia", .narrower), ("ca-valencia", "ca-ES", .none),
            ("de-DE", "de-DE-1996", .narrower), ("de-DE-1901", "de-DE-1996", .none),
            ("en", "en-x-acme", .narrower), ("en-x-acme", "en-US", .none),
            ("de-DE", "de-DE-u-co-phonebk", .narrower), ("en-Latn-US", "en-US", .exact),
        ])
    func matching(wanted: String, found: String, expected: LanguageTag.Match) {
        #expect(LanguageTag.match(wanted: wanted, found: found) == expected)
        #expect(LanguageTag.matches(wanted, found) == (expected != .none))
    }

    @Test(
        "a region says the script, and no code takes a wider one of another likely script",
        arguments: [
            ("zh-Hans", "zh-CN", LanguageTag.Match.narrower), ("zh-Hans", "zh-SG", .narrower),
            ("zh-Hant", "zh-TW", .narrower), ("zh-Hant", "zh_HK", .narrower),
            ("zh-Hans", "zh-TW", .none), ("zh-Hant", "zh-CN", .none), ("zh-CN", "zh-TW", .none),
            ("zh-CN", "zh-Hans-CN", .exact), ("zh-TW", "zh-Hant-TW", .exact),
            ("zh-CN", "zh-Hans", .wider), ("zh-TW", "zh-Hans", .none),
            ("zh", "zh-Hant-TW", .otherScript), ("zh", "zh-TW", .otherScript),
            ("zh", "zh-Hans", .narrower), ("zh", "zh-CN", .narrower),
            ("zh-CN", "zh", .wider), ("zh-TW", "zh", .none), ("zh", "yue", .none),
            ("sr", "sr-Cyrl", .narrower), ("sr", "sr-Latn", .otherScript),
            ("sr-Latn", "sr", .none), ("sr-Latn", "sr-Cyrl", .none), ("sr-Latn", "sr-RS", .none),
            ("sr-Cyrl", "sr-RS", .narrower), ("sr-Latn", "sr-Latn-RS", .narrower),
        ])
    func scripts(wanted: String, found: String, expected: LanguageTag.Match) {
        #expect(LanguageTag.match(wanted: wanted, found: found) == expected)
    }

    @Test("a region takes those that it contains")
    func containingRegions() {
        #expect(LanguageTag.match(wanted: "es-419", found: "es-MX") == .narrower)
        #expect(LanguageTag.match(wanted: "es-MX", found: "es-419") == .wider)
        #expect(LanguageTag.match(wanted: "es-419", found: "es-ES") == .none)
        #expect(LanguageTag.match(wanted: "en-001", found: "en-GB") == .narrower)
    }

    @Test(
        "the codes that a language has or had are one",
        arguments: [
            ("en", "eng"), ("de", "deu"), ("de", "ger"), ("de-AT", "GER_at"), ("zh", "chi"),
            ("zh", "cmn"), ("zh-CN", "zho-CN"), ("he", "iw"), ("id", "in"), ("yi", "ji"),
            ("ro", "mo"), ("sr-Latn", "sh"), ("hr", "scr"), ("no", "nb"), ("nb-NO", "no-NO"),
            ("en-GB", "en-UK"), ("en-US", "en-840"), ("sr-RS", "sr-YU"), ("nan", "zh-min-nan"),
            ("ar", "arb"), ("fil", "tl"),
        ])
    func equalCodes(today: String, other: String) {
        #expect(LanguageTag.match(wanted: today, found: other) == .exact)
        #expect(LanguageTag.match(wanted: other, found: today) == .exact)
    }

    @Test("Bokmål and Nynorsk are two")
    func norwegian() {
        #expect(LanguageTag.match(wanted: "nn", found: "nb") == .none)
        #expect(LanguageTag.match(wanted: "no", found: "nn") == .none)
    }

    @Test(
        "the locales of POSIX and of old Windows are read",
        arguments: [
            ("sr@latin", "sr-Latn"), ("sr_RS@latin", "sr-Latn-RS"), ("uz@cyrillic", "uz-Cyrl"),
            ("ks@devanagari", "ks-Deva"), ("ca@valencia", "ca-valencia"), ("de_AT@euro", "de-AT"),
            ("en_US.UTF-8", "en-US"), ("de_DE.UTF-8@euro", "de-DE"), ("zh-CHS", "zh-Hans"),
            ("zh-CHT", "zh-Hant"), ("uz-UZ-Cyrl", "uz-Cyrl-UZ"), ("en-us-", "en-US"),
            ("en-x-acme", "en-x-acme"), ("DE_de", "de-DE"),
        ])
    func otherDress(code: String, canonical: String) {
        #expect(LanguageTag.canonical(code) == canonical)
    }

    /// What no language has for a code, though a file may.
    private static let noCodes = [
        "*all*", "x-foo", "XX", "---", "@", "@latin", ".", "und", "日本語", "\u{0}*",
        "Deutsch (Österreich)", "English", "mul", "1", "-", String(repeating: "a", count: 300),
        String(repeating: "en-", count: 100), "e\u{301}n", "\u{1F600}",
    ]

    @Test("what is no code matches itself and none else", arguments: noCodes.indices)
    func nonsense(index: Int) {
        let code = Self.noCodes[index]
        #expect(LanguageTag.match(wanted: code, found: code) == .exact)
        #expect(LanguageTag.match(wanted: code, found: code.lowercased()) == .exact)
        for other in Self.noCodes + ["de", "fr-FR", "zh-Hant"] where other != code {
            #expect(LanguageTag.match(wanted: code, found: other) == .none)
            #expect(LanguageTag.match(wanted: other, found: code) == .none)
        }
    }

    @Test("what is no code has no canonical form, no name and no scripts")
    func nothingKnown() {
        for code in ["", "*all*", "@", "日本語", "und", String(repeating: "x", count: 300)] {
            #expect(LanguageTag.canonical(code) == nil)
            #expect(LanguageTag.name(code) == nil)
            #expect(LanguageTag.scripts(code).isEmpty)
        }
    }

    @Test(
        "languages have English names",
        arguments: [
            ("de-AT", "German (Austria)"), ("de", "German"), ("ENG", "English"),
            ("zh-Hant", "Chinese (Traditional)"), ("pt_BR", "Portuguese (Brazil)"),
            ("sr@latin", "Serbian (Latin)"), ("nb", "Norwegian Bokmål"),
        ])
    func names(code: String, name: String) {
        #expect(LanguageTag.name(code) == name)
    }

    @Test("a language that is not known has no name")
    func noNames() {
        #expect(LanguageTag.name("xx") == nil)
        #expect(LanguageTag.name("qaa") == nil)
    }

    @Test(
        "languages have scripts, the likeliest first",
        arguments: [
            ("en", ["Latn"]), ("ja", ["Kana", "Hira", "Hani"]), ("ko", ["Hang", "Hani"]),
            ("zh", ["Hani", "Bopo"]), ("zh-CN", ["Hani", "Bopo"]), ("zh-Hans", ["Hani"]),
            ("ja-Latn", ["Latn"]), ("zh-Latn", ["Latn"]),
            ("zh-Hant", ["Hani", "Bopo"]), ("yue", ["Hani"]), ("uz", ["Latn", "Arab", "Cyrl"]),
            ("sr", ["Cyrl", "Latn"]), ("sr-Latn", ["Latn"]), ("sr-RS", ["Cyrl", "Latn"]),
            ("hi", ["Deva"]), ("yi", ["Hebr"]), ("el", ["Grek"]), ("xx", []), ("tlh", []),
        ])
    func scripts(code: String, expected: [String]) {
        #expect(LanguageTag.scripts(code).map(\.code) == expected)
    }
}
