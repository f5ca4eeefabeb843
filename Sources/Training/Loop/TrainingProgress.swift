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
    /// The last step after which was validated.
    package var validatedStep: Int?
    /// Whether all is well, and how often it was not.
    package var divergence = DivergenceWatch()

    package init() {}
}

// MARK: - Files

extension TrainingProgress {
    private enum CodingKeys: String, CodingKey {
        case step, epoch, batch, seconds, targetTokens, best, bestStep, validationsSinceBest
        case validatedStep, divergence
    }

    /// Older trainings lack the last two; they were saved after a validation, as a rule.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        step = try values.decode(Int.self, forKey: .step)
        epoch = try values.decode(Int.self, forKey: .epoch)
        batch = try values.decode(Int.self, forKey: .batch)
        seconds = try values.decode(Double.self, forKey: .seconds)
        targetTokens = try values.decode(Int.self, forKey: .targetTokens)
        best = try values.decodeIfPresent(ValidationScore.self, forKey: .best)
        bestStep = try values.decode(Int.self, forKey: .bestStep)
        validationsSinceBest = try values.decode(Int.self, forKey: .validationsSinceBest)
        let watch = try values.decodeIfPresent(DivergenceWatch.self, forKey: .divergence)
        divergence = watch ?? DivergenceWatch()
        validatedStep =
            watch == nil ? step : try values.decodeIfPresent(Int.self, forKey: .validatedStep)
    }
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
