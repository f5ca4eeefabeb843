/// How a training goes, from its steps: a loss without the noise, the rate, the time left.
package struct TrainingPace {
    /// Steps that the rate is measured over.
    private static let window = 50

    /// Mean of the losses, each step counting 2 % less than the one after it.
    package private(set) var smoothedLoss: Double?
    private var recent: [(tokens: Int, seconds: Double)] = []
    /// Where this session began; the bounds are its own.
    private var start: (fraction: Double, seconds: Double)?

    /// - Parameter loss: where the smoothed loss of an earlier session ended
    package init(resumingAt loss: Double? = nil) {
        smoothedLoss = loss
    }

    /// Takes note of a step; a loss that is not finite is left out of the mean.
    package mutating func add(_ report: Trainer.StepReport) {
        if report.loss.isFinite {
            smoothedLoss = smoothedLoss.map { 0.98 * $0 + 0.02 * report.loss } ?? report.loss
        }
        let progress = report.progress
        if let last = recent.last, progress.targetTokens < last.tokens {
            // The training went back to an earlier step.
            recent.removeAll()
            start = nil
        }
        if recent.count == Self.window { recent.removeFirst() }
        recent.append((progress.targetTokens, progress.seconds))
        if start == nil {
            start = progress.step <= 1 ? (0, 0) : (report.fractionDone ?? 0, progress.seconds)
        }
    }

    /// Something other than a step takes time, which the rate shall not count.
    package mutating func pause() {
        recent.removeAll(keepingCapacity: true)
    }

    /// Target tokens trained on a second, by the last steps.
    package var tokensPerSecond: Double? {
        guard let first = recent.first, let last = recent.last, last.seconds > first.seconds
        else { return nil }
        return Double(last.tokens - first.tokens) / (last.seconds - first.seconds)
    }

    /// Until the nearest bound is reached, at this session's pace.
    package func secondsLeft(after report: Trainer.StepReport) -> Double? {
        guard let start, let done = report.fractionDone, done.isFinite,
            done - start.fraction > 0.001
        else { return nil }
        let spent = report.progress.seconds - start.seconds
        return max(0, spent * (1 - done) / (done - start.fraction))
    }
}
