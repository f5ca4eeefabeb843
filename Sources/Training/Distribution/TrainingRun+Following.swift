import Foundation
import Tensors

extension TrainingRun {
    /// What all processes but the lead do: they take the same steps, and leave everything else to
    /// it.
    func follow() throws -> Outcome {
        let start = try TrainingStart(
            receivedIn: group, folder: FileManager.default.temporaryDirectory)
        let trainer = try trainer(start)
        let ending = try trainer.run(
            shouldStop: { group.any(observer.shouldStop()) }, onStep: { _ in },
            validate: { _ in group.received() }, save: { _, _, _ in },
            recover: { _ in Trainer.State(receivedIn: group, of: start.model) })
        return Outcome(ending: ending, progress: trainer.progress, start: nil)
    }

    func trainer(_ start: TrainingStart) throws(TrainingError) -> Trainer {
        Trainer(
            start.model, corpus: start.corpus, sampler: try sampler(start), mixture: start.mixture,
            recipe: start.recipe, bounds: start.bounds, workers: Workers(count: request.workers),
            group: group, resuming: start.state)
    }

    /// - Throws: `TrainingError` when there would be nothing to leave out
    private func sampler(_ start: TrainingStart) throws(TrainingError) -> PairSampler? {
        let (recipe, dropout) = (start.recipe, start.recipe.subwordDropout)
        guard let subwords = start.subwords else { return nil }
        let sampler = PairSampler(
            subwords, dropout: dropout, seed: recipe.seed, longest: TrainingData.longestTokens)
        guard sampler.hasMerges else {
            throw TrainingError(
                "--subword-dropout \(dropout): the vocabulary has no merges to leave out. "
                    + "Leave it out, or pass a larger --vocabulary.", isWrongUse: true)
        }
        return sampler
    }
}
