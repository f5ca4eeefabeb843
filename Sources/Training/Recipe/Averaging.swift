/// Which average of the weights is validated and kept.
package struct Averaging: Sendable, Codable, Equatable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// A moving average over the steps (Polyak & Juditsky 1992).
        case ema
        /// The mean of the weights at the last validations (Vaswani et al. 2017, §6.1).
        case last
        /// The mean of the weights at those validations that scored best.
        case best
        /// The weights as they are.
        case none
    }

    package var kind = Kind.ema
    /// What `ema` keeps of itself at a step.
    package var decay: Float = 0.999
    /// Of how many validations `last` and `best` are means.
    package var count = 5

    package init() {}

    package var hasSnapshots: Bool { kind == .last || kind == .best }
}
