import Testing
import Transformer

@testable import Training

@Suite struct TrainingPlanTests {
    @Test("models and vocabularies grow with the corpus, dropout does not")
    func growsWithTheCorpus() {
        let plans = [1_000, 10_000, 50_000, 500_000, 3_000_000].map(TrainingPlan.init(pairs:))
        #expect(plans.map(\.preset) == [.tiny, .tiny, .small, .small, .base])
        #expect(plans.map(\.vocabularySize) == plans.map(\.vocabularySize).sorted())
        #expect(plans.allSatisfy { (0.1...0.3).contains($0.dropout) })
    }

    @Test(
        "the wider the model, the lower the rate", arguments: [1_000, 29_000, 500_000, 3_000_000])
    func rateFallsWithWidth(pairs: Int) {
        let plan = TrainingPlan(pairs: pairs)
        for preset in Preset.allCases {
            let sized = plan.sized(preset)
            #expect(sized.preset == preset)
            #expect((0.25...0.4).contains(sized.recipe.schedule.peakRate * Float(preset.width)))
        }
        #expect(plan.sized(plan.preset) == plan)
    }
}
