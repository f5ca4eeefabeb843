import Foundation

/// The learning rate over time: a linear rise to the peak, and one of three ways on from there.
///
///     rise = min(1, step / warmup)
///     inverse-sqrt   peak · min(rise, √(warmup / step))       Vaswani et al. 2017, eq. 3
///     cosine         peak · rise · ½(1 + cos(π · done))       Loshchilov & Hutter 2017, eq. 5
///     plateau        peak · rise · factorⁿ                    n: how often the score stood still
///
/// `done` is the share of the training that is done, by the nearest of its bounds. At the end of
/// training, where that is more than 1 − cooldown, the first and the last fall linearly to 0 (Hu
/// et al. 2024, arXiv:2404.06395): much of what a long training gains by its low rates a short
/// one gains so too.
package struct Schedule: Sendable, Equatable {
    package enum Shape: String, Sendable, Codable, CaseIterable {
        case inverseSquareRoot = "inverse-sqrt"
        case cosine
        case plateau
    }

    package var shape = Shape.inverseSquareRoot
    /// The highest rate, reached after `warmupSteps`.
    package var peakRate: Float
    package var warmupSteps: Int
    /// The share of the training, at its end, in which the rate falls to 0.
    package var cooldown: Float = 0.2
    /// What `plateau` multiplies the rate with.
    package var plateauFactor: Float = 0.5
    /// After how many validations without a better score.
    package var plateauPatience = 3

    package init(peakRate: Float, warmupSteps: Int) {
        precondition(warmupSteps > 0, "\(warmupSteps) warm-up steps")
        self.peakRate = peakRate
        self.warmupSteps = warmupSteps
    }

    /// - Parameters:
    ///   - step: from 1
    ///   - done: the share of the training before this step, 0 … 1
    ///   - reductions: how often the score stood still
    package func rate(at step: Int, done: Double = 0, reductions: Int = 0) -> Float {
        let rise = min(1, Float(step) / Float(warmupSteps))
        switch shape {
        case .inverseSquareRoot:
            let fall = (Float(warmupSteps) / Float(step)).squareRoot()
            return peakRate * min(rise, fall) * cooling(done)
        case .cosine:
            return peakRate * rise * Float(0.5 * (1 + cos(Double.pi * min(done, 1))))
        case .plateau:
            return peakRate * rise * pow(plateauFactor, Float(reductions)) * cooling(done)
        }
    }

    private func cooling(_ done: Double) -> Float {
        guard cooldown > 0 else { return 1 }
        return max(0, min(1, Float(1 - done) / cooldown))
    }

    /// How often the score has stood still, now that it did once more.
    /// - Parameter validationsSinceBest: without a better score, this one included
    func reductions(_ before: Int, validationsSinceBest: Int) -> Int {
        let isDue = validationsSinceBest > 0 && validationsSinceBest % plateauPatience == 0
        return shape == .plateau && isDue ? before + 1 : before
    }
}

// MARK: - Files

extension Schedule: Codable {
    private enum CodingKeys: String, CodingKey {
        case shape, peakRate, warmupSteps, cooldown, plateauFactor, plateauPatience
    }

    /// A training from before there was a choice goes on as it began: without a cool-down.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ usual: Value) throws -> Value {
            try container.decodeIfPresent(Value.self, forKey: key) ?? usual
        }
        peakRate = try container.decode(Float.self, forKey: .peakRate)
        warmupSteps = max(1, try container.decode(Int.self, forKey: .warmupSteps))
        shape = try read(.shape, .inverseSquareRoot)
        cooldown = try read(.cooldown, 0)
        plateauFactor = try read(.plateauFactor, plateauFactor)
        plateauPatience = max(1, try read(.plateauPatience, plateauPatience))
    }
}
