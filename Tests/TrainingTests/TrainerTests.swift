import Tensors
import Testing
import Transformer

@testable import Training

@Suite struct TrainerTests {
    private let model = ToyTraining.model
    private let corpus = ToyTraining.corpus

    private func recipe() -> Recipe {
        var recipe = Recipe()
        recipe.batchTokens = 64
        recipe.schedule = Schedule(peakRate: 1e-2, warmupSteps: 10)
        return recipe
    }

    private func bounds(steps: Int) -> TrainingBounds {
        var bounds = TrainingBounds()
        bounds.maximumSteps = steps
        bounds.stepsPerValidation = 5
        return bounds
    }

    private func trainer(steps: Int, resuming state: Trainer.State? = nil) -> Trainer {
        Trainer(
            model, corpus: corpus, recipe: recipe(), bounds: bounds(steps: steps),
            workers: Workers(count: 2), resuming: state)
    }

    private let noScore = ValidationScore(loss: 1, bleu: 0, bleuSignature: "")

    @Test("a resumed training ends in the same bytes as an uninterrupted one")
    func resumesExactly() throws {
        let whole = trainer(steps: 23)
        _ = try whole.run(
            shouldStop: { false }, onStep: { _ in }, validate: { _ in noScore },
            save: { _, _, _ in })

        var saved: Trainer.State?
        let first = trainer(steps: 23)
        let ending = try first.run(
            shouldStop: { first.progress.step == 8 }, onStep: { _ in },
            validate: { _ in noScore }, save: { trainer, _, _ in saved = trainer.state })
        #expect(ending == .interrupted)
        #expect(saved?.progress.step == 8)
        let second = trainer(steps: 23, resuming: saved)
        _ = try second.run(
            shouldStop: { false }, onStep: { _ in }, validate: { _ in noScore },
            save: { _, _, _ in })

        #expect(second.weights.flat.elements == whole.weights.flat.elements)
        #expect(second.average.flat.elements == whole.average.flat.elements)
        #expect(second.optimizer.moment2.flat.elements == whole.optimizer.moment2.flat.elements)
    }

    @Test("a resumed training with subword dropout cuts every pair as it would have been cut")
    func resumesSampling() throws {
        let sample = try SampledCorpus()
        func trainer(_ state: Trainer.State? = nil) -> Trainer {
            Trainer(
                sample.model(dropout: 0.1), corpus: sample.corpus,
                sampler: sample.sampler(dropout: 0.4), recipe: recipe(),
                bounds: bounds(steps: 23), workers: Workers(count: 2), resuming: state)
        }
        let whole = trainer()
        var tokens: [Int] = []
        _ = try whole.run(
            shouldStop: { false }, onStep: { tokens.append($0.targetTokens) },
            validate: { _ in noScore }, save: { _, _, _ in })
        #expect(whole.progress.epoch > 1)
        let first = trainer()
        _ = try first.run(
            shouldStop: { first.progress.step == 8 }, onStep: { _ in },
            validate: { _ in noScore }, save: { _, _, _ in })
        let second = trainer(first.state)
        var tokensAfter: [Int] = []
        _ = try second.run(
            shouldStop: { false }, onStep: { tokensAfter.append($0.targetTokens) },
            validate: { _ in noScore }, save: { _, _, _ in })
        #expect(Array(tokens[8...]) == tokensAfter)
        #expect(second.weights.flat.elements == whole.weights.flat.elements)
    }

    @Test("pairs are cut the same way however many workers there are, and counted as they were")
    func samplesOnAnyWorker() throws {
        let sample = try SampledCorpus()
        let reports = try [1, 2, 3].map { workers in
            let trainer = Trainer(
                sample.model(dropout: 0), corpus: sample.corpus,
                sampler: sample.sampler(dropout: 0.4), recipe: recipe(),
                bounds: bounds(steps: 1), workers: Workers(count: workers))
            var report: Trainer.StepReport?
            _ = try trainer.run(
                shouldStop: { false }, onStep: { report = $0 }, validate: { _ in noScore },
                save: { _, _, _ in })
            return try #require(report)
        }
        for report in reports {
            #expect(report.targetTokens == reports[0].targetTokens)
            #expect(abs(report.loss - reports[0].loss) < 1e-5)
            #expect(report.progress.targetTokens < report.targetTokens)
        }
    }

    @Test("stops when no validation is better for the patience")
    func stopsEarly() throws {
        var bounds = bounds(steps: 1000)
        bounds.patience = 3
        var validations = 0
        let trainer = Trainer(
            model, corpus: corpus, recipe: recipe(), bounds: bounds, workers: Workers(count: 2))
        let ending = try trainer.run(
            shouldStop: { false }, onStep: { _ in },
            validate: { _ in
                validations += 1
                return ValidationScore(loss: 1, bleu: validations == 2 ? 5 : 0, bleuSignature: "")
            }, save: { _, _, _ in })
        #expect(ending == .converged)
        #expect(validations == 5)
        #expect(trainer.progress.bestStep == 10)
    }

    @Test("the gradient of a batch does not depend on how many workers share it, but for rounding")
    func shardsAddUp() {
        let quiet = EncoderDecoder(
            Configuration(
                modelDimension: 16, feedForwardDimension: 32, heads: 2, encoderLayers: 1,
                decoderLayers: 1, sourceVocabulary: 12, targetVocabulary: 12, dropout: 0))
        var random = RandomSource(seed: 9)
        let weights = ParameterSet(quiet.layout, random: &random)
        let pairs = (0..<7).map { corpus[$0] }
        let gradients = [1, 2, 3].map { count in
            let workers = GradientWorkers(
                quiet, workers: Workers(count: count), precision: .f32, smoothing: 0.1)
            let result = workers.compute(pairs, weights: weights, random: random)
            return (workers.gradient.flat.elements, result)
        }
        for (elements, result) in gradients.dropFirst() {
            #expect(abs(result.loss - gradients[0].1.loss) < 1e-5)
            #expect(result.targetTokens == gradients[0].1.targetTokens)
            let largest = elements.map(abs).max() ?? 0
            let difference = zip(elements, gradients[0].0).map { abs($0 - $1) }.max() ?? 0
            #expect(difference <= 1e-5 * largest)
        }
    }

    @Test("the gradient is clipped to the norm")
    func clips() throws {
        var strict = recipe()
        strict.clipNorm = 1e-6
        strict.schedule = Schedule(peakRate: 1, warmupSteps: 1)
        let trainer = Trainer(
            model, corpus: corpus, recipe: strict, bounds: bounds(steps: 1),
            workers: Workers(count: 2))
        _ = try trainer.run(
            shouldStop: { false }, onStep: { _ in }, validate: { _ in noScore },
            save: { _, _, _ in })
        // m = (1 − β₁)g after one step: its norm is a tenth of the clipped gradient's.
        let squares = trainer.optimizer.moment1.flat.elements.reduce(0) { $0 + $1 * $1 }
        #expect(abs(squares.squareRoot() - 1e-7) < 1e-9)
    }
}
