import Testing

@testable import Text

@Suite struct TermMatcherTests {
    private func found(_ terms: [String], in text: String) throws -> [String] {
        try TermMatcher(terms).matches(in: text).map { terms[$0.term] }
    }

    @Test(
        "terms are found as whole words, without capitals in any case",
        arguments: [
            ("the dog sleeps", ["dog"]), ("Dog! DOG?", ["dog", "dog"]), ("dogs, hotdog", []),
            ("dog-house", ["dog"]), ("it is IT", ["IT"]), ("It", []), ("", []), ("狗dog", ["dog"]),
        ])
    func wholeWords(text: String, expected: [String]) throws {
        #expect(try found(["dog", "IT"], in: text) == expected)
    }

    @Test("of terms that overlap the earliest is found, then the longest, then the one as written")
    func overlaps() throws {
        let terms = ["apple", "Apple", "new york", "york city", "new york city hall"]
        #expect(try found(terms, in: "Apple apple APPLE") == ["Apple", "apple", "apple"])
        #expect(try found(terms, in: "in New York City") == ["new york"])
        #expect(
            try found(terms, in: "New York City Hall, York City")
                == ["new york city hall", "york city"])
    }

    @Test("ranges are UTF-16 units, and a term given twice is the first")
    func ranges() throws {
        let matches = try TermMatcher(["haus", "Maus", "haus"]).matches(in: "😀 Haus")
        #expect(matches == [TermMatcher.Match(range: 3..<7, term: 0)])
    }

    @Test("terms that are none are refused")
    func refuses() {
        for term in ["", " a", String(repeating: "a", count: 257)] {
            #expect(throws: ProtectionError.self) { try TermMatcher([term]) }
        }
    }
}
