import Testing

@Suite("memory for a corpus") struct CorpusMemoryTests {
    private static let unit =
        "<tu><tuv xml:lang=\"en\"><seg>A</seg></tuv><tuv xml:lang=\"de\"><seg>B</seg></tuv></tu>"

    /// Pipes a memory into `translate corpus inspect`, which gets 120 MB for its data: one unit, then
    /// so much between `start` and `end`, then another unit.
    private func inspect(
        _ start: String, repeating piece: String, megabytes: Int = 256, _ end: String
    ) async throws -> Program.Outcome {
        try await Program.shell(
            """
            ulimit -d 120000
            (printf '%s' "$1"; yes "$2" | head -n "$4"; printf '%s' "$3") |
                "$0" corpus inspect - --source en --target de
            """,
            [
                "<tmx version=\"1.4\"><body>\(Self.unit)\(start)", piece,
                "\(end)\(Self.unit)</body></tmx>", "\((megabytes << 20) / (piece.utf8.count + 1))",
            ])
    }

    @Test("does not grow with a text without end")
    func endlessText() async throws {
        let outcome = try await inspect(
            "<tu><tuv xml:lang=\"en\"><seg>", repeating: "lorem ipsum", "</seg></tuv></tu>")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("3 units"))
    }

    @Test("does not grow with the texts of a unit, or the codes of a text")
    func endlessUnit() async throws {
        let texts = try await inspect(
            "<tu>", repeating: "<tuv xml:lang=\"en\"><seg>abc</seg></tuv>", megabytes: 32, "</tu>")
        #expect(texts.status == 0, "\(texts.errors)")
        #expect(texts.output.contains("3 units"))
        let codes = try await inspect(
            "<tu><tuv xml:lang=\"en\"><seg>", repeating: "<ph>&lt;br/></ph>", megabytes: 32,
            "</seg></tuv></tu>")
        #expect(codes.status == 0, "\(codes.errors)")
        #expect(codes.output.contains("3 units"))
    }

    @Test(
        "does not grow with a comment, a value or a CDATA section without end",
        arguments: [("<!--", "-->"), ("<x a=\"", "\"/>"), ("<seg><![CDATA[", "]]></seg>")])
    func endlessToken(start: String, end: String) async throws {
        let outcome = try await inspect(start, repeating: "lorem ipsum", end)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect((outcome.output + outcome.errors).contains("the XML breaks here"))
    }
}
