import Engines
import Transformer

extension StartingEngine {
    /// Highest rate times width: 3e-4 for a model 256 wide, about where the schedule leaves one
    /// that was trained from nothing, so that what was learned is bent and not thrown over.
    private static let rateTimesWidth: Float = 0.0768
    /// The optimiser's moments begin anew, and are to be filled before the weights move far.
    private static let warmupSteps = 100
    private static let stepsPerValidation = 100

    /// What is chosen for new text when the user leaves it open: the engine's sizes, a lower rate
    /// after a shorter warm-up, and the epochs and batches of a corpus as large as the new one.
    /// - Parameter pairs: of the new training set
    func plan(pairs: Int) -> TrainingPlan {
        let configuration = engine.description.configuration
        var plan = TrainingPlan(pairs: pairs)
        if let preset = Preset(rawValue: engine.description.training.preset) {
            plan.preset = preset
        }
        plan.vocabularySize = configuration.targetVocabulary
        plan.recipe.schedule = Schedule(
            peakRate: Self.rateTimesWidth / Float(configuration.modelDimension),
            warmupSteps: Self.warmupSteps)
        plan.bounds.stepsPerValidation = Self.stepsPerValidation
        return plan
    }
}
