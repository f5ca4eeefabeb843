package import Tensors

/// How a model is trained: all that the result depends on besides corpus, model, bounds and, by
/// rounding, the number of workers.
package struct Recipe: Sendable, Equatable {
    /// Bound on the source tokens of a batch, and on its target tokens.
    package var batchTokens = 4096
    /// Epochs after which that bound doubles, while memory allows; 0 for never.
    package var batchGrowthEpochs = 0
    /// Batches whose gradients are added up for one update.
    package var accumulatedBatches = 1
    package var schedule = Schedule(peakRate: 1e-3, warmupSteps: 1000)
    /// ε of label smoothing.
    package var labelSmoothing: Float = 0.1
    /// The probability that a merge is left out when a pair is cut anew for an epoch.
    package var subwordDropout: Float = 0
    /// α of R-Drop (`RegularizedDropout`); 0 draws every pair once.
    package var rDrop: Float = 0
    /// Gradients longer than this are shortened to it; 0 for any length.
    package var clipNorm: Float = 1
    /// λ of Adam's weight decay.
    package var weightDecay: Float = 0
    package var averaging = Averaging()
    package var precision = Precision.f32
    package var seed: UInt64 = 1

    package init() {}
}

// MARK: - Files

extension Recipe: Codable {
    private enum CodingKeys: String, CodingKey {
        case batchTokens, batchGrowthEpochs, accumulatedBatches, schedule, labelSmoothing
        case subwordDropout, rDrop, clipNorm, weightDecay, averaging, precision, seed
        /// In trainings from before there was another average.
        case averageDecay
    }

    /// What an older training has no key for is as usual.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
            value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(.batchTokens, &batchTokens)
        try read(.batchGrowthEpochs, &batchGrowthEpochs)
        try read(.accumulatedBatches, &accumulatedBatches)
        try read(.schedule, &schedule)
        try read(.labelSmoothing, &labelSmoothing)
        try read(.subwordDropout, &subwordDropout)
        try read(.rDrop, &rDrop)
        try read(.clipNorm, &clipNorm)
        try read(.weightDecay, &weightDecay)
        try read(.averageDecay, &averaging.decay)
        try read(.averaging, &averaging)
        try read(.precision, &precision)
        try read(.seed, &seed)
        // A file may say anything; these must be positive for training to go on.
        batchTokens = min(max(batchTokens, 1), 1_000_000)
        accumulatedBatches = min(max(accumulatedBatches, 1), 1_024)
        averaging.count = max(averaging.count, 1)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(batchTokens, forKey: .batchTokens)
        try container.encode(batchGrowthEpochs, forKey: .batchGrowthEpochs)
        try container.encode(accumulatedBatches, forKey: .accumulatedBatches)
        try container.encode(schedule, forKey: .schedule)
        try container.encode(labelSmoothing, forKey: .labelSmoothing)
        try container.encode(subwordDropout, forKey: .subwordDropout)
        try container.encode(rDrop, forKey: .rDrop)
        try container.encode(clipNorm, forKey: .clipNorm)
        try container.encode(weightDecay, forKey: .weightDecay)
        try container.encode(averaging, forKey: .averaging)
        try container.encode(precision, forKey: .precision)
        try container.encode(seed, forKey: .seed)
    }
}
