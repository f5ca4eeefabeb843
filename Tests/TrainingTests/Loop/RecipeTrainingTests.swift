import Foundation
import Tensors
import Testing
import Transformer

@testable import Training

/// Every recipe changes what is trained, and goes on exactly after an interruption.
@Suite struct RecipeTrainingTests {
    /// A recipe by what it changes of the usual one.
    struct Variant: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout Recipe) -> Void

        init(_ name: String, _ change: @escaping @Sendable (inout Recipe) -> Void) {
            testDescription = name
            self.change = change
        }
    }

    static let variants = [
        Variant("cosine") { $0.schedule.shape = .cosine },
        Variant("plateau") {
            $0.schedule.shape = .plateau
            $0.schedule.plateauPatience = 1
        },
        Variant("no cool-down") { $0.schedule.cooldown = 0 },
        Variant("last weights averaged") {
            $0.averaging.kind = .last
            $0.averaging.count = 2
        },
        Variant("best weights averaged") {
            $0.averaging.kind = .best
            $0.averaging.count = 2
        },
        Variant("no average") { $0.averaging.kind = .none },
        Variant("weight decay") { $0.weightDecay = 0.1 },
        Variant("no clipping") { $0.clipNorm = 0 },
        Variant("accumulation") { $0.accumulatedBatches = 3 },
        Variant("growing batches") { $0.batchGrowthEpochs = 1 },
        Variant("R-Drop") { $0.rDrop = 5 },
    ]

    private let model = EncoderDecoder(
        Configuration(
            modelDimension: 16, feedForwardDimension: 32, heads: 2, encoderLayers: 1,
            decoderLayers: 1, sourceVocabulary: 12, targetVocabulary: 12, dropout: 0.1))
    private let corpus: EncodedCorpus

    init() {
        var random = RandomSource(seed: 5)
        var corpus = EncodedCorpus()
        for _ in 0..<300 {
            let ids = (0..<Int.random(in: 2...6, using: &random)).map { _ in
                Int32.random(in: 4..<12, using: &random)
            }
            corpus.append(source: ids, target: ids.reversed())
        }
        self.corpus = corpus
    }

    private func trainer(_ variant: Variant?, resuming state: Trainer.State? = nil) -> Trainer {
        var recipe = Recipe()
        recipe.batchTokens = 48
        recipe.schedule = Schedule(peakRate: 1e-2, warmupSteps: 5)
        variant?.change(&recipe)
        var bounds = TrainingBounds()
        bounds.maximumSteps = 60
        bounds.stepsPerValidation = 7
        return Trainer(
            model, corpus: corpus, recipe: recipe, bounds: bounds, workers: Workers(count: 1),
            resuming: state, availableBytes: { nil })
    }

    /// Trains; the scores rise and fall with the step.
    private func train(_ trainer: Trainer, until step: Int = .max) throws -> Trainer.State {
        var saved: Trainer.State?
        _ = try trainer.run(
            shouldStop: { trainer.progress.step >= step }, onStep: { _ in },
            validate: { weights in
                let number = Double(weights.flat[3])
                return ValidationScore(loss: 1, bleu: abs(number) * 100, bleuSignature: "")
            },
            save: { trainer, _, _ in saved = trainer.state })
        return try #require(saved)
    }

    @Test("changes the weights that are kept", arguments: variants)
    func changesTheResult(variant: Variant) throws {
        let (usual, changed) = (try train(trainer(nil)), try train(trainer(variant)))
        #expect(usual.average.flat.elements != changed.average.flat.elements)
        #expect(changed.weights.flat.elements.allSatisfy { $0.isFinite })
    }

    @Test("ends in the same bytes, wherever it was interrupted", arguments: variants)
    func resumesExactly(variant: Variant) throws {
        let whole = try train(trainer(variant))
        for step in [8, 21, 47] {
            let first = try train(trainer(variant), until: step)
            #expect(first.progress.step == step)
            var resumed = try train(trainer(variant, resuming: first))
            #expect(resumed.weights.flat.elements == whole.weights.flat.elements)
            #expect(resumed.average.flat.elements == whole.average.flat.elements)
            #expect(
                resumed.optimizer.moment1.flat.elements == whole.optimizer.moment1.flat.elements)
            resumed.progress.seconds = whole.progress.seconds
            #expect(resumed.progress == whole.progress)
        }
    }

    @Test("a validation that was broken off is made when training goes on")
    func brokenOffValidation() throws {
        let whole = try train(trainer(nil))
        let broken = trainer(nil)
        var saved: Trainer.State?
        let ending = try broken.run(
            shouldStop: { broken.progress.step == 14 }, onStep: { _ in },
            validate: { _ in
                broken.progress.step == 14
                    ? nil : ValidationScore(loss: 1, bleu: 0, bleuSignature: "")
            },
            save: { trainer, _, _ in saved = trainer.state })
        #expect(ending == .interrupted)
        let state = try #require(saved)
        #expect(state.progress.validatedStep == 7 && state.progress.step == 14)
        let resumed = trainer(nil, resuming: state)
        var validated: [Int] = []
        _ = try resumed.run(
            shouldStop: { false }, onStep: { _ in },
            validate: { _ in
                validated.append(resumed.progress.step)
                return ValidationScore(loss: 1, bleu: 0, bleuSignature: "")
            }, save: { _, _, _ in })
        #expect(validated == [14, 21, 28, 35, 42, 49, 56, 60])
        #expect(resumed.weights.flat.elements == whole.weights.flat.elements)
    }

    @Test("an update of three batches is that of one batch three times as large")
    func accumulates() throws {
        let tripled = trainer(Variant("") { $0.accumulatedBatches = 3 })
        var tokens: [Int] = []
        var epochs: [Double] = []
        _ = try tripled.run(
            shouldStop: { tripled.progress.epoch > 0 },
            onStep: {
                tokens.append($0.targetTokens)
                epochs.append($0.epochFraction)
            }, validate: { _ in ValidationScore(loss: 1, bleu: 0, bleuSignature: "") },
            save: { _, _, _ in })
        // Every pair once an epoch, the last update of fewer batches included.
        #expect(tokens.reduce(0, +) == corpus.targetTokens)
        #expect(epochs.last == 1 && epochs == epochs.sorted())
        #expect(tokens.dropLast().allSatisfy { $0 > 48 })
    }

    @Test("batches grow while memory allows, and the state says how often")
    func growth() throws {
        let grown = try train(trainer(Variant("") { $0.batchGrowthEpochs = 1 }))
        #expect(grown.progress.batchDoublings > 0)
        var recipe = Recipe()
        recipe.batchTokens = 48
        recipe.batchGrowthEpochs = 1
        var bounds = TrainingBounds()
        bounds.maximumSteps = 60
        let full = Trainer(
            model, corpus: corpus, recipe: recipe, bounds: bounds, workers: Workers(count: 1),
            availableBytes: { 0 })
        #expect(try train(full).progress.batchDoublings == 0)
    }

    @Test("the rate follows the schedule to the bound, and a plateau the scores")
    func rates() throws {
        func rates(_ variant: Variant, _ bleu: @escaping (Int) -> Double) throws -> [Float] {
            let trainer = trainer(variant)
            var rates: [Float] = []
            _ = try trainer.run(
                shouldStop: { false }, onStep: { rates.append($0.rate) },
                validate: { _ in
                    ValidationScore(
                        loss: 1, bleu: bleu(trainer.progress.step), bleuSignature: "")
                }, save: { _, _, _ in })
            return rates
        }
        let cosine = try rates(Self.variants[0]) { Double($0) }
        #expect(abs(cosine[30] - 0.005) < 1e-6 && cosine[59] < 1e-5)
        let plateau = try rates(
            Variant("") {
                $0.schedule.shape = .plateau
                $0.schedule.plateauPatience = 2
                $0.schedule.cooldown = 0
            }
        ) { _ in 1 }
        // Validations after 7, 14 … steps: the first is the best, the third and the fifth lower.
        #expect(plateau[20] == 0.01 && plateau[21] == 0.005)
        #expect(plateau[34] == 0.005 && plateau[35] == 0.0025)
    }

    @Test("a training ends inside its time budget, with its schedule at the end and saved")
    func timeBudget() throws {
        var recipe = Recipe()
        recipe.batchTokens = 48
        recipe.schedule = Schedule(peakRate: 1e-2, warmupSteps: 5)
        var bounds = TrainingBounds()
        bounds.timeBudgetSeconds = 2
        bounds.stepsPerValidation = 10
        let clock = ContinuousClock()
        let start = clock.now
        let trainer = Trainer(
            model, corpus: corpus, recipe: recipe, bounds: bounds, workers: Workers(count: 1))
        var rates: [Float] = []
        var (validated, saved): (Set<Int>, [TrainingProgress]) = ([], [])
        let ending = try trainer.run(
            shouldStop: { false }, onStep: { rates.append($0.rate) },
            validate: { _ in
                // Half a second each: a validation too many would show.
                clock.sleep(seconds: 0.5)
                validated.insert(trainer.progress.step)
                return ValidationScore(loss: 1, bleu: 1, bleuSignature: "")
            },
            save: { trainer, _, _ in
                clock.sleep(seconds: 0.1)
                saved.append(trainer.progress)
            })
        #expect(ending == .finished)
        #expect((clock.now - start) / .seconds(1) < 2.3)
        let last = try #require(saved.last)
        #expect(last.step == trainer.progress.step && last.shareDone == 1)
        #expect(validated.contains(last.step) && last.validatedStep == last.step)
        #expect(rates.last ?? 1 < 0.3 * (rates.max() ?? 0))
    }
}

extension ContinuousClock {
    fileprivate func sleep(seconds: Double) {
        let end = now + .seconds(seconds)
        while now < end { usleep(1_000) }
    }
}
