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

    @Test("the wider the model, the lower the rate", arguments: [1_000, 29_000, 3_000_000])
    func rateFallsWithWidth(pairs: Int) {
        let plan = TrainingPlan(pairs: pairs)
        let rates = Preset.allCases.map { plan.sized($0).recipe.schedule.peakRate }
        #expect(rates == [2.5e-3, 1.25e-3, 6.25e-4, 3.125e-4])
        #expect(plan.sized(plan.preset) == plan)
    }
}
