import Foundation
import Testing

@testable import Training

@Suite struct WarningOfNoUseTests {
    /// After validations with these losses, the best of them with this BLEU.
    private func warning(
        losses: [Double], best: Double, bleu: Double, comparison: EngineComparison? = nil
    ) -> String? {
        var progress = TrainingProgress()
        for loss in losses { progress.note(loss: loss) }
        var score = ValidationScore(loss: best, bleu: bleu, bleuSignature: "")
        score.comparison = comparison
        progress.best = score
        progress.bestStep = 1_500
        return progress.warningOfNoUse
    }

    @Test("an engine that translates is no reason for a warning")
    func useful() {
        #expect(warning(losses: [5, 3, 4], best: 3, bleu: 12) == nil)
        #expect(warning(losses: [2], best: 2, bleu: 1) == nil)
        // As a model that begins to know its pairs by heart.
        #expect(warning(losses: [2, 3], best: 3, bleu: 40) == nil)
        #expect(TrainingProgress().warningOfNoUse == nil)
    }

    @Test("a loss that stays where it was at first asks for a lower rate")
    func nothingLearned() {
        let words = "nothing was learned: BLEU 0.25 and loss 6.400 at best, and the loss has not "
        #expect(warning(losses: [6.45, 6.5, 6.4], best: 6.4, bleu: 0.25)?.hasPrefix(words) == true)
        #expect(warning(losses: [6.45, 6.4], best: 6.4, bleu: 0.25)?.contains("--rate") == true)
    }

    @Test("a loss that falls, or that nobody has seen twice, asks for more steps first")
    func tooShort() {
        for losses in [[6.4, 5], [6.4], []] {
            let words = warning(losses: losses, best: 5, bleu: 0.99)
            #expect(words?.hasPrefix("the engine translates next to nothing: ") == true)
            #expect(words?.contains("--resume and more --steps, ") == true)
        }
    }

    @Test("when the first validation stays the best, that is said, unless an engine is beaten")
    func noGain() {
        let words = warning(losses: [2, 2.5, 2.2], best: 2, bleu: 30)
        #expect(words?.hasPrefix("the first validation, at step 1,500, was the best") == true)
        let comparison = EngineComparison(engine: .init(loss: 3, bleu: 20), old: nil)
        #expect(warning(losses: [2, 2.5], best: 2, bleu: 30, comparison: comparison) == nil)
    }

    @Test("the losses are kept with the progress")
    func isSaved() throws {
        var progress = TrainingProgress()
        for loss in [3, 2.5, 2.75] { progress.note(loss: loss) }
        #expect(progress.firstLoss == 3 && progress.lowestLaterLoss == 2.5)
        let again = try JSONDecoder().decode(
            TrainingProgress.self, from: JSONEncoder().encode(progress))
        #expect(again == progress)
    }
}
