import Foundation
import Testing

/// The commands that look at an engine or use it on a corpus.
@Suite struct EngineCommandsTests {
    private let engine: TrainedEngine
    private let folder: Workspace

    init() async throws {
        engine = try await TrainedEngine.shared()
        folder = try Workspace()
    }

    // MARK: - engine info

    @Test("engine info tells what an engine is")
    func info() async throws {
        let outcome = try await Program.run(["engine", "info", engine.path])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.contains("en → de"))
        #expect(outcome.output.contains("preset tiny"))
        #expect(outcome.output.contains("\(TrainedEngine.steps) steps"))
        #expect(outcome.output.contains("confidence   fitted to "))
    }

    @Test("engine info --json is the engine's configuration")
    func infoJSON() async throws {
        let outcome = try await Program.run(["engine", "info", "--json", engine.path])
        #expect(outcome.status == 0)
        let object = try JSON.object(outcome.output)
        #expect(object["sourceLanguage"] as? String == "en")
        #expect(object["architecture"] as? String == "transformer")
    }

    // MARK: - engine average

    @Test("the average of an engine and itself translates as it does, and says what it is of")
    func average() async throws {
        let mean = folder.path("mean")
        let outcome = try await Program.run(
            ["engine", "average", mean, engine.path, engine.path, engine.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("mean: the mean of 3 engines"))
        let texts = [engine.path, mean].map { ["--engine", $0, "--beam", "1", "a b c", "d e"] }
        let (own, averaged) = (
            try await Program.run(texts[0]), try await Program.run(texts[1])
        )
        #expect(own.output == averaged.output && averaged.status == 0)
        let card = try folder.text("mean/CARD.md")
        #expect(card.contains("translate engine average \(mean)"))
        #expect(card.contains("| mean of | \(engine.path) |"))
        #expect(card.contains("The card of \(engine.path):"))
        let info = try await Program.run(["engine", "info", mean])
        #expect(info.status == 0 && info.output.contains("dev BLEU     –"))
    }

    @Test("engines of other kinds are not averaged, and nothing is written")
    func averageOfOthers() async throws {
        let other = folder.path("other")
        let trained = try await Program.run(
            TrainedEngine.trainingArguments(corpus: engine.corpus, engine: other)
                + ["--steps", "1", "--vocabulary", "330", "--tying", "none"])
        #expect(trained.status == 0)
        let outcome = try await Program.run(
            ["engine", "average", folder.path("mean"), engine.path, other])
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(
            outcome.errors.contains(
                "\(other): cannot be averaged with \(engine.path): they differ in"))
        for difference in ["targetVocabulary (", "tying (all and none)", "their subwords"] {
            #expect(outcome.errors.contains(difference), "\(outcome.errors)")
        }
        let taken = try await Program.run(["engine", "average", other, other, other])
        #expect(taken.status == 1)
        #expect(taken.errors.contains("\(other): already exists."))
        let one = try await Program.run(["engine", "average", folder.path("mean"), other])
        #expect(one.status == 2)
        #expect(one.errors.contains("one engine has no mean"))
        #expect(try folder.entries() == ["other"])
    }

    // MARK: - evaluate

    private func evaluate(_ more: [String]) async throws -> Program.Outcome {
        try await Program.run(
            [
                "evaluate", "--engine", engine.path, "--beam", "1", "--corpus", engine.corpus,
                "--source", "en", "--target", "de",
            ] + more)
    }

    @Test("evaluate scores as score does")
    func evaluate() async throws {
        let outcome = try await evaluate(["--output", folder.path("out")])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 3)
        #expect(outcome.errors.contains("96 units, 96 pairs"))
        #expect(outcome.errors.contains("confidence: 0."))
        #expect(outcome.errors.contains("; calibration error 0."))
        let reference = try folder.write(
            SampleCorpus.pairs.map { $0.german + "\n" }.joined(), to: "reference")
        let score = try await Program.run([
            "score", "--hypothesis", folder.path("out"), "--reference", reference, "--metric",
            "bleu,chrf,ter",
        ])
        #expect(score.output == outcome.output)
        let json = try await evaluate(["--json", "--metric", "bleu"])
        #expect(try JSON.object(json.output)["name"] as? String == "BLEU")
    }

    @Test("evaluate refuses what it cannot read or write, before it translates")
    func evaluateErrors() async throws {
        let unwritable = try await evaluate(["--output", "/none/out"])
        #expect(unwritable.status == 1)
        #expect(unwritable.errors.contains("/none/out: cannot be written ("))
        #expect(!unwritable.errors.contains("translated"))
        let missing = try await evaluate(["--corpus", "none.tsv"])
        #expect(missing.status == 1)
        #expect(missing.errorLines.count == 1)
    }

    @Test(
        "languages other than the engine's are wrong use",
        arguments: [
            ["evaluate", "--source", "de", "--target", "en"],
            ["evaluate", "--source", "en", "--target", "fr"],
            ["align", "--source", "fr"], ["align", "--target", "en"],
        ])
    func otherLanguages(arguments: [String]) async throws {
        let outcome = try await Program.run(
            arguments + ["--engine", engine.path, "--corpus", engine.corpus])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("translates en into de"))
    }

    // MARK: - align

    @Test(
        "align writes a line for each pair, in each format",
        arguments: ["pharaoh", "soft", "json"])
    func align(format: String) async throws {
        let arguments = [
            "align", "--engine", engine.path, "--corpus", engine.corpus, "--alignment-format",
            format,
        ]
        let printed = try await Program.run(arguments)
        #expect(printed.status == 0)
        #expect(printed.outputLines.count == 96)
        let written = try await Program.run(arguments + ["--output", folder.path("out")])
        #expect(written.status == 0)
        #expect(written.output.isEmpty)
        #expect(try folder.text("out") == printed.output)
        guard format == "json" else { return }
        for (pair, line) in zip(SampleCorpus.pairs, printed.outputLines) {
            let object = try JSON.object(line)
            #expect(object["source"] as? String == pair.english)
            #expect(object["target"] as? String == pair.german)
        }
    }

    @Test("align takes a narrower language of the corpus, and names what it cannot read")
    func alignCorpora() async throws {
        let corpus = try folder.write(SampleCorpus.tmx(languages: ("en-US", "de-AT")), to: "a.tmx")
        let outcome = try await Program.run([
            "align", "--engine", engine.path, "--corpus", corpus, "--source", "en-US",
        ])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 96)
        let kept = try folder.write("kept", to: "kept")
        let bad = try folder.write("<tmx", to: "bad.tmx")
        let missing = try await Program.run([
            "align", "--engine", engine.path, "--corpus", bad, "--output", kept,
        ])
        #expect(missing.status == 1)
        #expect(missing.errorLines.count == 1)
    }
}
