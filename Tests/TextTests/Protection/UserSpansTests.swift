import Testing

@testable import Text

@Suite("terms and patterns of the user") struct UserSpansTests {
    private func terms(_ terms: String..., in text: String) throws -> [String] {
        try protectedTexts(Protection(kinds: [], terms: terms), in: text)
    }

    private func patterns(_ patterns: String..., in text: String) throws -> [String] {
        try protectedTexts(Protection(kinds: [], patterns: patterns), in: text)
    }

    @Test("a term is found between words, the longest first, as it is written")
    func termsAtBoundaries() throws {
        #expect(try terms("Acme", in: "Acme, Acmes; MyAcme (Acme) acme Acme1") == ["Acme", "Acme"])
        #expect(try terms("New York", "York", in: "New York, York") == ["New York", "York"])
        #expect(try terms("New York City", "New", in: "New York") == ["New"])
        #expect(try terms("C++", in: "C++ and C+") == ["C++"])
        #expect(try terms("Acme", in: "Acme\u{301} \u{200F}Acme\u{200E}x") == ["Acme"])
        #expect(try terms("Acme", in: "我喜欢Acme产品") == ["Acme"])
        #expect(try terms("東京", in: "私は東京都に") == ["東京"])
        #expect(try terms("😀", in: "a😀b") == ["😀"])
    }

    @Test("terms that cannot be found are errors that say which")
    func impossibleTerms() {
        let long = String(repeating: "a", count: 257)
        for (terms, reason) in [
            (["a", ""], ProtectionError.Reason.emptyTerm(2)),
            ([" a"], .spacedTerm(" a", term: 1)),
            ([long], .termTooLong(term: 1, units: 257, limit: 256)),
        ] {
            #expect(throws: ProtectionError(reason)) {
                try ProtectedSpanFinder(Protection(kinds: [], terms: terms))
            }
        }
    }

    @Test("patterns are ICU's, and matches of nothing are none")
    func patternsOfTheUser() throws {
        #expect(try patterns("[A-Z]{2,}-\\d+", in: "See AB-12, a-1.") == ["AB-12"])
        #expect(try patterns("x*", in: "axxb") == ["xx"])
        #expect(try patterns("\\p{Lu}+", in: "aÄÖb") == ["ÄÖ"])
        #expect(try patterns("a", "ab", in: "ab a") == ["ab", "a"])
        #expect(try patterns("(?<=#)\\w+$", in: "#a #b") == ["b"])
        #expect(try patterns("😀", in: "😀😀") == ["😀", "😀"])
    }

    @Test("a pattern that is none is an error that says where and why")
    func invalidPatterns() {
        func reason(_ patterns: [String]) -> ProtectionError.Reason? {
            do {
                _ = try ProtectedSpanFinder(Protection(kinds: [], patterns: patterns))
                return nil
            } catch { return error.reason }
        }
        #expect(
            reason(["a", "(b"])
                == .invalidPattern("(b", pattern: 2, place: 2, reason: "mismatched paren"))
        #expect(
            reason([""]) == .invalidPattern("", pattern: 1, place: nil, reason: "is empty"))
        #expect(
            reason([String(repeating: "a", count: 1_001)])
                == .patternTooLong(pattern: 1, units: 1_001, limit: 1_000))
        #expect(reason(["a\nb"]) == .patternOfLines(pattern: 1))
        #expect(
            reason([String](repeating: "a", count: 101)) == .tooManyPatterns(101, limit: 100))
    }

    @Test("no pattern hangs, and the next text is searched as ever")
    func patternsThatExplode() throws {
        let finder = try ProtectedSpanFinder(
            Protection(kinds: [], patterns: ["(a+)+b", "(?:.*.*.*)*x", "(.)(?:.|\\1)*(.)\\2y"]))
        let hostile = Array(String(repeating: "a", count: 20_000).utf16)
        let clock = ContinuousClock()
        let time = clock.measure { #expect(finder.spans(in: hostile).isEmpty) }
        #expect(time < .seconds(5))
        #expect(finder.spans(in: Array("aab".utf16)).map(\.range) == [0..<3])
    }

    @Test("what the user names goes before what is built in, unless it lies within")
    func precedence() throws {
        let protection = Protection(
            kinds: [.placeholders, .urls], patterns: ["\\d+"], terms: ["Acme", "http"])
        func found(_ text: String) throws -> [String] { try protectedTexts(protection, in: text) }
        #expect(try found("https://acme.com/12 Acme") == ["https://acme.com/12", "Acme"])
        #expect(try found("https://a.com/Acme") == ["https://a.com/Acme"])
        #expect(try found("{Acme} {0} 12") == ["{Acme}", "{0}", "12"])
        let braces = Protection(kinds: [.placeholders], patterns: ["\\{a\\} b", "\\}c\\{"])
        #expect(try protectedTexts(braces, in: "{a} b {c}c{d}") == ["{a} b", "}c{"])
        let same = try ProtectedSpanFinder(
            Protection(kinds: [.placeholders], patterns: ["\\{a\\}"], terms: ["{a}"]))
        #expect(same.spans(in: Array("{a}".utf16)).map(\.kind) == [.pattern])
    }
}
