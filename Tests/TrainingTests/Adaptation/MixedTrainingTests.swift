import Tensors
import Testing
import Transformer

@testable import Training

@Suite struct MixedTrainingTests {
    private let model = EncoderDecoder(
        Configuration(
            modelDimension: 16, feedForwardDimension: 32, heads: 2, encoderLayers: 1,
            decoderLayers: 1, sourceVocabulary: 12, targetVocabulary: 12, dropout: 0.1))

    private func corpus(pairs: Int) -> EncodedCorpus {
        var random = RandomSource(seed: 5)
        var corpus = EncodedCorpus()
        for _ in 0..<pairs {
            let ids = (0..<Int.random(in: 2...6, using: &random)).map { _ in
                Int32.random(in: 4..<12, using: &random)
            }
            corpus.append(source: ids, target: ids)
        }
        return corpus
    }

    private func trainer(_ corpus: EncodedCorpus, _ state: Trainer.State) -> Trainer {
        var recipe = Recipe()
        recipe.batchTokens = 64
        var bounds = TrainingBounds()
        bounds.maximumEpochs = 3
        bounds.stepsPerValidation = .max
        return Trainer(
            model, corpus: corpus,
            mixture: CorpusMixture(corpus, newCount: 40, oldShare: 0.7, seed: 1),
            recipe: recipe, bounds: bounds, workers: Workers(count: 2), resuming: state)
    }

    private func run(_ trainer: Trainer, until isEnough: (Int) -> Bool = { _ in false }) throws {
        _ = try trainer.run(
            shouldStop: { isEnough(trainer.progress.step) }, onStep: { _ in },
            validate: { _ in ValidationScore(loss: 0, bleu: 0, bleuSignature: "") },
            save: { _, _, _ in })
    }

    @Test("a training on a mixture, resumed, ends in the bytes of one that was not interrupted")
    func resumesExactly() throws {
        let corpus = corpus(pairs: 300)
        let fresh = Trainer.State(beginning: model, seed: 3)
        let start = Trainer.State(goingOnFrom: fresh.weights)
        let whole = trainer(corpus, start)
        try run(whole)
        let stepsPerEpoch = whole.progress.step / 3
        try #require(stepsPerEpoch > 3)

        let first = trainer(corpus, start)
        try run(first) { $0 == stepsPerEpoch + 2 }
        let second = trainer(corpus, first.state)
        try run(second)
        #expect(second.progress.step == whole.progress.step)
        #expect(second.progress.targetTokens == whole.progress.targetTokens)
        #expect(second.weights.flat.elements == whole.weights.flat.elements)
        #expect(second.average.flat.elements == whole.average.flat.elements)
    }

    @Test("a training that goes on from weights begins with them, and with an empty optimiser")
    func beginsWithTheWeights() {
        let weights = Trainer.State(beginning: model, seed: 3).weights
        let state = Trainer.State(goingOnFrom: weights)
        #expect(state.weights.flat.elements == weights.flat.elements)
        #expect(state.average.flat.elements == weights.flat.elements)
        #expect(state.optimizer.step == 0 && state.progress == TrainingProgress())
        #expect(state.optimizer.moment2.flat.elements.allSatisfy { $0 == 0 })
    }
}
