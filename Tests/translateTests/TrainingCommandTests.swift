import Foundation
import Testing

/// Training from the command line: what it leaves, how it stops and how it goes on.
@Suite struct TrainingCommandTests {
    private let folder: Workspace
    private let trained: TrainedEngine

    init() async throws {
        folder = try Workspace()
        trained = try await TrainedEngine.shared()
    }

    private func arguments(_ engine: String) -> [String] {
        TrainedEngine.trainingArguments(corpus: trained.corpus, engine: engine)
    }

    @Test("a training ends with status 0, says what it did, and prints nothing else")
    func finished() {
        #expect(trained.training.status == 0)
        #expect(trained.training.output.isEmpty)
        #expect(trained.training.errors.contains("\(trained.corpus): 96 units, 96 pairs"))
        #expect(trained.training.errors.contains("done: \(TrainedEngine.steps) steps"))
        #expect(trained.training.errors.contains("translate --engine \(trained.path)"))
    }

    @Test("a model of other parts and sizes is trained, told of, resumed and translated with")
    func otherParts() async throws {
        let engine = folder.path("e")
        let begun = try await Program.run(
            arguments(engine) + [
                "--encoder-layers", "2", "--decoder-layers", "1", "--dimension", "32", "--heads",
                "2", "--norm", "rms", "--activation", "swiglu", "--positions", "rotary",
                "--layer-dropout", "0.2", "--steps", "2",
            ])
        #expect(begun.status == 0, "\(begun.errors)")
        let words = "2+1 layers, dim 32/128, 2 heads, post-norm, RMSNorm, SwiGLU, rotary positions"
        #expect(begun.errors.contains("Transformer of \(words): "))
        let info = try await Program.run(["engine", "info", engine])
        #expect(info.output.contains("model        Transformer, \(words) (preset tiny)"))
        let card = try folder.text("e/CARD.md")
        #expect(card.contains("| layer dropout | 0.2 |") && card.contains("| positions | rotary |"))
        let resumed = try await Program.run(arguments(engine) + ["--resume", "--steps", "4"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let translated = try await Program.run(["--engine", engine, "The dog"])
        #expect(translated.status == 0)
        #expect(translated.outputLines.count == 1)
    }

    @Test("an interrupted training saves, and goes on to the engine it would have become")
    func interruption() async throws {
        let engine = folder.path("e")
        // The cool-down hangs on where training ends, which differs here.
        let steady = ["--cooldown", "0"]
        let endless = arguments(engine) + steady + ["--steps", "100000"]
        let stopped = try await Program.run(endless) { program in
            let hasBegun = try await program.hasSaid("epoch 1")
            #expect(hasBegun)
            kill(program.process, SIGINT)
        }
        #expect(stopped.status == 130)
        #expect(stopped.output.isEmpty)
        let words = try #require(stopped.errorLines.last)
        #expect(words.contains(", and saved. The same command with --resume goes on."))
        let match = try #require(words.firstMatch(of: /stopped after ([0-9,]+) steps/))
        let made = try #require(Int(match.1.replacing(",", with: "")))
        let more = steady + ["--steps", "\(made + 5)"]

        let resumed = try await Program.run(arguments(engine) + more + ["--resume"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(resumed.errors.contains("done: \(made + 5) steps"))
        let whole = try await Program.run(arguments(folder.path("whole")) + more)
        #expect(whole.status == 0)
        for name in ["model.safetensors", "state/weights.safetensors", "state/moment2.safetensors"]
        {
            #expect(try folder.read("e/\(name)") == folder.read("whole/\(name)"), "\(name)")
        }
    }

    @Test("an interruption before the first step saves too")
    func earlyInterruption() async throws {
        let endless = arguments(folder.path("e")) + ["--steps", "100000"]
        let outcome = try await Program.run(endless) { program in
            let hasBegun = try await program.hasSaid("parameters")
            #expect(hasBegun)
            kill(program.process, SIGTERM)
        }
        #expect(outcome.status == 130)
        let info = try await Program.run(["engine", "info", folder.path("e")])
        #expect(info.status == 0)
    }

    @Test("an interruption while the corpus is prepared leaves nothing")
    func interruptedPreparation() async throws {
        let endless = arguments(folder.path("e")) + ["--steps", "100000"]
        let outcome = try await Program.run(endless) { program in
            let hasBegun = try await program.hasSaid("units")
            #expect(hasBegun)
            kill(program.process, SIGINT)
        }
        #expect(outcome.status == 130)
        // A quick machine may have begun to train, and saved.
        if outcome.errors.contains("and saved") { return }
        #expect(
            outcome.errorLines.last
                == "stopped before training had begun. Nothing was written.")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test("an existing engine is never trained over without --resume")
    func existingEngine() async throws {
        let engine = try folder.copy(trained.path, to: "e")
        let before = try folder.contents("e")
        let outcome = try await Program.run(arguments(engine))
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("\(engine): already exists. Pass --resume"))
        #expect(try folder.contents("e") == before)
    }

    @Test("other people's files are never trained over")
    func existingFiles() async throws {
        let file = try folder.write("x", to: "file")
        let outcome = try await Program.run(arguments(file))
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(try folder.text("file") == "x")
    }

    @Test("a place that cannot be written is told before training")
    func unwritablePlace() async throws {
        let file = try folder.write("x", to: "file")
        let outcome = try await Program.run(arguments("\(file)/e"))
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("cannot be written"))
    }

    // MARK: - A time budget

    @Test("a time budget that reading uses up is refused, and nothing is written")
    func noTime() async throws {
        let outcome = try await Program.run(
            arguments(folder.path("e")) + ["--time-budget", "0.00001s"])
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("--time-budget: reading and encoding the corpora took"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    // MARK: - Recipes

    @Test(
        "recipes that need something else say what",
        arguments: [
            (["--r-drop", "5", "--dropout", "0"], "--r-drop 5.0: without dropout"),
            (
                ["--schedule", "plateau", "--plateau-patience", "4", "--patience", "4"],
                "--plateau-patience 4: training ends before"
            ),
        ])
    func recipesThatNeedMore(options: [String], words: String) async throws {
        let outcome = try await Program.run(arguments(folder.path("e")) + options)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("the card has the recipe, and a resumed training need not be told it again")
    func recipeIsKept() async throws {
        let recipe = [
            "--schedule", "plateau", "--plateau-patience", "1", "--average", "best",
            "--average-count", "2", "--accumulate", "2", "--r-drop", "1", "--weight-decay", "0.01",
            "--clip-norm", "0", "--batch-growth", "1",
        ]
        let (engine, steps) = (folder.path("e"), ["--validate-every", "1"])
        let begun = try await Program.run(
            arguments(engine) + recipe + steps + ["--steps", "3"])
        #expect(begun.status == 0, "\(begun.errors)")
        #expect(try folder.entries().contains("e"))
        let resumed = try await Program.run(
            arguments(engine) + steps + ["--steps", "5", "--resume"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let card = try folder.text("e/CARD.md")
        for setting in [
            "| schedule | plateau |", "| average | best |", "| average count | 2 |",
            "| accumulate | 2 |", "| r drop | 1.0 |", "| weight decay | 0.01 |",
            "| tokens a batch at last |",
        ] {
            #expect(card.contains(setting), "\(setting)")
        }
    }

    @Test("a training that has learned nothing is done, and says what may help")
    func noUse() async throws {
        let outcome = try await Program.run(arguments(folder.path("e")) + ["--steps", "1"])
        #expect(outcome.status == 0)
        let words = "warning: the engine translates next to nothing: BLEU 0.00 and loss "
        #expect(outcome.errorLines.last?.hasPrefix(words) == true, "\(outcome.errors)")
        #expect(try folder.text("e/report.html").contains("translates next to nothing"))
        let metrics = try folder.text("e/metrics.jsonl").split(separator: "\n")
        #expect(metrics.dropLast().last?.contains("\"record\":\"note\"") == true)
    }

    // MARK: - Resuming

    @Test("--resume without an engine, or without its training, says so")
    func nothingToResume() async throws {
        let none = try await Program.run(arguments(folder.path("none")) + ["--resume"])
        #expect(none.status == 1)
        #expect(none.errors.contains("there is no such folder"))
        let engine = try folder.copy(trained.path, to: "e")
        try FileManager.default.removeItem(atPath: folder.path("e/state"))
        let over = try await Program.run(arguments(engine) + ["--resume"])
        #expect(over.status == 1)
        #expect(over.errorLines.count == 1)
        #expect(over.errors.contains("holds no training to go on with."))
    }

    @Test("--resume with another corpus is refused and changes nothing")
    func otherCorpus() async throws {
        let engine = try folder.copy(trained.path, to: "e")
        let before = try folder.contents("e")
        let corpus = try folder.write(SampleCorpus.tmx(), to: "other.tmx")
        let shorter = try folder.write(
            String(SampleCorpus.tsv.dropLast(40)), to: "shorter.tsv")
        for (corpus, status) in [(shorter, Int32(1)), (corpus, 0)] {
            let outcome = try await Program.run(
                TrainedEngine.trainingArguments(corpus: corpus, engine: engine)
                    + ["--resume", "--steps", "\(TrainedEngine.steps)"])
            #expect(outcome.status == status)
            guard status == 1 else { continue }
            let words = try #require(outcome.errorLines.last)
            #expect(words.contains("shorter.tsv: \(engine) was not trained with it"), "\(words)")
            #expect(try folder.contents("e") == before)
        }
    }

    @Test(
        "--resume with settings other than the training's is refused by name",
        arguments: [
            ["--preset", "base"], ["--vocabulary", "64"], ["--vocabulary-threshold", "3"],
            ["--separate-vocabularies"],
            ["--tying", "none"], ["--normalization", "pre"], ["--dropout", "0.5"],
            ["--encoder-layers", "2"], ["--decoder-layers", "2"], ["--dimension", "64"],
            ["--feed-forward", "64"], ["--heads", "2"], ["--norm", "rms"],
            ["--activation", "gelu"], ["--positions", "alibi"], ["--layer-dropout", "0.1"],
            ["--batch-tokens", "64"], ["--rate", "0.1"], ["--warmup", "7"],
            ["--label-smoothing", "0.3"], ["--subword-dropout", "0.5"], ["--seed", "9"],
            ["--precision", "bf16"],
            ["--schedule", "cosine"], ["--cooldown", "0.5"], ["--batch-growth", "3"],
            ["--accumulate", "2"], ["--r-drop", "1"], ["--clip-norm", "2"],
            ["--weight-decay", "0.1"], ["--average", "none"], ["--average-decay", "0.9"],
            ["--average-count", "3"], ["--plateau-factor", "0.9"], ["--plateau-patience", "2"],
            ["--source", "fr"], ["--store", "bf16"], ["--text-normalization", "nfkc"],
            ["--casing", "mark"], ["--protect", "none"], ["--protect-pattern", "x+"],
            ["--coverage", "0.9"], ["--no-byte-fallback"], ["--minimum-frequency", "3"],
        ])
    func otherSettings(change: [String]) async throws {
        let outcome = try await Program.run(
            arguments(trained.path) + ["--resume", "--steps", "\(TrainedEngine.steps)"] + change)
        #expect(outcome.status == 2, "\(outcome.errors)")
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        let option = change[0].replacing("--no-", with: "--")
        #expect(outcome.errors.contains(option), "\(outcome.errors)")
        #expect(outcome.errors.hasSuffix(".\n"))
    }

    @Test("--resume with the training's own settings, or without any, goes on")
    func sameSettings() async throws {
        let settings = [
            "--vocabulary", "400", "--dropout", "0.2", "--seed", "9", "--separate-vocabularies",
            "--store", "bf16", "--subword-dropout", "0.1",
        ]
        let engine = folder.path("e")
        let begun = try await Program.run(arguments(engine) + settings + ["--steps", "1"])
        #expect(begun.status == 0)
        let same = try await Program.run(
            arguments(engine) + settings + ["--steps", "2", "--resume"])
        #expect(same.status == 0, "\(same.errors)")
        let bare = try await Program.run([
            "train", "--corpus", trained.corpus, "--source", "en", "--target", "de",
            "--engine", engine, "--steps", "3", "--resume", "--workers", "1",
        ])
        #expect(bare.status == 0, "\(bare.errors)")
        #expect(bare.errors.contains("done: 3 steps"))
        let card = try folder.text("e/CARD.md")
        #expect(card.contains("up to 400, asked for by --vocabulary"))
        #expect(card.contains("NFC; case kept; protected: placeholders, urls, emails"))
        let header = try folder.read("e/model.safetensors").prefix(20_000)
        #expect(String(decoding: header, as: UTF8.self).contains("\"BF16\""))
    }

    // MARK: - A full disk

    @Test("a disk that fills up while saving leaves the old engine whole")
    func fullDisk() async throws {
        let engine = try folder.copy(trained.path, to: "e")
        let before = try folder.engineContents("e")
        // The system refuses files of more than some 100 KB, as a full disk does.
        let outcome = try await Program.shell(
            "ulimit -f 200; exec \"$0\" \"$@\"",
            arguments(engine) + ["--resume", "--steps", "\(TrainedEngine.steps + 1)"])
        #expect(outcome.status == 1)
        let words = try #require(outcome.errorLines.last)
        #expect(words.hasPrefix("translate: \(engine)/model.safetensors: cannot be written: "))
        #expect(
            words.hasSuffix(
                "Nothing was changed. --resume goes on from step \(TrainedEngine.steps)."))
        #expect(outcome.errors.components(separatedBy: "translate: ").count == 2)
        #expect(try folder.engineContents("e") == before)
        #expect(try folder.entries() == ["e"])
        #expect(try folder.text("e/report.html").contains("Training has failed"))
    }

    @Test("a disk that fills up at the first save leaves nothing behind")
    func fullDiskAtFirst() async throws {
        let outcome = try await Program.shell(
            "ulimit -f 200; exec \"$0\" \"$@\"", arguments(folder.path("e")) + ["--steps", "1"])
        #expect(outcome.status == 1)
        #expect(try folder.entries().isEmpty)
    }
}
