import Foundation
import Testing

/// What is asked of translations on the command line: how it is refused, and what it does.
@Suite struct SearchOptionTests {
    @Test(
        "options that contradict each other are refused by the names that users know",
        arguments: [
            (["--sample", "--beam", "4"], "--sample with --beam 4"),
            (["--sample", "--diversity-groups", "2"], "--sample with --diversity-groups"),
            (["--sample", "--coverage-penalty", "0.2"], "--sample with --coverage-penalty"),
            (["--sample", "--stopping", "beam-ended"], "--sample with --stopping"),
            (["--sample", "--glossary", "g.tsv"], "--sample with --glossary"),
            (["--sample", "--nbest", "129"], "--nbest 129: not in 1…128"),
            (["--temperature", "0.5"], "--temperature without --sample"),
            (["--top-k", "5"], "--top-k without --sample"),
            (["--top-p", "0.5"], "--top-p without --sample"),
            (["--seed", "5"], "--seed without --sample"),
            (["--diversity-strength", "1"], "--diversity-strength without --diversity-groups"),
            (["--diversity-groups", "3"], "--diversity-groups 3: do not divide a beam of 4"),
            (
                ["--minimum-length", "9", "--maximum-length", "8"],
                "--minimum-length 9 with --maximum-length 8"
            ),
            (["--glossary", "g.tsv", "--beam", "1"], "--glossary with --beam 1"),
            (
                ["--glossary", "g.tsv", "--diversity-groups", "2"],
                "--glossary with --diversity-groups"
            ),
            (["--prefix", "a", "y"], "--prefix: is for one line"),
            (["--prefix", "a\nb"], "--prefix: is for one line"),
            (["--prefix", "a", "--prefixes", "f"], "--prefix with --prefixes"),
            (["--prefixes", "-"], "--prefixes -: standard input"),
        ])
    func contradictions(options: [String], words: String) async throws {
        try await expectRefusal(options, words)
    }

    @Test(
        "numbers out of range are refused",
        arguments: [
            (["--sample", "--temperature", "0"], "--temperature 0"),
            (["--sample", "--temperature", "nan"], "--temperature nan"),
            (["--sample", "--top-k", "0"], "--top-k 0"),
            (["--sample", "--top-p", "1.5"], "--top-p 1.5"),
            (["--sample", "--seed", "-1"], "--seed"),
            (["--coverage-penalty", "11"], "--coverage-penalty 11"),
            (["--repetition-penalty", "0.5"], "--repetition-penalty 0.5"),
            (["--no-repeat-tokens", "101"], "--no-repeat-tokens 101"),
            (["--minimum-length", "1024"], "--minimum-length 1024"),
            (["--maximum-length", "0"], "--maximum-length 0"),
            (["--maximum-length-ratio", "101"], "--maximum-length-ratio 101"),
            (["--diversity-groups", "1"], "--diversity-groups 1"),
            (
                ["--diversity-groups", "2", "--diversity-strength", "101"],
                "--diversity-strength 101"
            ),
            (["--stopping", "soon"], "--stopping"),
            (["--forbid", ""], "--forbid “”: has no word"),
            (["--length-penalty", "11"], "--length-penalty 11"),
        ])
    func ranges(options: [String], words: String) async throws {
        try await expectRefusal(options, words)
    }

    /// Before an engine is looked for: there is none.
    private func expectRefusal(
        _ options: [String], _ words: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await Program.run(["--engine", "/none"] + options + ["x"])
        #expect(outcome.status == 2, sourceLocation: sourceLocation)
        #expect(outcome.errorLines.count == 1, sourceLocation: sourceLocation)
        #expect(outcome.errors.contains(words), "\(outcome.errors)", sourceLocation: sourceLocation)
        #expect(outcome.errors.hasSuffix(".\n"), sourceLocation: sourceLocation)
    }

    // MARK: With the shipped engine

    private static let line = "My brother bought a new car."

    private func translate(
        _ options: [String], input: String? = nil
    ) async throws -> Program.Outcome {
        try await Program.run(
            ["--engine", SharedPairs.engine, "--precision", "f32"] + options
                + (input == nil ? [Self.line] : []), input: Array((input ?? "").utf8))
    }

    @Test("--sample draws as many as --nbest, and the same again")
    func sample() async throws {
        let options = ["--sample", "--nbest", "5", "--temperature", "2", "--seed", "3"]
        let outcome = try await translate(options)
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 5)
        #expect(Set(outcome.outputLines).count > 1)
        #expect(try await translate(options).output == outcome.output)
    }

    @Test("--glossary and --forbid change words, and evaluate takes them too")
    func wording() async throws {
        let folder = try Workspace()
        let glossary = try folder.write("car\tFahrzeug\n", to: "g.tsv")
        let forbidden = try folder.write("kaufte\n\ngekauft\n", to: "f.txt")
        let options = ["--glossary", glossary, "--forbid-file", forbidden, "--forbid", "Bruder"]
        let outcome = try await translate(options)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Fahrzeug"), "\(outcome.output)")
        for word in ["kaufte", "gekauft", "Bruder"] { #expect(!outcome.output.contains(word)) }
        let corpus = try folder.write("\(Self.line)\tMein Bruder.\n", to: "c.tsv")
        let output = folder.path("out.de")
        let evaluated = try await Program.run(
            [
                "evaluate", "--engine", SharedPairs.engine, "--precision", "f32", "--corpus",
                corpus,
                "--source", "en", "--target", "de", "--output", output,
            ] + options)
        #expect(evaluated.status == 0, "\(evaluated.errors)")
        #expect(try folder.text("out.de") == outcome.output)
    }

    @Test("a term that is missing is counted and named in JSON")
    func unmet() async throws {
        let folder = try Workspace()
        let glossary = try folder.write("car\tFahrzeug\n", to: "g.tsv")
        let outcome = try await translate(
            ["--glossary", glossary, "--maximum-length", "1", "--format", "json"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains("a term of the glossary is missing in 1 of 1 lines (first: 1)"))
        #expect(try JSON.object(outcome.output)["unmetTerms"] as? [String] == ["car"])
    }

    @Test(
        "files of terms and words are refused by name and line",
        arguments: [
            ("--glossary", "dog\tHund\ncar\n", ":2: has no tab."),
            ("--glossary", "dog\tHund\ndog\tKöter\n", ":2: “dog” has other translations than"),
            ("--glossary", "dog\t\n", ":1: has an empty translation of “dog”."),
            ("--glossary", "dog\t😀\n", ":1: “😀” has characters that the engine cannot write."),
            ("--forbid-file", "\n", ": has no word. Write one a line."),
            ("--prefixes", "", ": has 0 lines, and there are more to translate."),
            ("--prefixes", "a\nb\n", ": has more than 1 lines, as many as there were"),
        ])
    func badFiles(option: String, text: String, words: String) async throws {
        let folder = try Workspace()
        let path = try folder.write(text, to: "file")
        let outcome = try await translate([option, path])
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("translate: \(path)\(words)"), "\(outcome.errors)")
        let missing = try await translate([option, folder.path("none")])
        #expect(missing.status == 1 && missing.errors.contains(folder.path("none")))
    }

    @Test("--prefix and --prefixes complete what was typed, line by line")
    func prefixes() async throws {
        let one = try await translate(["--prefix", "Mein Bru"])
        #expect(one.status == 0)
        #expect(one.output.hasPrefix("Mein Bruder"))
        let folder = try Workspace()
        let count = 3
        let file = try folder.write("Mein Bru\n\nDer Bruder ha\n", to: "prefixes")
        let input = String(repeating: Self.line + "\n", count: count)
        let outcome = try await translate(["--prefixes", file], input: input)
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == count)
        #expect(outcome.outputLines[0] + "\n" == one.output)
        #expect(try await translate([]).output == outcome.outputLines[1] + "\n")
        #expect(outcome.outputLines[2].hasPrefix("Der Bruder ha"))
        let short = try await translate(
            ["--prefixes", file], input: input + "The house is old.\n")
        #expect(short.status == 1)
        #expect(short.outputLines == outcome.outputLines)
        #expect(short.errors.contains("\(file): has 3 lines, and there are more to translate."))
    }

    @Test("a prefix that cannot be kept is counted")
    func prefixNotKept() async throws {
        let outcome = try await translate(["--prefix", "Mein Bru", "--maximum-length", "1"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains(
                "the translation does not begin with what was typed in 1 of 1 lines (first: 1)"))
    }

    // MARK: Bad input

    @Test("a line of 100,000 emoji or NULs is a line", arguments: ["😀 ", "\u{0}"])
    func longLines(unit: String) async throws {
        let engine = try await TrainedEngine.shared().path
        let line = String(repeating: unit, count: 100_000)
        let outcome = try await Program.run(
            ["--engine", engine, "--beam", "1"], input: Array((line + "\nThe cat\n").utf8))
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 2)
    }

    @Test("text in another language is translated somehow, a line for each")
    func otherLanguages() async throws {
        let lines = [
            "Это предложение написано по-русски.", "これは日本語の文です。", "Das ist schon Deutsch.",
            "هذه جملة باللغة العربية.", "qwertz uiop asdf",
        ]
        let outcome = try await translate([], input: lines.joined(separator: "\n"))
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == lines.count)
        #expect(outcome.outputLines[1] == lines[1])
    }
}
