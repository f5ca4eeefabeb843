package import Tensors

/// How a model is trained; all that the result depends on besides corpus and model.
package struct TrainingOptions: Sendable, Codable, Equatable {
    /// Bound on the source tokens of a batch, and on its target tokens.
    package var batchTokens = 4096
    package var schedule = Schedule(peakRate: 1e-3, warmupSteps: 1000)
    /// ε of label smoothing.
    package var labelSmoothing: Float = 0.1
    /// The probability that a merge is left out when a pair is cut anew for an epoch; nil for
    /// none, as in trainings from before there was a choice.
    package var subwordDropout: Float?
    /// Gradients longer than this are shortened to it.
    package var clipNorm: Float = 1
    /// Decay of the moving average of the weights, which is what is validated and kept.
    package var averageDecay: Float = 0.999
    package var precision = Precision.f32
    package var seed: UInt64 = 1
    /// Cores, one thread each.
    package var workers = 1
    /// Where to stop, whichever comes first; nil never stops.
    package var maximumEpochs: Int?
    package var maximumSteps: Int?
    package var timeBudgetSeconds: Double?
    /// Steps between two validations.
    package var stepsPerValidation = 500
    /// Validations without a better score before training stops.
    package var patience = 10

    package init() {}
}
