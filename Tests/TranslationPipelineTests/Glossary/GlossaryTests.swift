import Testing

@testable import TranslationPipeline

@Suite struct GlossaryTests {
    private func complaint(_ lines: [String]) throws -> String? {
        do {
            _ = try Glossary(lines: lines, file: "g.tsv")
            return nil
        } catch let error as GlossaryError { return "\(error)" }
    }

    @Test("a row is a term, a tab and translations with | between")
    func reads() throws {
        let glossary = try Glossary(lines: [
            "\u{FEFF}dog\tHund|Hunde | Hundes", "", "  ", " new york \tNew York\r",
            "dog\tHunde|Hundes|Hund",
        ])
        #expect(
            glossary.rows == [
                Glossary.Row(source: "dog", targets: ["Hund", "Hunde", "Hundes"], line: 1),
                Glossary.Row(source: "new york", targets: ["New York"], line: 4),
            ])
    }

    @Test(
        "what is no row is named by file and line",
        arguments: [
            (
                ["a\tb", "dog"],
                "g.tsv:2: has no tab. Write a term, a tab, and its translations with “|” between "
                    + "them."
            ),
            (
                ["a\tb\tc"],
                "g.tsv:1: has 3 columns. Leave two, a term and its translations."
            ),
            (
                ["\tb"],
                "g.tsv:1: has no term before the tab. Write one, or remove the line."
            ),
            (
                ["a\t "],
                "g.tsv:1: has an empty translation of “a”. Write it, or remove it with its “|”."
            ),
            (
                ["a\tb||c"],
                "g.tsv:1: has an empty translation of “a”. Write it, or remove it with its “|”."
            ),
            (
                ["dog\tHund", "x\ty", "dog\tKöter"],
                "g.tsv:3: “dog” has other translations than in line 1. Keep one of the lines, or "
                    + "put all translations in one with “|” between them."
            ),
            (
                ["", " "],
                "g.tsv: has no row. Write a term, a tab, and its translation on each line."
            ),
            (
                [String(repeating: "a", count: 300) + "\tb"],
                "g.tsv:1: “aaaaaaaaaaaaaaaaaaaa…” has more than 256 characters. Take the part of "
                    + "it that matters."
            ),
        ])
    func refuses(lines: [String], message: String) throws {
        #expect(try complaint(lines) == message)
    }

    @Test("more rows than can be looked for are refused")
    func tooMany() throws {
        let lines = (0...Glossary.mostRows).map { "a\($0)\tb" }
        #expect(
            try complaint(lines)
                == "g.tsv:100001: has more than 100000 rows. Leave the rarest out.")
    }
}
