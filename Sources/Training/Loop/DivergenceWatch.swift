import Foundation

/// Notices when a training goes wrong.
///
/// A step is broken when its loss or the norm of its gradient is not a finite number. A training
/// diverges when its smoothed loss stays far above the lowest it has been:
///
///     s ← 0.95 s + 0.05 loss        diverged: s > 1.25 · min s, 100 steps in a row
///
/// Smoothed like this, the losses of healthy batches keep within a few per cent; a rate that is too
/// high raises them by multiples, or back to where word frequencies alone would be.
package struct DivergenceWatch: Sendable, Codable, Equatable {
    /// What is wrong.
    package enum Fault: Sendable, Equatable {
        case lossNotFinite
        case gradientNotFinite
        /// In nats a token, smoothed.
        case lossRising(from: Double, to: Double)
    }

    /// How often a training goes back to its last good state before it is given up.
    package static let mostRecoveries = 3

    private static let decay = 0.95
    private static let tolerance = 1.25
    private static let patience = 100

    private var smoothedLoss: Double?
    private var lowestLoss: Double?
    private var stepsAbove = 0
    /// How often the training has gone back so far; the rate is halved each time.
    package var recoveries = 0

    package init() {}

    /// Takes note of a step.
    /// - Parameters:
    ///   - loss: of a token, in nats
    ///   - gradientNorm: before clipping
    /// - Returns: what is wrong; the step must then not be made
    package mutating func check(loss: Double, gradientNorm: Float) -> Fault? {
        guard loss.isFinite else { return .lossNotFinite }
        guard gradientNorm.isFinite else { return .gradientNotFinite }
        let smoothed = smoothedLoss.map { Self.decay * $0 + (1 - Self.decay) * loss } ?? loss
        smoothedLoss = smoothed
        let lowest = min(lowestLoss ?? smoothed, smoothed)
        lowestLoss = lowest
        stepsAbove = smoothed > Self.tolerance * lowest ? stepsAbove + 1 : 0
        return stepsAbove >= Self.patience ? .lossRising(from: lowest, to: smoothed) : nil
    }

    /// Whether the loss is far above its lowest: such a state is not worth going back to.
    package var isSuspicious: Bool { stepsAbove > 0 }

    /// What the schedule's rate is multiplied by.
    package var rateFactor: Float {
        Float(sign: .plus, exponent: -recoveries, significand: 1)
    }
}

extension DivergenceWatch.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .lossNotFinite: "the loss is not a number"
        case .gradientNotFinite: "the gradient is not finite"
        case .lossRising(let lowest, let now):
            "the loss rose from \(Self.words(lowest)) to \(Self.words(now)) and stays there"
        }
    }

    private static func words(_ loss: Double) -> String { String(format: "%.2f", loss) }
}
