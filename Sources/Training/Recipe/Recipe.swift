package import Tensors

/// How a model is trained: all that the result depends on besides corpus, model, bounds and, by
/// rounding, the number of workers.
package struct Recipe: Sendable, Equatable {
    /// Bound on the source tokens of a batch, and on its target tokens.
    package var batchTokens = 4096
    package var schedule = Schedule(peakRate: 1e-3, warmupSteps: 1000)
    /// ε of label smoothing.
    package var labelSmoothing: Float = 0.1
    /// The probability that a merge is left out when a pair is cut anew for an epoch.
    package var subwordDropout: Float = 0
    /// Gradients longer than this are shortened to it.
    package var clipNorm: Float = 1
    /// Decay of the moving average of the weights, which is what is validated and kept.
    package var averageDecay: Float = 0.999
    package var precision = Precision.f32
    package var seed: UInt64 = 1

    package init() {}
}

// MARK: - Files

extension Recipe: Codable {
    private enum CodingKeys: String, CodingKey {
        case batchTokens, schedule, labelSmoothing, subwordDropout, clipNorm, averageDecay
        case precision, seed
    }

    /// What an older training has no key for is as usual.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
            value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(.batchTokens, &batchTokens)
        try read(.schedule, &schedule)
        try read(.labelSmoothing, &labelSmoothing)
        try read(.subwordDropout, &subwordDropout)
        try read(.clipNorm, &clipNorm)
        try read(.averageDecay, &averageDecay)
        try read(.precision, &precision)
        try read(.seed, &seed)
    }
}
