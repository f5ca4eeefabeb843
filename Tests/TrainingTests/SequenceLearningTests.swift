import Search
import Tensors
import Testing
import Transformer

@testable import Training

/// A whole model, trained from nothing on tasks with a known answer.
@Suite struct SequenceLearningTests {
    private static let vocabulary = 14

    @Test("copying random sequences is learned to 100 % on held-out ones")
    func copies() throws {
        let correct = try correctShare(epochs: 12) { $0 }
        #expect(correct == 1)
    }

    @Test("reversing random sequences is learned to 100 % on held-out ones")
    func reverses() throws {
        let correct = try correctShare(epochs: 16) { $0.reversed() }
        #expect(correct == 1)
    }

    @Test(
        "sequences are learned by other recipes too",
        arguments: [
            Trial("cosine, weight decay") {
                $0.schedule.shape = .cosine
                $0.weightDecay = 0.01
            },
            Trial("best weights averaged, two batches an update") {
                $0.averaging.kind = .best
                $0.averaging.count = 3
                $0.batchTokens = 256
                $0.accumulatedBatches = 2
            },
            Trial("R-Drop, growing batches", dropout: 0.05) {
                $0.rDrop = 1
                $0.averaging.kind = .none
                $0.batchTokens = 128
                $0.batchGrowthEpochs = 3
            },
        ])
    func otherRecipes(trial: Trial) throws {
        let correct = try correctShare(epochs: 12, trial) { $0 }
        #expect(correct >= 0.99)
    }

    /// A recipe by what it changes.
    struct Trial: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let dropout: Float
        let change: @Sendable (inout Recipe) -> Void

        init(
            _ name: String, dropout: Float = 0, _ change: @escaping @Sendable (inout Recipe) -> Void
        ) {
            testDescription = name
            self.dropout = dropout
            self.change = change
        }
    }

    /// Trains on random sequences and returns the share of held-out ones translated exactly.
    private func correctShare(
        epochs: Int, _ trial: Trial = Trial("as usual") { _ in }, _ task: ([Int32]) -> [Int32]
    ) throws -> Double {
        var random = RandomSource(seed: 11)
        var seen: Set<[Int32]> = []
        var corpus = EncodedCorpus()
        while corpus.count < 3000 {
            let sequence = randomSequence(&random)
            guard seen.insert(sequence).inserted else { continue }
            corpus.append(source: sequence, target: task(sequence))
        }
        var heldOut: [[Int32]] = []
        while heldOut.count < 100 {
            let sequence = randomSequence(&random)
            if !seen.contains(sequence) { heldOut.append(sequence) }
        }
        let weights = try trained(on: corpus, epochs: epochs, trial)
        return try share(of: heldOut, weights) { task($0) }
    }

    private var model: EncoderDecoder { model(dropout: 0) }

    private func model(dropout: Float) -> EncoderDecoder {
        EncoderDecoder(
            Configuration(
                modelDimension: 32, feedForwardDimension: 64, heads: 4, encoderLayers: 2,
                decoderLayers: 2, sourceVocabulary: Self.vocabulary,
                targetVocabulary: Self.vocabulary, dropout: dropout))
    }

    private func trained(
        on corpus: EncodedCorpus, epochs: Int, _ trial: Trial
    ) throws -> ParameterSet {
        var recipe = Recipe()
        recipe.batchTokens = 512
        recipe.schedule = Schedule(peakRate: 5e-3, warmupSteps: 100)
        recipe.averaging.decay = 0.99
        trial.change(&recipe)
        var bounds = TrainingBounds()
        bounds.maximumEpochs = epochs
        bounds.stepsPerValidation = 100
        let trainer = Trainer(
            model(dropout: trial.dropout), corpus: corpus, recipe: recipe, bounds: bounds,
            workers: Workers(count: 2))
        let ending = try trainer.run(
            shouldStop: { false }, onStep: { _ in },
            validate: { _ in
                ValidationScore(
                    loss: 0, bleu: Double(trainer.progress.step), bleuSignature: "")
            },
            save: { _, _, _ in })
        #expect(ending == .finished)
        return trainer.average
    }

    private func share(
        of sequences: [[Int32]], _ weights: ParameterSet, _ task: ([Int32]) -> [Int32]
    ) throws -> Double {
        let model = model
        var scorer = TransformerScorer(
            model: model, tape: Tape(inference: model.pack(weights)))
        let search = try BeamSearch(BeamSearch.Options(beam: 1))
        let results = search.search(sequences, with: &scorer)
        let correct = zip(sequences, results).filter { task($0) == $1.first?.tokens }
        return Double(correct.count) / Double(sequences.count)
    }

    private func randomSequence(_ random: inout RandomSource) -> [Int32] {
        (0..<Int.random(in: 3...7, using: &random)).map { _ in
            Int32.random(in: 4..<Int32(Self.vocabulary), using: &random)
        }
    }
}
