import Engines
import Transformer

/// Where a training goes back to when it has gone wrong: what was saved last, or its beginning.
///
/// Read from the engine's folder: a copy in memory would need as much again as weights, average
/// and moments.
struct LastGoodState {
    /// The engine's folder.
    let path: String
    /// Before the first step of this session.
    let beginning: () -> Trainer.State
    /// Whether this session, or the one that it resumes, has saved.
    var isSaved: Bool

    /// - Throws: `TrainingError` when going back has been of no use; `EngineError`
    func recover(_ setback: Trainer.Setback, note: (String) -> Void) throws -> Trainer.State {
        guard setback.count <= DivergenceWatch.mostRecoveries else { throw giveUp(setback) }
        let state = isSaved ? try SavedTraining(at: path).state : beginning()
        note(
            "step \(grouped(setback.step)): \(setback.fault). Going back to step "
                + "\(grouped(state.progress.step)), and on with the learning rate times "
                + "\(setback.rateFactor).")
        return state
    }

    private func giveUp(_ setback: Trainer.Setback) -> TrainingError {
        let kept = isSaved ? "\(path) is as it was saved last." : "Nothing was written."
        return TrainingError(
            "step \(grouped(setback.step)): \(setback.fault), although the learning rate was "
                + "halved \(DivergenceWatch.mostRecoveries) times. \(kept) Train a new engine with "
                + "a lower --rate or a longer --warmup.")
    }
}
