import Tensors
import Testing
import Transformer

@testable import Training

@Suite struct TrainingForecastTests {
    private func forecast(
        epochs: Int? = nil, steps: Int? = nil, seconds: Double? = nil
    ) -> TrainingForecast {
        var bounds = TrainingBounds()
        bounds.maximumEpochs = epochs
        bounds.maximumSteps = steps
        bounds.timeBudgetSeconds = seconds
        return TrainingForecast(
            targetTokens: 60_000, tokensPerSecond: 1_000, bounds: bounds, stepsPerEpoch: 30)
    }

    @Test("the nearest bound says how long training takes")
    func nearestBound() {
        #expect(forecast().seconds == nil)
        #expect(forecast(epochs: 10).seconds == 600)
        #expect(forecast(steps: 15).seconds == 30)
        #expect(forecast(epochs: 10, steps: 15).seconds == 30)
        #expect(forecast(epochs: 10, seconds: 90).seconds == 90)
        #expect(forecast(epochs: 10, seconds: 90).epochs == 1.5)
        #expect(forecast(epochs: 1, seconds: 90).epochs == 1)
    }

    @Test("it is said in words, with the bound that ends it")
    func words() {
        let rate = "1,000 target tokens/s: an epoch takes 1 min 0 s"
        #expect("\(forecast())" == rate)
        #expect(
            "\(forecast(epochs: 10))"
                == rate + ", 10 epochs 10 min 0 s at most; less when it stops getting better")
        #expect("\(forecast(epochs: 10, steps: 15))" == rate + ", 15 steps 30 s")
        #expect(
            "\(forecast(seconds: 90))"
                == rate + ", the 1 min 30 s left of the time budget are 1.5 epochs")
        #expect("\(forecast(epochs: 40, seconds: 1e300))".contains("40 epochs"))
        #expect("\(forecast(seconds: 3e8))".contains("5,000,000 epochs"))
    }

    @Test("the rate is measured in a moment, and is that of real steps")
    func measured() throws {
        var corpus = EncodedCorpus()
        for length in 1..<40 {
            let ids = [Int32](repeating: 7, count: length)
            corpus.append(source: ids, target: ids)
        }
        let model = EncoderDecoder(
            Configuration(
                modelDimension: 16, feedForwardDimension: 32, heads: 2, encoderLayers: 1,
                decoderLayers: 1, sourceVocabulary: 12, targetVocabulary: 12))
        var recipe = Recipe()
        recipe.batchTokens = 64
        let clock = ContinuousClock()
        let start = clock.now
        let rate = try TrainingForecast.measure(
            model, corpus, recipe, workers: Workers(count: 1), seconds: 1)
        // Twenty-two steps of at most 64 tokens have passed.
        let elapsed = (clock.now - start) / .seconds(1)
        #expect(rate > 20 / elapsed)
        #expect(rate.isFinite)
    }

    @Test("below the smallest model there is none")
    func smaller() {
        var plan = TrainingPlan(pairs: 2_000_000)
        var sizes = [plan.preset]
        while let next = plan.smaller {
            plan = plan.sized(next)
            sizes.append(plan.preset)
        }
        #expect(sizes == [.base, .small, .tiny])
    }
}
