package import Engines

/// Where a training is: with the weights and moments, all that is needed to go on exactly.
package struct TrainingProgress: Sendable, Codable, Equatable {
    /// Steps made.
    package var step = 0
    /// The epoch of the next batch, from 0, and its place in it.
    package var epoch = 0
    package var batch = 0
    /// Time spent training, over all sessions, without loading and encoding.
    package var seconds = 0.0
    /// Target tokens trained on, as the corpus has them.
    package var targetTokens = 0
    /// Best validation so far, and how many were worse since.
    package var best: ValidationScore?
    package var bestStep = 0
    package var validationsSinceBest = 0
    /// The step of the last validation; nil before the first.
    package var validatedStep: Int?
    /// Of the first validation, and the lowest of those after it; nil before there are any.
    package var firstLoss: Double?
    package var lowestLaterLoss: Double?
    /// How much of the training is done by the nearest of its bounds, 0 … 1: where the schedule is.
    package var shareDone = 0.0
    /// How often the schedule has lowered the rate because the score stood still.
    package var rateReductions = 0
    /// How often the tokens of a batch have doubled.
    package var batchDoublings = 0
    /// The validations whose weights are averaged.
    package var averaged: [WeightAverage.Note] = []
    /// Whether all is well, and how often it was not.
    package var divergence = DivergenceWatch()

    package init() {}
}

extension TrainingProgress {
    /// What an older training has no key for is as at the start; it was saved after a validation,
    /// as a rule.
    package init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
            value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(.step, &step)
        try read(.epoch, &epoch)
        try read(.batch, &batch)
        try read(.seconds, &seconds)
        try read(.targetTokens, &targetTokens)
        best = try container.decodeIfPresent(ValidationScore.self, forKey: .best)
        try read(.bestStep, &bestStep)
        try read(.validationsSinceBest, &validationsSinceBest)
        validatedStep = try container.decodeIfPresent(Int.self, forKey: .validatedStep)
        if !container.contains(.divergence) { validatedStep = step }
        firstLoss = try container.decodeIfPresent(Double.self, forKey: .firstLoss)
        lowestLaterLoss = try container.decodeIfPresent(Double.self, forKey: .lowestLaterLoss)
        try read(.shareDone, &shareDone)
        try read(.rateReductions, &rateReductions)
        try read(.batchDoublings, &batchDoublings)
        try read(.averaged, &averaged)
        try read(.divergence, &divergence)
    }
}

extension TrainingProgress {
    /// Takes note of a validation's loss.
    mutating func note(loss: Double) {
        if firstLoss == nil {
            firstLoss = loss
        } else {
            lowestLaterLoss = min(lowestLaterLoss ?? loss, loss)
        }
    }
}

/// How well a model does on the development set.
package struct ValidationScore: Sendable, Codable, Equatable {
    /// Cross-entropy of a target token without smoothing, in nats.
    package var loss: Double
    /// BLEU of greedy translations, 0 … 100.
    package var bleu: Double
    package var bleuSignature: String
    /// What the model's probabilities are worth; nil where nobody has looked.
    package var confidence: ConfidenceCurve?
    /// Beside the engine that training goes on from; nil when it began from nothing.
    package var comparison: EngineComparison?

    package init(loss: Double, bleu: Double, bleuSignature: String) {
        self.loss = loss
        self.bleu = bleu
        self.bleuSignature = bleuSignature
    }

    /// Higher BLEU, or the same BLEU (as at the start, where it is 0) and a lower loss; but a model
    /// that wins against the engine it began from is better than one that does not.
    package func isBetter(than other: ValidationScore?) -> Bool {
        guard let other else { return true }
        if wins != other.wins { return wins }
        return bleu != other.bleu ? bleu > other.bleu : loss < other.loss
    }
}
