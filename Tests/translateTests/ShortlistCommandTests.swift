import Foundation
import Testing

/// Shortlists from the command line: learned, used, and refused where there is none.
@Suite struct ShortlistCommandTests {
    private let folder: Workspace
    /// The manual of a coffee machine, which comes with the package.
    private static let corpora = URL(fileURLWithPath: SharedPairs.engine)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpora")

    init() throws {
        folder = try Workspace()
    }

    private func learn(
        _ engine: String, corpus: String, to output: String, _ more: [String] = []
    ) async throws -> Program.Outcome {
        try await Program.run(
            ["engine", "shortlist", "--engine", engine, "--corpus", corpus, "--output", output]
                + more)
    }

    @Test("the shipped engine learns one, and it changes what its translations are made of")
    func shippedEngine() async throws {
        let fast = folder.path("fast")
        let corpus = Self.corpora.appendingPathComponent("demo.en-de.tmx").path
        let outcome = try await learn(
            SharedPairs.engine, corpus: corpus, to: fast,
            ["--candidates", "20", "--minimum-frequency", "2", "--pairs", "400"])
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
        #expect(outcome.errors.contains("fast: a shortlist of "))
        #expect(outcome.errors.contains("% of their translation's among them"))
        let card = try folder.text("fast/CARD.md")
        #expect(card.contains("| shortlist added to | \(SharedPairs.engine) |"))
        #expect(card.contains("| candidates | 20 |") && card.contains("| frequent | 100 |"))
        let info = try await Program.run(["engine", "info", fast])
        #expect(info.output.contains("shortlist    ") && info.output.contains(" for all"))

        let lines = [
            "Fill the tank with water.", "Clean the machine.", "Is the water tank empty?",
            "Xylophonists zigzag quixotically.",
        ]
        func translations(_ more: String...) async throws -> [String] {
            let outcome = try await Program.run(
                ["--engine", fast, "--format", "json", "--workers", "1"] + more + lines)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.outputLines
        }
        for precision in ["f32", "int8"] {
            let whole = try await translations("--precision", precision)
            let listed = try await translations("--precision", precision, "--shortlist")
            let plain = try await Program.run(
                ["--engine", SharedPairs.engine, "--format", "json", "--precision", precision]
                    + lines)
            // Without the option the engine is what it was.
            #expect(plain.outputLines == whole)
            #expect(zip(whole, listed).prefix(3).allSatisfy { $0 != $1 })
            // Of these words too little is known.
            #expect(whole[3] == listed[3])
        }
    }

    @Test("evaluate takes the option, and a small corpus goes all the way")
    func evaluate() async throws {
        let engine = try await TrainedEngine.shared()
        let fast = folder.path("fast")
        let learned = try await learn(
            engine.path, corpus: engine.corpus, to: fast,
            ["--frequent", "4", "--candidates", "8", "--minimum-frequency", "2"])
        #expect(learned.status == 0, "\(learned.errors)")
        #expect(learned.errors.contains("from 96 pairs"))
        let outcome = try await Program.run([
            "evaluate", "--engine", fast, "--shortlist", "--corpus", engine.corpus, "--source",
            "en",
            "--target", "de", "--metric", "bleu",
        ])
        #expect(outcome.status == 0 && outcome.output.contains("BLEU"), "\(outcome.errors)")
        // A quantized copy keeps it.
        let small = folder.path("small")
        _ = try await Program.run(["engine", "quantize", "--engine", fast, "--output", small])
        let translated = try await Program.run(["--engine", small, "--shortlist", "The dog sees."])
        #expect(translated.status == 0 && translated.outputLines.count == 1)
    }

    @Test("an engine without one, and a corpus without pairs, are told")
    func refusals() async throws {
        let none = try await Program.run(["--engine", SharedPairs.engine, "--shortlist", "Hello."])
        #expect(none.status == 1 && none.output.isEmpty && none.errorLines.count == 1)
        #expect(none.errors.contains("\(SharedPairs.engine): has no shortlist."))
        // No side has a word that the engine knows.
        let empty = try folder.write("😀\t😀\n", to: "empty.tsv")
        let outcome = try await learn(SharedPairs.engine, corpus: empty, to: folder.path("new"))
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("no pairs to learn from"), "\(outcome.errors)")
        #expect(try folder.entries() == ["empty.tsv"])
        let taken = try await learn(SharedPairs.engine, corpus: empty, to: folder.path(""))
        #expect(taken.status == 1 && taken.errors.contains("already exists"))
    }

    @Test(
        "numbers out of range are named",
        arguments: [
            ("--candidates", "0"), ("--candidates", "1001"), ("--frequent", "-1"),
            ("--frequent", "10001"), ("--minimum-frequency", "0"), ("--pairs", "0"),
            ("--workers", "0"),
        ])
    func ranges(option: String, number: String) async throws {
        let outcome = try await learn("e", corpus: "c.tsv", to: "o", [option + "=" + number])
        #expect(outcome.status == 2 && outcome.errors.contains("\(option) \(number)"))
    }
}
