import Tensors

/// Scores a model on the new development set and on the old one, beside the engine it began from.
struct AdaptationValidator: Sendable {
    let new: Validator
    /// Nil without old text.
    let old: Validator?

    /// Of the engine, before training.
    func scores(of weights: ParameterSet) -> Adaptation.Scores {
        let score = new.score(weights)
        return Adaptation.Scores(
            new: EngineComparison.Figures(score),
            old: old.map { EngineComparison.Figures($0.score(weights)) },
            bleuSignature: score.bleuSignature)
    }

    /// - Parameters:
    ///   - adaptation: with the engine's scores; nil when there is nothing to compare with
    func score(_ weights: ParameterSet, _ adaptation: Adaptation?) -> ValidationScore {
        var score = new.score(weights)
        guard let adaptation, let engine = adaptation.engineScores else { return score }
        score.comparison = EngineComparison(
            engine: engine.new,
            old: engine.old.flatMap { figures in
                old.map {
                    EngineComparison.OldText(
                        engine: figures, model: EngineComparison.Figures($0.score(weights)),
                        tolerance: adaptation.oldTolerance)
                }
            })
        return score
    }
}
