import Foundation
import Testing

@testable import Text

@Suite struct AbbreviationRulesTests {
    private static func sentences(
        _ text: String, _ rules: String, language: String = "xx"
    ) throws -> [String] {
        let rules = try Self.rules(rules, file: "own.xx")
        let segments = SentenceSplitter(language: language, rules: rules).sentences(of: text)
        #expect(segments.map { $0.text + $0.separator }.joined() == text)
        return segments.map(\.text)
    }

    @Test(
        "words of a user's file end no sentence",
        arguments: [
            ("Abc", "An Abc. Tom left.", 1),
            ("", "An Abc. Tom left.", 2),
            ("# Abc", "An Abc. Tom left.", 2),
            ("Abc # a note", "An Abc. Tom left.", 1),
            // In the very capitals they are written with.
            ("abc", "An Abc. Tom left.", 2),
            ("etc", "Ink, etc. Tom left.", 1),
            ("Nix #NUMERIC_ONLY# ", "Nix. Tom left.", 2),
            ("Nix #NUMERIC_ONLY#", "Nix. 5 Toms left.", 1),
            ("zz. Bb", "Go zz. Bb. Brot.", 1),
            ("zz.Bb", "Go zz. Bb. Brot.", 1),
            ("zz. Bb.", "Go zz.\u{A0}Bb. Brot.", 1),
            ("Zz. Bb. Cc", "Go Zz. Bb. Cc. Brot.", 1),
            ("Spol. s r. O", "Go Spol. s r. O. Brot.", 1),
            // Nothing but the whole of it.
            ("Zz. Bb. Cc", "Go Zz. Bb. Brot. Gut.", 3),
            ("Zz. Bb. Cc", "Go Bb. Cc. Brot.", 3),
        ])
    func userRules(rules: String, text: String, count: Int) throws {
        #expect(try Self.sentences(text, rules).count == count)
    }

    @Test("they come on top of what is known of the language")
    func comeOnTop() throws {
        let text = "Dr. Abc. Smith left. Yes."
        #expect(
            try Self.sentences(text, "Abc", language: "en") == ["Dr. Abc. Smith left.", "Yes."])
    }

    @Test("what is kept reads as it was read, once each")
    func lines() throws {
        let file = "\u{FEFF}# mine\r\n\r\nz. B.\r\nNo #NUMERIC_ONLY#\r\nz.B\n"
        let rules = try Self.rules(file, file: "own.de")
        #expect(rules.lines == ["z.B", "No #NUMERIC_ONLY#"])
        let json = try JSONEncoder().encode(rules)
        #expect(try JSONDecoder().decode(AbbreviationRules.self, from: json) == rules)
    }

    @Test(
        "a bad line is named with what to do",
        arguments: [
            (
                "a\n...",
                "own.de:2: “...” has neither a letter nor a digit. Write one abbreviation a line, "
                    + "without its last full stop."
            ),
            (
                "No #NUMERIC",
                "own.de:1: “#NUMERIC” is not known. Write #NUMERIC_ONLY# after a word that is an "
                    + "abbreviation before numbers only, or a comment as “ # …”."
            ),
            (
                String(repeating: "a", count: 41),
                "own.de:1: “\(String(repeating: "a", count: 40))…” is longer than 40 characters. "
                    + "Write one abbreviation a line."
            ),
        ])
    func badLines(text: String, message: String) {
        #expect(error(text) == message)
    }

    @Test("a list without end is refused")
    func endlessList() {
        let many = (0...AbbreviationRules.mostRules).map { "a\($0)" }.joined(separator: "\n")
        #expect(
            error(many)
                == "own.de:20001: has more than 20000 abbreviations. Keep those that your texts "
                + "have.")
    }

    private static func rules(
        _ text: String, file: String
    ) throws(AbbreviationError) -> AbbreviationRules {
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        return try AbbreviationRules(lines: lines.map { String($0) }, file: file)
    }

    private func error(_ text: String) -> String? {
        do throws(AbbreviationError) {
            _ = try Self.rules(text, file: "own.de")
            return nil
        } catch {
            return error.description
        }
    }

    @Test(
        "lists that teams have can be read",
        .enabled(if: SharedFiles.exists("segmentation/nonbreaking_prefix.de"), "needs the lists"),
        arguments: ["cs", "de", "en", "es", "fr", "ru", "zh"])
    func mosesLists(language: String) throws {
        let file = "segmentation/nonbreaking_prefix.\(language)"
        let lines = try SharedFiles.lines(file)
        let rules = try AbbreviationRules(lines: lines, file: file)
        #expect(rules.lines.count > 30)
    }
}
