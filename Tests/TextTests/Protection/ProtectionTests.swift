import Foundation
import Testing

@testable import Text

@Suite("what is to be protected") struct ProtectionTests {
    @Test("kinds are read from a list")
    func parsing() throws {
        #expect(try Protection(parsing: "urls,emails").kinds == [.urls, .emails])
        #expect(try Protection(parsing: "urls, emails").kinds == [.urls, .emails])
        #expect(try Protection(parsing: "all").kinds == Protection.Kind.builtIn)
        #expect(try Protection(parsing: "none").isNone)
        #expect(Protection.customary.kinds == [.placeholders, .urls, .emails])
    }

    @Test("other words are errors", arguments: ["url", "", "urls,", "pattern", "all,urls", "a b"])
    func unknownKinds(list: String) throws {
        let error = #expect(throws: ProtectionError.self) { try Protection(parsing: list) }
        #expect(
            error?.description.contains(
                "“tags”, “placeholders”, “urls”, “emails”, “numbers”") == true)
    }

    @Test("equal settings are equal files, and are read as they were written")
    func coding() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let protection = Protection(kinds: [.urls, .tags, .numbers], patterns: ["a"], terms: ["B"])
        let written = try encoder.encode(protection)
        #expect(
            String(decoding: written, as: UTF8.self)
                == #"{"kinds":["tags","urls","numbers"],"patterns":["a"],"terms":["B"]}"#)
        #expect(try JSONDecoder().decode(Protection.self, from: written) == protection)
        let empty = try JSONDecoder().decode(Protection.self, from: Data(#"{"kinds":[]}"#.utf8))
        #expect(empty.isNone)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Protection.self, from: Data(#"{"kinds":["term"]}"#.utf8))
        }
    }

    @Test("errors say what and what to do")
    func descriptions() {
        let cases: [(ProtectionError.Reason, String)] = [
            (.tooManyPatterns(101, limit: 100), "101 patterns to protect are more than 100."),
            (.patternTooLong(pattern: 2, units: 1_001, limit: 1_000), "pattern 2 to protect: has"),
            (
                .invalidPattern("(", pattern: 1, place: 1, reason: "mismatched paren"),
                "pattern 1 to protect, “(”, character 1: mismatched paren. Correct it"
            ),
            (.emptyTerm(3), "term 3 of the glossary: is empty."),
            (.spacedTerm(" a", term: 1), "term 1 of the glossary, “ a”: begins or ends"),
            (.termTooLong(term: 1, units: 300, limit: 256), "term 1 of the glossary: has 300"),
            (.tooManyTerms(5, limit: 4), "5 terms of the glossary are more than 4."),
        ]
        for (reason, beginning) in cases {
            #expect(ProtectionError(reason).description.hasPrefix(beginning))
        }
    }
}
