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

    package init() {}
}

/// How well a model does on the development set.
package struct ValidationScore: Sendable, Codable, Equatable {
    /// Cross-entropy of a target token without smoothing, in nats.
    package var loss: Double
    /// BLEU of greedy translations, 0 … 100.
    package var bleu: Double
    package var bleuSignature: String

    package init(loss: Double, bleu: Double, bleuSignature: String) {
        self.loss = loss
        self.bleu = bleu
        self.bleuSignature = bleuSignature
    }

    /// Higher BLEU, or the same BLEU (as at the start, where it is 0) and a lower loss.
    package func isBetter(than other: ValidationScore?) -> Bool {
        guard let other else { return true }
        return bleu != other.bleu ? bleu > other.bleu : loss < other.loss
    }
}
