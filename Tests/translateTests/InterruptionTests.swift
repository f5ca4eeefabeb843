import Foundation
import Testing

/// Signals, whatever the training is doing.
@Suite struct InterruptionTests {
    private let folder: Workspace
    /// Arguments of a training that does not end by itself.
    private let endless: [String]

    init() throws {
        folder = try Workspace()
        let corpus = try folder.write(SampleCorpus.tsv, to: "sample.tsv")
        endless =
            TrainedEngine.trainingArguments(corpus: corpus, engine: folder.path("e"))
            + ["--steps", "100000"]
    }

    private func expectWhole(_ outcome: Program.Outcome) async throws {
        #expect(outcome.status == 130, "\(outcome.errors)")
        let words = try #require(outcome.errorLines.last)
        #expect(words.contains(", and saved. The same command with --resume goes on."))
        let info = try await Program.run(["engine", "info", folder.path("e")])
        #expect(info.status == 0)
        let entries = try folder.entries().filter { !["sample.tsv", "dev.tmx"].contains($0) }
        #expect(entries == ["e"])
    }

    @Test("Ctrl-C, kill and the end of the terminal save", arguments: [SIGINT, SIGTERM, SIGHUP])
    func saves(signal: Int32) async throws {
        let outcome = try await Program.run(endless) { program in
            try await program.mustSay("epoch 1")
            kill(program.process, signal)
        }
        try await expectWhole(outcome)
    }

    @Test("both ends of a terminal save once")
    func closedTerminal() async throws {
        let outcome = try await Program.run(endless) { program in
            try await program.mustSay("epoch 1")
            kill(program.process, SIGHUP)
            kill(program.process, SIGHUP)
        }
        try await expectWhole(outcome)
    }

    @Test("a program that nohup started outlives its terminal")
    func nohup() async throws {
        let outcome = try await Program.run(
            executable: "/bin/sh",
            ["-c", "trap '' HUP; exec \"$0\" \"$@\"", Program.path()] + endless
                + ["--validate-every", "5"]
        ) { program in
            try await program.mustSay("step 5:")
            kill(program.process, SIGHUP)
            try await program.mustSay("step 15:")
            kill(program.process, SIGTERM)
        }
        try await expectWhole(outcome)
    }

    @Test("a validation is broken off")
    func validating() async throws {
        // Most of the time goes into validating.
        let development = try folder.write(SampleCorpus.tmx(), to: "dev.tmx")
        let arguments = endless + ["--validate-every", "1", "--dev", development]
        let outcome = try await Program.run(arguments) { program in
            try await program.mustSay("step 2:")
            kill(program.process, SIGTERM)
        }
        try await expectWhole(outcome)
    }

    @Test("a signal that comes while the engine is written does not spoil it")
    func saving() async throws {
        let arguments = endless + ["--validate-every", "5"]
        let place = folder.path
        let outcome = try await Program.run(arguments) { program in
            try await program.mustSay("step 5:")
            for _ in 0..<10_000 {
                let entries = try FileManager.default.contentsOfDirectory(atPath: place)
                if entries.contains(".e.partial-\(program.process)") { break }
                try await Task.sleep(for: .milliseconds(1))
            }
            kill(program.process, SIGINT)
        }
        try await expectWhole(outcome)
    }

    @Test("a second Ctrl-C ends at once")
    func twice() async throws {
        let outcome = try await Program.run(endless) { program in
            try await program.mustSay("pairs to train on")
            kill(program.process, SIGINT)
            kill(program.process, SIGTERM)
        }
        #expect(outcome.status == 130)
        #expect(!outcome.errors.contains("saved"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("e")))
    }
}
