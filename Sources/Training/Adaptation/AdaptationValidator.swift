import Tensors

/// Scores a model on the new development set and on the old one, beside the engine it began from.
struct AdaptationValidator: Sendable {
    let new: Validator
    /// Nil without old text.
    let old: Validator?

    /// Of the engine, before training.
    /// - Returns: nil when it was stopped
    func scores(
        of weights: PackedWeights, shouldStop: @Sendable () -> Bool
    ) -> Adaptation.Scores? {
        guard let score = new.score(weights, shouldStop: shouldStop) else { return nil }
        var scores = Adaptation.Scores(
            new: EngineComparison.Figures(score), old: nil, bleuSignature: score.bleuSignature)
        guard let old else { return scores }
        guard let oldScore = old.score(weights, shouldStop: shouldStop) else { return nil }
        scores.old = EngineComparison.Figures(oldScore)
        return scores
    }

    /// - Parameters:
    ///   - adaptation: with the engine's scores; nil when there is nothing to compare with
    ///   - shouldStop: asked before every batch, on any worker
    /// - Returns: nil when it was stopped
    func score(
        _ weights: PackedWeights, _ adaptation: Adaptation?, shouldStop: @Sendable () -> Bool
    ) -> ValidationScore? {
        guard var score = new.score(weights, shouldStop: shouldStop) else { return nil }
        guard let adaptation, let engine = adaptation.engineScores else { return score }
        score.comparison = EngineComparison(engine: engine.new, old: nil)
        guard let old, let oldEngine = engine.old else { return score }
        guard let oldScore = old.score(weights, shouldStop: shouldStop) else { return nil }
        score.comparison?.old = EngineComparison.OldText(
            engine: oldEngine, model: EngineComparison.Figures(oldScore),
            tolerance: adaptation.oldTolerance)
        return score
    }
}
