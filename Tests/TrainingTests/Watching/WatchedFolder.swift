import Foundation

@testable import Training

/// An engine's folder, for tests that watch a training; it goes with the test.
final class WatchedFolder {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("watched-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    func text(_ name: String) -> String? {
        try? String(contentsOfFile: path(name), encoding: .utf8)
    }

    var entries: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}

extension Trainer.StepReport {
    /// A step of 1,000 target tokens.
    static func sample(
        step: Int, seconds: Double, loss: Double = 2.5, norm: Float = 1, done: Double? = 0.25
    ) -> Trainer.StepReport {
        var progress = TrainingProgress()
        progress.step = step
        progress.seconds = seconds
        progress.targetTokens = step * 1_000
        return Trainer.StepReport(
            progress: progress, loss: loss, targetTokens: 1_000, epochFraction: 0.5, rate: 1e-3,
            gradientNorm: norm, fractionDone: done)
    }
}

extension MetricsRecord {
    static func sampleStep(_ step: Int, loss: Double = 2.5) -> MetricsRecord {
        .step(
            Step(
                step: step, epoch: JSONNumber(0.5), seconds: JSONNumber(Double(step)),
                loss: JSONNumber(loss), smoothedLoss: JSONNumber(loss), rate: JSONNumber(1e-3),
                gradientNorm: JSONNumber(1), targetTokens: 1_000 &* step,
                tokensPerSecond: JSONNumber(1_234)))
    }

    static func sampleValidation(
        _ step: Int, bleu: Double, best: Bool = true, samples: [String] = [],
        oldBLEU: Double? = nil
    ) -> MetricsRecord {
        .validation(
            Validation(
                step: step, seconds: JSONNumber(Double(step)), loss: JSONNumber(2),
                bleu: JSONNumber(bleu), best: best, samples: samples,
                oldLoss: oldBLEU.map { _ in JSONNumber(1.5) }, oldBLEU: oldBLEU.map(JSONNumber.init)
            ))
    }

    static func sampleStart(step: Int = 0) -> Start {
        Start(
            step: step, time: "2025-03-07T14:03:12Z", pairs: 96, developmentPairs: 9,
            sourceTokens: 900, targetTokens: 1_000, parameters: 5_000, command: "translate train",
            settings: ["dropout": "0.1"])
    }
}
