import Testing

@testable import Text

@Suite("protected spans of any text", .serialized) struct SpanPropertyTests {
    private static let parts = [
        "{", "}", "{{", "}}", "%", "%s", "%1$", "$", "${", "#", "<", ">", "</", "/>", "&", ";", "'",
        "\"", "=", "@", ".", ":", "//", "http://", "www.", "mailto:", "a", "b.de", "com/", ",", " ",
        "n, plural, ", "one {", "1", "½", "٣", "😀", "é", "e\u{301}", "东", "\u{200E}", "\n", "(",
        ")",
        "[", "]", "Acme", "Acme Co", "\u{1F469}\u{200D}", "-", "t(", "x id=\"1\"",
    ]

    @Test("spans are in order, apart, not empty, and whole characters")
    func wellFormed() throws {
        let finder = try ProtectedSpanFinder(
            Protection(
                kinds: Protection.Kind.builtIn, patterns: ["[a-c]\\S*", "\\d+"],
                terms: ["Acme", "Acme Co", "😀", "东"]))
        var random = SeededGenerator(seed: 4)
        for _ in 0..<4_000 {
            let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                Self.parts.randomElement(using: &random) ?? ""
            }.joined()
            let units = Array(text.utf16)
            var end = 0
            for span in finder.spans(in: units) {
                #expect(span.range.lowerBound >= end && !span.range.isEmpty, "\(text)")
                #expect(span.range.upperBound <= units.count, "\(text)")
                let content = String(decoding: units[span.range], as: UTF16.self)
                #expect(Array(content.utf16) == Array(units[span.range]), "\(text)")
                end = span.range.upperBound
            }
        }
    }

    @Test("half characters do not trap")
    func loneSurrogates() throws {
        let finder = try ProtectedSpanFinder(try Protection(parsing: "all"))
        for text in [[0xD83D], [0x7B, 0xD83D], [0xDE00, 0x40, 0xD83D], [0x25, 0xDE00]] as [[UInt16]]
        {
            #expect(finder.spans(in: text).isEmpty)
        }
    }

    @Test(
        "a text of a million signs takes a second or so, on a busy machine ten",
        arguments: [
            "{", "<", "%", "http://", "&", "@", "${", "{a,", "{n, plural, one {", "<a b=\"", "a@",
            "{{a", "%(a", "a.", "1.", "1'", "www.", "://", "a.com/", "$t(", "$a", "{n,plural,x{'{",
            "http://a)", "a@b.", "(http://", "%1", "<a a=a ", "{ ", "%a-",
        ])
    func linear(part: String) throws {
        let finder = try ProtectedSpanFinder(try Protection(parsing: "all"))
        let text = String(repeating: part, count: 1_000_000 / part.utf16.count)
        let units = Array(text.utf16)
        let time = ContinuousClock().measure { _ = finder.spans(in: units) }
        #expect(time < .seconds(10), "\(part): \(time)")
    }
}
