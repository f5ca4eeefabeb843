import Foundation
import Synchronization

/// The engine that the tests share, trained once by the real command.
struct TrainedEngine: Sendable {
    /// The engine's folder.
    let path: String
    /// What it was trained on.
    let corpus: String
    let training: Program.Outcome

    static let steps = 60

    struct Failure: Error {
        let outcome: Program.Outcome
    }

    static func shared() async throws -> TrainedEngine { try await trained.value }

    private static let trained = Task {
        let folder = try Workspace()
        let corpus = try folder.write(SampleCorpus.tsv, to: "sample.tsv")
        let engine = folder.path("engine")
        let outcome = try await Program.run(
            trainingArguments(corpus: corpus, engine: engine) + ["--steps", "\(steps)"])
        guard outcome.status == 0 else { throw Failure(outcome: outcome) }
        Leftovers.keep(folder)
        return TrainedEngine(path: engine, corpus: corpus, training: outcome)
    }

    /// One worker and f32, so that a training gives the same bytes wherever it runs twice.
    static func trainingArguments(corpus: String, engine: String) -> [String] {
        [
            "train", "--corpus", corpus, "--source", "en", "--target", "de", "--engine", engine,
            "--preset", "tiny", "--workers", "1", "--precision", "f32",
        ]
    }
}

/// What outlives the tests, to be removed when the process ends.
private enum Leftovers {
    private static let folders = Mutex<[Workspace]>([])

    static func keep(_ folder: Workspace) {
        folders.withLock { $0.append(folder) }
        atexit { Leftovers.folders.withLock { $0.removeAll() } }
    }
}
