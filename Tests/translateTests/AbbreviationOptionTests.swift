import Foundation
import Testing

/// A user's own abbreviations, from the file to the engine.
@Suite struct AbbreviationOptionTests {
    private let folder: Workspace
    private let trained: TrainedEngine

    init() async throws {
        folder = try Workspace()
        trained = try await TrainedEngine.shared()
    }

    private func training(_ abbreviations: String, _ more: [String] = []) -> [String] {
        TrainedEngine.trainingArguments(corpus: trained.corpus, engine: folder.path("e"))
            + ["--steps", "2", "--abbreviations", folder.path(abbreviations)] + more
    }

    @Test("the engine keeps what it was trained with, and a training goes on with the same")
    func keptInTheEngine() async throws {
        try folder.write("# mine\nz. B.\nNo #NUMERIC_ONLY#\n", to: "own.en")
        try folder.write("etc\n", to: "other.en")
        let outcome = try await Program.run(training("own.en"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        let config = String(decoding: try folder.read("e/config.json"), as: UTF8.self)
        #expect(config.contains("\"z.B\"") && config.contains("\"No #NUMERIC_ONLY#\""))
        let changed = try await Program.run(training("other.en", ["--resume"]))
        #expect(changed.status == 2)
        #expect(
            changed.errors.contains(
                "--abbreviations etc: the training in \(folder.path("e")) has z.B "
                    + "No #NUMERIC_ONLY#. Leave it out, or train another engine."))
    }

    @Test("a line that is none is named before anything is done")
    func badFile() async throws {
        try folder.write("etc\nNo #NUMERIC\n", to: "bad.en")
        let message =
            "\(folder.path("bad.en")):2: “#NUMERIC” is not known. Write #NUMERIC_ONLY# after a "
            + "word that is an abbreviation before numbers only, or a comment as “ # …”."
        let trainingOutcome = try await Program.run(training("bad.en"))
        #expect(trainingOutcome.status == 1)
        #expect(trainingOutcome.errors.contains(message))
        let outcome = try await Program.run([
            "--engine", trained.path, "--abbreviations", folder.path("bad.en"), "Hello.",
        ])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(message))
        #expect(outcome.output.isEmpty)
        let missing = try await Program.run([
            "--engine", trained.path, "--abbreviations", folder.path("none.en"), "Hello.",
        ])
        #expect(missing.status == 1)
        #expect(missing.errors.contains("none.en: does not exist. Check the path."))
    }

    @Test("text is divided by the abbreviations that are given")
    func dividesText() async throws {
        try folder.write("Abc\n", to: "own.en")
        let run = ["--engine", trained.path, "--beam", "1", "--format", "json"]
        let line = "The dog sees Abc. House apples."
        let divided = try await Program.run(run + [line])
        let whole = try await Program.run(
            run + ["--abbreviations", folder.path("own.en"), line])
        #expect(divided.status == 0 && whole.status == 0, "\(whole.errors)")
        #expect(divided.errors.contains("translated in parts"))
        #expect(!whole.errors.contains("translated in parts"))
    }
}
