/// The learning rate over time: a linear rise, then the inverse square root.
///
///     rate(step) = peak · min(step / warmup, √(warmup / step))
///
/// Vaswani et al. 2017, eq. 3, with the peak as the parameter: there it is 1/√(D · warmup).
package struct Schedule: Sendable, Codable, Equatable {
    /// The highest rate, reached after `warmupSteps`.
    package var peakRate: Float
    package var warmupSteps: Int

    package init(peakRate: Float, warmupSteps: Int) {
        precondition(warmupSteps > 0, "\(warmupSteps) warm-up steps")
        self.peakRate = peakRate
        self.warmupSteps = warmupSteps
    }

    /// - Parameter step: from 1
    package func rate(at step: Int) -> Float {
        let (s, warmup) = (Float(step), Float(warmupSteps))
        return peakRate * min(s / warmup, (warmup / s).squareRoot())
    }
}
