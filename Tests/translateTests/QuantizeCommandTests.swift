import Foundation
import Testing

/// Quantized engines from the command line: made, used, and refused where they are of no use.
@Suite struct QuantizeCommandTests {
    private let engine: TrainedEngine
    private let folder: Workspace
    private let lines = ["The dog sees a house.", "My brother buys two apples.", "a b", "😀 x"]

    init() async throws {
        engine = try await TrainedEngine.shared()
        folder = try Workspace()
    }

    private func quantize(_ path: String, to output: String) async throws -> Program.Outcome {
        try await Program.run(["engine", "quantize", "--engine", path, "--output", output])
    }

    @Test("a quantized engine translates as the engine does with --precision int8")
    func quantize() async throws {
        let small = folder.path("small")
        let outcome = try await quantize(engine.path, to: small)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("small: "))
        #expect(outcome.errors.contains(" MB of weights instead of "))
        let card = try folder.text("small/CARD.md")
        #expect(card.contains("\n\nMade on "))
        #expect(card.contains("translate engine quantize --engine \(engine.path)"))
        #expect(card.contains("| quantized from | \(engine.path) |"))
        #expect(card.contains("| weights | int8, a scale for each output of a matrix |"))
        #expect(card.contains("The card of \(engine.path), whose scores are of its own weights:"))
        #expect(!FileManager.default.fileExists(atPath: small + "/state"))
        let info = try await Program.run(["engine", "info", small])
        #expect(info.output.contains(", stored as int8") && info.status == 0)

        let results = try await translations([
            ["--engine", small], ["--engine", small, "--precision", "int8"],
            ["--engine", engine.path, "--precision", "int8"],
        ])
        #expect(results[1] == results[2])
        #expect(results[0] == results[1] || !processorHasVNNI)
        // Any engine with any type.
        for precision in ["f32", "bf16", "auto"] {
            let outcome = try await Program.run(
                ["--engine", small, "--precision", precision, "--beam", "1"] + lines)
            #expect(outcome.status == 0 && outcome.outputLines.count == lines.count)
        }
    }

    private func translations(_ arguments: [[String]]) async throws -> [String] {
        var results: [String] = []
        for more in arguments {
            let outcome = try await Program.run(["--format", "json"] + more + lines)
            #expect(outcome.status == 0, "\(outcome.errors)")
            results.append(outcome.output)
        }
        return results
    }

    private var processorHasVNNI: Bool {
        let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        return text?.contains("avx512_vnni") ?? false
    }

    @Test("a quantized engine aligns")
    func align() async throws {
        let small = folder.path("small")
        #expect(try await quantize(engine.path, to: small).status == 0)
        let corpus = try folder.write("The dog\tDer Hund\n", to: "pairs.tsv")
        let outcome = try await Program.run([
            "align", "--engine", small, "--corpus", corpus, "--source", "en", "--target", "de",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("-"))
    }

    @Test("it is not quantized again, averaged or trained on, and nothing is overwritten")
    func refusals() async throws {
        let small = folder.path("small")
        #expect(try await quantize(engine.path, to: small).status == 0)
        let again = try await quantize(small, to: folder.path("again"))
        #expect(again.status == 1 && again.errorLines.count == 1)
        #expect(again.errors.contains("\(small): has weights in int8 already."))
        let taken = try await quantize(engine.path, to: small)
        #expect(taken.status == 1)
        #expect(taken.errors.contains("\(small): already exists."))
        let mean = try await Program.run(
            ["engine", "average", folder.path("mean"), engine.path, small])
        #expect(mean.status == 1)
        #expect(mean.errors.contains("\(small): has weights in int8, which are for translating"))
        let training = TrainedEngine.trainingArguments(
            corpus: engine.corpus, engine: folder.path("new"))
        let goingOn = try await Program.run([
            "train", "--corpus", engine.corpus, "--source", "en", "--target", "de", "--engine",
            folder.path("new"), "--from", small,
        ])
        #expect(goingOn.status == 1)
        #expect(goingOn.errors.contains("\(small): has weights in int8, which are for translating"))
        let resumed = try await Program.run(
            TrainedEngine.trainingArguments(corpus: engine.corpus, engine: small) + ["--resume"])
        #expect(resumed.status == 1 && resumed.errorLines.count == 1)
        let trained = try await Program.run(training + ["--precision", "int8"])
        #expect(trained.status == 2)
        #expect(try folder.entries() == ["small"])
    }

    @Test("int8 has the BLEU of f32", .enabled(if: SharedPairs.hasMulti30k, "no Multi30k"))
    func quality() async throws {
        var heads: [String] = []
        for (language, path) in zip(["en", "de"], SharedPairs.multi30k) {
            let head = try await Program.shell("gzip -dc \"$1\" | head -n 100", [path])
            heads.append(try folder.write(head.output, to: "head.\(language)"))
        }
        var scores: [Double] = []
        for precision in ["f32", "int8"] {
            let outcome = try await Program.run([
                "evaluate", "--engine", SharedPairs.engine, "--corpus",
                heads.joined(separator: ","), "--source", "en", "--target", "de", "--beam", "1",
                "--metric", "bleu", "--json", "--precision", precision,
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            scores.append(try #require(try JSON.object(outcome.output)["score"] as? Double))
        }
        // On all 1,000 sentences they are within 0.2; on 100 a word counts ten times as much.
        #expect(scores[0] > 15 && abs(scores[0] - scores[1]) < 0.8, "\(scores)")
    }
}
