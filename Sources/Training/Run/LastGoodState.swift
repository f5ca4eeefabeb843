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
    /// The last step that was saved, by this session or the one that it resumes.
    var savedStep: Int?

    /// - Parameter note: told why, and the step that the training goes back to
    /// - Throws: `TrainingError` when going back has been of no use; `EngineError`
    func recover(
        _ setback: Trainer.Setback, note: (_ text: String, _ step: Int) -> Void
    ) throws -> Trainer.State {
        guard setback.count <= DivergenceWatch.mostRecoveries else { throw giveUp(setback) }
        let state = savedStep == nil ? beginning() : try SavedTraining(at: path).state
        note(
            "step \(grouped(setback.step)): \(setback.fault). Going back to step "
                + "\(grouped(state.progress.step)), and on with the learning rate times "
                + "\(setback.rateFactor).", state.progress.step)
        return state
    }

    private func giveUp(_ setback: Trainer.Setback) -> TrainingError {
        let kept =
            savedStep.map { "\(path) is as it was at step \(grouped($0))." }
            ?? "Nothing was written."
        return TrainingError(
            "step \(grouped(setback.step)): \(setback.fault), although the learning rate was "
                + "halved \(DivergenceWatch.mostRecoveries) times. \(kept) Train a new engine with "
                + "a lower --rate or a longer --warmup.")
    }

    /// What to do when a state could not be saved, as on a full disk.
    func explain(_ error: EngineError) -> TrainingError {
        guard let savedStep else { return TrainingError("\(error)") }
        return TrainingError("\(error) --resume goes on from step \(grouped(savedStep)).")
    }
}
