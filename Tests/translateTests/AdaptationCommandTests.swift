import Foundation
import Testing

/// Going on from an engine with new text, from the command line.
@Suite struct AdaptationCommandTests {
    private let folder: Workspace
    private let trained: TrainedEngine
    private let new: String

    init() async throws {
        folder = try Workspace()
        trained = try await TrainedEngine.shared()
        new = try folder.write(SampleCorpus.otherTSV, to: "new.tsv")
    }

    /// - Parameter rest: further options
    private func arguments(_ engine: String, _ rest: [String] = []) -> [String] {
        [
            "train", "--corpus", new, "--source", "en", "--target", "de", "--engine",
            folder.path(engine), "--workers", "1", "--precision", "f32",
        ] + rest
    }

    /// The bytes of the old engine's files.
    private func trainedFiles() throws -> [String: [UInt8]] {
        let name = "copy-\(UUID().uuidString)"
        _ = try folder.copy(trained.path, to: name)
        defer { try? FileManager.default.removeItem(atPath: folder.path(name)) }
        return try folder.contents(name)
    }

    private var goingOn: [String] { ["--from", trained.path] }

    @Test("when nothing beats the old engine, the folder has its weights, and the status is 1")
    func keeps() async throws {
        let before = try trainedFiles()
        // One step at this rate changes no translation.
        let outcome = try await Program.run(
            arguments("e", goingOn + ["--steps", "1", "--rate", "1e-7", "--warmup", "1000"]))
        #expect(outcome.status == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("no better than the old engine, which is kept"))
        let words = try #require(outcome.errorLines.last)
        #expect(words.hasPrefix("translate: \(folder.path("e")): has the weights of "))
        #expect(words.hasSuffix("more --old-tolerance."))
        #expect(outcome.errors.contains("\(trained.path), as it is: new dev BLEU "))
        #expect(try trainedFiles() == before)
        for name in ["model.safetensors", "vocabulary.txt"] {
            #expect(try folder.read("e/\(name)") == before[name], "\(name)")
        }
        let card = try folder.text("e/CARD.md")
        #expect(card.contains("| weights | the old engine’s, as nothing"))
        #expect(card.contains("| goes on from | \(trained.path), weights with CRC-32 "))
        let info = try await Program.run(["engine", "info", folder.path("e")])
        #expect(info.status == 0, "\(info.errors)")
    }

    @Test("a resumed training goes on exactly, with the same old text")
    func resumes() async throws {
        let old = ["--old-corpus", trained.corpus, "--old-share", "0.4", "--old-tolerance", "100"]
        let settings = goingOn + old + ["--validate-every", "2", "--rate", "3e-3"]
        let begun = try await Program.run(arguments("e", settings + ["--steps", "4"]))
        #expect([0, 1].contains(begun.status), "\(begun.errors)")
        #expect(begun.errors.contains("old pairs to mix in for 0.4 of an epoch’s target tokens"))
        let resumed = try await Program.run(
            arguments("e", settings + ["--steps", "8", "--resume"]))
        #expect([0, 1].contains(resumed.status), "\(resumed.errors)")
        #expect(!resumed.errors.contains("as it is:"))
        let metrics = try folder.text("e/metrics.jsonl").split(separator: "\n")
        #expect(metrics.first?.contains("\"engine_old_bleu\":") == true)
        let validations = metrics.filter { $0.contains("\"record\":\"validation\"") }
        #expect(validations.count == 4)
        #expect(validations.allSatisfy { $0.contains("\"old_bleu\":") })
        let report = try folder.text("e/report.html")
        #expect(report.contains("New text and old") && report.contains("old engine, old text"))
        let whole = try await Program.run(arguments("whole", settings + ["--steps", "8"]))
        #expect(whole.status == resumed.status)
        for name in [
            "model.safetensors", "state/weights.safetensors", "state/average.safetensors",
            "state/moment2.safetensors",
        ] {
            #expect(try folder.read("e/\(name)") == folder.read("whole/\(name)"), "\(name)")
        }
        let without = try await Program.run(
            arguments("e", ["--steps", "9", "--resume"]))
        #expect(without.status == 1)
        #expect(without.errorLines.last?.contains("--old-corpus and --old-dev") == true)
        let other = try await Program.run(
            arguments("e", ["--from", folder.path("whole"), "--steps", "9", "--resume"]))
        #expect(other.status == 2, "\(other.errors)")
        #expect(other.errors.contains("--from \(folder.path("whole")): the training in"))
    }

    @Test("a bf16 engine is gone on from, and stored as it was")
    func halfPrecision() async throws {
        let half = try await Program.run(
            TrainedEngine.trainingArguments(corpus: trained.corpus, engine: folder.path("half"))
                + ["--steps", "1", "--store", "bf16"])
        #expect(half.status == 0, "\(half.errors)")
        let outcome = try await Program.run(
            arguments("e", ["--from", folder.path("half"), "--steps", "1", "--rate", "1e-7"]))
        #expect([0, 1].contains(outcome.status), "\(outcome.errors)")
        #expect(
            try folder.read("e/model.safetensors").count
                == folder.read("half/model.safetensors").count)
    }

    @Test("a time budget covers the measuring of the old engine too")
    func timeBudget() async throws {
        let outcome = try await Program.run(
            arguments(
                "e",
                goingOn + [
                    "--old-corpus", trained.corpus, "--time-budget", "6s", "--rate", "3e-3",
                    "--old-tolerance", "100",
                ]))
        #expect([0, 1].contains(outcome.status), "\(outcome.errors)")
        #expect(outcome.errors.contains("old dev BLEU "))
        #expect(outcome.errors.contains("done: "))
        // With room for a machine that has more to do; without a bound it would take minutes.
        #expect(outcome.duration < .seconds(30), "\(outcome.duration)")
    }

    // MARK: - Refusals

    @Test("everything that contradicts the engine is listed at once")
    func contradictions() async throws {
        let outcome = try await Program.run(
            arguments(
                "e",
                goingOn + [
                    "--preset", "base", "--tying", "none", "--casing", "mark", "--vocabulary",
                    "400", "--normalization", "pre", "--codes", "keep",
                ]))
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errorLines.count == 1)
        for words in [
            "--preset base: \(trained.path) has tiny.", "--tying none: ", "--casing mark: ",
            "--vocabulary 400: the subwords of \(trained.path) have been learned.",
            "--normalization pre: ", "--codes keep: ",
            "Leave them out, or train without --from.",
        ] {
            #expect(outcome.errors.contains(words), "\(words) in \(outcome.errors)")
        }
        #expect(try folder.entries() == ["new.tsv"])
    }

    @Test(
        "options that make no sense together are refused with what to do",
        arguments: [
            (["--old-corpus", "x"], "--old-corpus without --from: "),
            (["--old-dev", "x"], "--old-dev without --from: "),
            (["--old-share", "0.3"], "--old-share without --old-corpus: "),
            (["--old-tolerance", "3"], "--old-tolerance without --old-corpus or --old-dev: "),
            (["--from", "x", "--old-corpus", "x", "--old-share", "0.95"], "0.0…0.9"),
            (["--from", "x", "--old-dev", "x", "--old-tolerance", "-1"], "--old-tolerance"),
        ])
    func senselessOptions(options: [String], words: String) async throws {
        let outcome = try await Program.run(arguments("e", options))
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("the engine to go on from is there, and is not the one to write")
    func places() async throws {
        let none = try await Program.run(arguments("e", ["--from", folder.path("none")]))
        #expect(none.status == 1)
        #expect(none.errors.contains("no such folder. Check the path given to --from."))
        let engine = try folder.copy(trained.path, to: "same")
        let before = try folder.contents("same")
        let same = try await Program.run(arguments("same", ["--from", engine + "/../same"]))
        #expect(same.status == 2, "\(same.errors)")
        #expect(same.errors.contains("is the engine to go on from, which stays as it is."))
        #expect(try folder.contents("same") == before)
    }

    @Test("a file is old or new, and trained on or measured on")
    func sameFiles() async throws {
        for (options, words) in [
            (["--old-corpus", new], "--old-corpus \(new): is a --corpus too."),
            (["--old-dev", new], "--old-dev \(new): is trained on too"),
            (
                ["--old-corpus", trained.corpus, "--old-dev", trained.corpus],
                "--old-dev \(trained.corpus): is trained on too"
            ),
        ] {
            let outcome = try await Program.run(arguments("e", goingOn + options))
            #expect(outcome.status == 2, "\(outcome.errors)")
            #expect(outcome.errors.contains(words), "\(outcome.errors)")
        }
    }

    @Test("other languages than the engine's are refused")
    func otherLanguages() async throws {
        let outcome = try await Program.run(
            arguments("e", goingOn).map { $0 == "de" ? "fr" : $0 })
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errors.contains("--target fr: \(trained.path) has de."))
    }

    @Test("text that the vocabulary cannot spell is told of, with its share")
    func foreignText() async throws {
        let greek = SampleCorpus.pairs.map { "\($0.english)\tΟ σκύλος βλέπει \($0.german)\n" }
        let file = try folder.write(greek.joined(), to: "greek.tsv")
        let outcome = try await Program.run(
            arguments("e", goingOn + ["--steps", "1", "--cleaning", "none"])
                .map { $0 == new ? file : $0 })
        let line = try #require(outcome.errorLines.first { $0.hasPrefix("warning: ") })
        #expect(line.contains("the vocabulary of \(trained.path) has no tokens for 0.0 % of"))
        #expect(line.contains("without --from"))
    }

    @Test("old text of which nothing is left is told of")
    func nothingOld() async throws {
        let file = try folder.write("One pair.\tEin Paar.\n", to: "old.tsv")
        let outcome = try await Program.run(arguments("e", goingOn + ["--old-corpus", file]))
        #expect(outcome.status == 1)
        let words = try #require(outcome.errorLines.last)
        #expect(words.contains("too few old pairs to train and validate on (1 and 0)"))
    }
}
