import Foundation
import Testing

/// What may differ when a training goes on, and what may not.
@Suite struct ResumingTests {
    private let folder: Workspace
    private let trained: TrainedEngine

    init() async throws {
        folder = try Workspace()
        trained = try await TrainedEngine.shared()
    }

    private func resume(_ corpora: [String], _ more: [String] = []) async throws -> Program.Outcome
    {
        try await Program.run(
            ["train", "--corpus"] + corpora + [
                "--source", "en", "--target", "de", "--engine", folder.path("e"), "--resume",
                "--steps", "\(TrainedEngine.steps)",
            ] + more)
    }

    @Test("everything that differs is listed at once")
    func listsAll() async throws {
        _ = try folder.copy(trained.path, to: "e")
        let outcome = try await resume(
            [trained.corpus],
            ["--preset", "base", "--seed", "9", "--dropout", "0.5", "--casing", "mark"])
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1)
        let engine = folder.path("e")
        for words in [
            "--preset base: the training in \(engine) has tiny.",
            "--seed 9: the training in \(engine) has 1.", "--dropout 0.5: ", "--casing mark: ",
            "Leave them out, or train another engine.",
        ] { #expect(outcome.errors.contains(words), "\(words)") }
    }

    @Test("less patience is taken than the schedule has, which nobody chose")
    func lessPatience() async throws {
        _ = try folder.copy(trained.path, to: "e")
        let outcome = try await resume([trained.corpus], ["--patience", "2"])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("a corpus that has changed is named, and so is another one")
    func changedCorpus() async throws {
        let engine = try folder.copy(trained.path, to: "e")
        let before = try folder.contents("e")
        let changed = String(SampleCorpus.tsv.dropLast(40))
        for (name, words) in [
            ("sample.tsv", "sample.tsv: has changed since \(engine) was trained on it ("),
            ("b.tsv", "b.tsv: \(engine) was not trained with it for training."),
        ] {
            let outcome = try await resume([try folder.write(changed, to: name)])
            #expect(outcome.status == 1)
            let last = try #require(outcome.errorLines.last)
            #expect(last.hasPrefix("translate: \(words)"), "\(last)")
            #expect(last.hasSuffix("Pass the same --corpus and --dev, in the same order."))
        }
        #expect(try folder.contents("e") == before)
    }

    @Test("corpora in another order, and a missing one, are told")
    func otherOrder() async throws {
        let lines = SampleCorpus.pairs.map { "\($0.english)\t\($0.german)\n" }
        let first = try folder.write(lines.prefix(60).joined(), to: "a.tsv")
        let second = try folder.write(lines.dropFirst(60).joined(), to: "b.tsv")
        let engine = folder.path("e")
        let begun = try await Program.run(
            ["train", "--corpus", first, second, "--source", "en", "--target", "de"]
                + ["--engine", engine, "--preset", "tiny", "--steps", "1"])
        #expect(begun.status == 0, "\(begun.errors)")
        let swapped = try await resume([second, first])
        #expect(swapped.status == 1)
        #expect(
            swapped.errors.contains(
                "b.tsv a.tsv: are in another order than \(engine) was trained on (a.tsv b.tsv)."))
        let less = try await resume([first])
        #expect(less.status == 1)
        #expect(
            less.errors.contains("b.tsv: is missing; \(engine) was trained with it for training."))
    }

    @Test("another number of workers is allowed and told; a training that is over says so")
    func otherWorkers() async throws {
        _ = try folder.copy(trained.path, to: "e")
        let before = try folder.contents("e")
        let outcome = try await resume([trained.corpus], ["--workers", "2"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("workers 2, and 1 until now: from here on"))
        #expect(outcome.errors.contains("nothing was left to do: pass more --steps"))
        // What is told of a session may be new.
        let after = try folder.contents("e")
        for (name, bytes) in before where name != "metrics.jsonl" && name != "report.html" {
            #expect(after[name] == bytes, "\(name)")
        }
    }
}
