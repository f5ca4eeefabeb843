import Search
import Tensors
import Testing
import Transformer

@testable import Training

/// A model that copies learns to reverse, by which it would forget to copy.
@Suite struct ForgettingTests {
    /// The first token of a source says what is to be done with the rest.
    private enum Task: Int32 {
        case copy = 4
        case reverse = 5

        func pair(_ ids: [Int32]) -> (source: [Int32], target: [Int32]) {
            ([rawValue] + ids, self == .copy ? ids : ids.reversed())
        }
    }

    private static let model = EncoderDecoder(
        Configuration(
            modelDimension: 32, feedForwardDimension: 64, heads: 4, encoderLayers: 2,
            decoderLayers: 2, sourceVocabulary: 14, targetVocabulary: 14, dropout: 0))

    @Test("new text is learned, and old text is forgotten unless some of it is mixed in")
    func forgetsOnlyWithoutOldText() throws {
        let old = pairs(.copy, count: 1_500, seed: 1)
        let new = pairs(.reverse, count: 600, seed: 2)
        let engine = try trained(corpus(old), epochs: 16, rate: 5e-3)
        try #require(try share(.copy, engine) > 0.95)
        #expect(try share(.reverse, engine) < 0.3)

        let state = Trainer.State(goingOnFrom: engine)
        let alone = try trained(corpus(new), epochs: 16, rate: 2e-3, state: state)
        let both = corpus(new + old)
        let mixture = CorpusMixture(both, newCount: new.count, oldShare: 0.5, seed: 1)
        let mixed = try trained(both, mixture: mixture, epochs: 16, rate: 2e-3, state: state)

        #expect(try share(.reverse, alone) > 0.9)
        #expect(try share(.copy, alone) < 0.5)
        #expect(try share(.reverse, mixed) > 0.9)
        #expect(try share(.copy, mixed) > 0.9)
    }

    @Test("a training on a mixture, resumed, ends in the bytes of one that was not interrupted")
    func resumesExactly() throws {
        let both = corpus(
            pairs(.reverse, count: 60, seed: 2) + pairs(.copy, count: 200, seed: 1))
        func trainer(_ state: Trainer.State) -> Trainer {
            Trainer(
                Self.model, corpus: both,
                mixture: CorpusMixture(both, newCount: 60, oldShare: 0.7, seed: 1),
                recipe: recipe(rate: 2e-3), bounds: bounds(epochs: 3), workers: Workers(count: 2),
                resuming: state)
        }
        let fresh = Trainer.State(beginning: Self.model, seed: 3)
        let start = Trainer.State(goingOnFrom: fresh.weights)
        let whole = trainer(start)
        try run(whole)
        let first = trainer(start)
        try run(first) { $0 == 4 }
        #expect(first.progress.step == 4)
        let second = trainer(first.state)
        try run(second)
        #expect(second.progress.step == whole.progress.step)
        #expect(second.weights.flat.elements == whole.weights.flat.elements)
        #expect(second.average.flat.elements == whole.average.flat.elements)
    }

    // MARK: - Training

    private func pairs(
        _ task: Task, count: Int, seed: UInt64
    ) -> [(source: [Int32], target: [Int32])] {
        var random = RandomSource(seed: seed)
        return (0..<count).map { _ in task.pair(sequence(&random)) }
    }

    private func sequence(_ random: inout RandomSource) -> [Int32] {
        (0..<Int.random(in: 2...6, using: &random)).map { _ in
            Int32.random(in: 6..<14, using: &random)
        }
    }

    private func corpus(_ pairs: [(source: [Int32], target: [Int32])]) -> EncodedCorpus {
        var corpus = EncodedCorpus()
        for pair in pairs { corpus.append(source: pair.source, target: pair.target) }
        return corpus
    }

    private func recipe(rate: Float) -> Recipe {
        var recipe = Recipe()
        recipe.batchTokens = 256
        recipe.schedule = Schedule(peakRate: rate, warmupSteps: 50)
        recipe.averageDecay = 0.98
        return recipe
    }

    private func bounds(epochs: Int) -> TrainingBounds {
        var bounds = TrainingBounds()
        bounds.maximumEpochs = epochs
        bounds.stepsPerValidation = .max
        return bounds
    }

    private func trained(
        _ corpus: EncodedCorpus, mixture: CorpusMixture? = nil, epochs: Int, rate: Float,
        state: Trainer.State? = nil
    ) throws -> ParameterSet {
        let trainer = Trainer(
            Self.model, corpus: corpus, mixture: mixture, recipe: recipe(rate: rate),
            bounds: bounds(epochs: epochs), workers: Workers(count: 2), resuming: state)
        try run(trainer)
        return trainer.average
    }

    private func run(_ trainer: Trainer, until isEnough: (Int) -> Bool = { _ in false }) throws {
        _ = try trainer.run(
            shouldStop: { isEnough(trainer.progress.step) }, onStep: { _ in },
            validate: { _ in ValidationScore(loss: 0, bleu: 0, bleuSignature: "") },
            save: { _, _, _ in })
    }

    /// Of held-out sequences, those that come out exactly.
    private func share(_ task: Task, _ weights: ParameterSet) throws -> Double {
        let heldOut = pairs(task, count: 100, seed: 99)
        let tape = Tape(inference: Self.model.pack(weights, precision: .f32))
        let sources = heldOut.map(\.source)
        var scorer = TransformerScorer(
            model: Self.model, tape: tape, sentences: PackedSentences(sources))
        let search = try BeamSearch(BeamSearch.Options(beam: 1))
        let found = search.search(sources, with: &scorer).map { $0.first?.tokens ?? [] }
        return Double(zip(found, heldOut).count { $0 == $1.target }) / Double(heldOut.count)
    }
}
