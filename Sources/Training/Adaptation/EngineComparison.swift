/// How a model that goes on from an engine does beside it, on new text and on old.
package struct EngineComparison: Sendable, Codable, Equatable {
    /// On one development set.
    package struct Figures: Sendable, Codable, Equatable {
        /// Cross-entropy of a target token without smoothing, in nats.
        package var loss: Double
        /// Of greedy translations, 0 … 100.
        package var bleu: Double

        package init(loss: Double, bleu: Double) {
            self.loss = loss
            self.bleu = bleu
        }

        package init(_ score: ValidationScore) {
            self.init(loss: score.loss, bleu: score.bleu)
        }
    }

    /// On the old development set.
    package struct OldText: Sendable, Codable, Equatable {
        package var engine: Figures
        package var model: Figures
        /// BLEU that the model may lose.
        package var tolerance: Double

        package init(engine: Figures, model: Figures, tolerance: Double) {
            self.engine = engine
            self.model = model
            self.tolerance = tolerance
        }

        package var isKept: Bool { model.bleu >= engine.bleu - tolerance }
    }

    /// The engine's figures on the new development set; the model's are the validation's own.
    package var engine: Figures
    /// Nil without an old development set.
    package var old: OldText?

    package init(engine: Figures, old: OldText?) {
        self.engine = engine
        self.old = old
    }

    /// Whether a model with this BLEU on the new text is better than the engine: on the new text
    /// it is, and on the old one it is not worse by more than the tolerance.
    package func isWon(by bleu: Double) -> Bool {
        bleu > engine.bleu && old?.isKept != false
    }
}

extension ValidationScore {
    /// Whether the model may take the place of the engine that training began from; true where
    /// there is none.
    package var wins: Bool { comparison?.isWon(by: bleu) ?? true }
}
