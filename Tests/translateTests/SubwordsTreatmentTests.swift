import Foundation
import Testing

/// How `subwords learn` prepares text, by its options; `train` has the same.
@Suite struct SubwordsTreatmentTests {
    private let folder: Workspace
    private let text = String(
        repeating: """
            The Tower at http://example.org/low costs 1,250 EUR, “new” {name} ﬁne
            the tower: New York, AB-12, the new York tower at http://example.org/low

            """, count: 12)

    init() throws {
        folder = try Workspace()
    }

    private func subwords(_ arguments: [String], input: String = "") async throws
        -> Program.Outcome
    {
        try await Program.run(["subwords"] + arguments, input: Array(input.utf8))
    }

    /// The tokens that `line` becomes with subwords learned with options.
    private func tokens(
        of line: String, with options: [String], back: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
        let model = folder.path(UUID().uuidString)
        let learned = try await subwords(
            ["learn", try folder.write(text, to: "text"), "--output", model] + options)
        #expect(learned.status == 0, "\(learned.errors)", sourceLocation: sourceLocation)
        let encoded = try await subwords(["encode", "--model", model], input: line + "\n")
        let decoded = try await subwords(["decode", "--model", model], input: encoded.output)
        #expect(decoded.output == (back ?? line) + "\n", sourceLocation: sourceLocation)
        return encoded.output.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    @Test("text is normalized as asked for")
    func normalization() async throws {
        _ = try await tokens(of: "ﬁne “x”", with: [])
        _ = try await tokens(of: "e\u{301}", with: [], back: "é")
        _ = try await tokens(of: "e\u{301}", with: ["--text-normalization", "none"])
        _ = try await tokens(of: "ﬁne", with: ["--text-normalization", "nfkc"], back: "fine")
        _ = try await tokens(
            of: "a\u{A0}b", with: ["--text-normalization", "translation"], back: "a b")
    }

    @Test("with --casing mark, words in capitals share subwords with the others")
    func casing() async throws {
        let marked = try await tokens(of: "TOWER Tower tower", with: ["--casing", "mark"])
        #expect(marked == ["｟^^｠", "tower", "｟^｠", "tower", "tower"])
        #expect(try await !tokens(of: "Tower", with: []).contains("｟^｠"))
    }

    @Test("what is protected is one token and comes back")
    func protection() async throws {
        let line = "http://example.org/other?x=1 {user} 9,999"
        let usual = try await tokens(of: line, with: [])
        #expect(usual.first == "｟#1=http://example.org/other?x=1｠")
        #expect(usual.contains { $0.hasSuffix("={user}｠") })
        #expect(!usual.contains { $0.hasSuffix("=9,999｠") })
        let numbers = try await tokens(of: line, with: ["--protect", "numbers"])
        #expect(numbers.contains { $0.hasSuffix("=9,999｠") })
        #expect(!numbers.contains { $0.hasSuffix("={user}｠") })
        let none = try await tokens(of: line, with: ["--protect", "none"])
        #expect(!none.contains { $0.hasPrefix("｟#") })
        let codes = try await tokens(
            of: "XY-￭｟ ｠-99", with: ["--protect-pattern", "XY.*[0-9]+", "--protect", "none"])
        #expect(codes == ["｟#=XY-\\u{FFED}\\u{FF5F}\\u{20}\\u{FF60}-99｠"])
    }

    @Test("terms of a glossary are tokens")
    func glossary() async throws {
        let file = try folder.write("New York\n\n  tower \nNew York\n", to: "terms")
        let found = try await tokens(of: "New York tower", with: ["--glossary", file])
        #expect(found == ["｟=New\\u{20}York｠", "｟=tower｠"])
    }

    @Test("characters are covered, spelled in bytes, or unknown, as asked for")
    func characters() async throws {
        #expect(try await tokens(of: "日", with: []) == ["<0xE6>", "<0x97>", "<0xA5>"])
        let unknown = try await tokens(of: "日", with: ["--no-byte-fallback"], back: "\u{FFFD}")
        #expect(unknown == ["<unk>"])
        let rare = try await tokens(of: "ﬁ", with: ["--coverage", "0.5"])
        #expect(rare.allSatisfy { $0.hasPrefix("<0x") })
        #expect(try await tokens(of: "ﬁ", with: []).contains { $0.contains("ﬁ") })
    }

    @Test("pairs below --minimum-frequency are not merged")
    func minimumFrequency() async throws {
        #expect(try await tokens(of: "tower", with: []) == ["tower"])
        let often = try await tokens(of: "tower", with: ["--minimum-frequency", "1000"])
        #expect(often.count == 5)
        let file = try folder.write(text, to: "text")
        let codes = try await subwords([
            "learn", file, "--format", "subword-nmt", "--minimum-frequency", "1000", "--output",
            folder.path("codes"),
        ])
        #expect(codes.status == 0)
        #expect(try folder.text("codes") == "#version: 0.2\n")
    }

    @Test("the size of the vocabulary comes with its reason")
    func size() async throws {
        let file = try folder.write(text, to: "text")
        let auto = try await subwords(["learn", file, "--output", folder.path("a")])
        #expect(
            auto.errors.contains("(up to 1,000, for 24 lines, less than 5,000 (TrainingPlan))"))
        let asked = try await subwords([
            "learn", file, "--vocabulary", "321", "--output", folder.path("b"),
        ])
        #expect(asked.errors.contains("tokens (up to 321, asked for by --vocabulary)"))
    }

    @Test("inspecting tells the treatment, the kinds of tokens, and what a text needs of them")
    func inspection() async throws {
        let file = try folder.write(text, to: "text")
        let model = folder.path("model")
        _ = try await subwords(["learn", file, "--casing", "mark", "--output", model])
        let outcome = try await subwords(["inspect", "--model", model], input: "Tower 日 {x}\n")
        #expect(outcome.output.contains("NFC; case marked; protected: placeholders, urls, emails"))
        #expect(outcome.output.contains(", 4 marks, "))
        #expect(outcome.outputLines.contains { $0.hasPrefix("bytes ") && $0.contains(" 3 (") })
        #expect(outcome.outputLines.contains { $0.hasPrefix("slots ") && $0.contains(" 1 (") })
        #expect(outcome.outputLines.contains { $0.hasPrefix("unknown ") && $0.contains(" 0 (") })
        #expect(outcome.outputLines.contains { $0.hasPrefix("never used ") })
    }

    @Test(
        "options that cannot be are refused with the remedy",
        arguments: [
            (["--vocabulary", "40"], "Pass 320 or more, or --no-byte-fallback."),
            (["--vocabulary", "many"], "--vocabulary"),
            (["--text-normalization", "nfx"], "--text-normalization"),
            (["--casing", "upper"], "--casing"),
            (["--protect", "words"], "placeholders"),
            (["--protect-pattern", "[a"], "--protect-pattern: pattern 1 to protect"),
            (["--coverage", "1.5"], "--coverage 1.5: out of range."),
            (["--minimum-frequency", "0"], "--minimum-frequency 0: out of range."),
            (["--format", "subword-nmt", "--casing", "mark"], "Leave one of them out."),
        ])
    func refused(options: [String], words: String) async throws {
        let output = folder.path("model")
        let outcome = try await subwords(
            ["learn", try folder.write(text, to: "text"), "--output", output] + options)
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test("a glossary without a term, or that is not there, is refused")
    func badGlossary() async throws {
        let file = try folder.write(text, to: "text")
        let empty = try folder.write(" \n", to: "empty")
        for (glossary, words) in [(empty, "has no term."), (folder.path("no"), "does not exist.")] {
            let outcome = try await subwords([
                "learn", file, "--glossary", glossary, "--output", folder.path("model"),
            ])
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("\(glossary): \(words)"), "\(outcome.errors)")
        }
    }
}
