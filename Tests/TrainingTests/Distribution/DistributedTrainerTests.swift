import Foundation
import Tensors
import Testing
import Text
import Transformer

@testable import Training

/// Processes that train together take the steps that one process with all their workers takes.
@Suite struct DistributedTrainerTests {
    private let sample: SampledCorpus
    /// With more floats than one bucket of the exchange has.
    private let model: EncoderDecoder

    init() throws {
        sample = try SampledCorpus()
        let size = sample.subwords.target.vocabulary.count
        model = EncoderDecoder(
            Configuration(
                modelDimension: 128, feedForwardDimension: 512, heads: 4, encoderLayers: 2,
                decoderLayers: 2, sourceVocabulary: size, targetVocabulary: size, dropout: 0.2))
        #expect(model.layout.count > GradientExchange.bucketSize)
    }

    private func start(steps: Int, batchTokens: Int = 64) -> TrainingStart {
        var recipe = Recipe()
        recipe.batchTokens = batchTokens
        recipe.subwordDropout = 0.3
        recipe.schedule = Schedule(peakRate: 1e-3, warmupSteps: 5)
        var bounds = TrainingBounds()
        bounds.maximumSteps = steps
        bounds.stepsPerValidation = 4
        return TrainingStart(
            model: model, corpus: sample.corpus, mixture: nil, subwords: sample.subwords,
            recipe: recipe,
            bounds: bounds, state: Trainer.State(beginning: model, seed: 1))
    }

    private static func train(
        _ start: TrainingStart, workers: Int, in group: ProcessGroup,
        stopAfter: Int = .max
    ) throws -> (weights: [Float], progress: TrainingProgress, ending: Trainer.Ending) {
        let trainer = Trainer(
            start.model, corpus: start.corpus,
            sampler: start.subwords.map {
                PairSampler(
                    $0, dropout: start.recipe.subwordDropout, seed: start.recipe.seed,
                    longest: 256)
            }, recipe: start.recipe, bounds: start.bounds, workers: Workers(count: workers),
            group: group, resuming: start.state)
        let ending = try trainer.run(
            shouldStop: { group.any(group.rank == 1 && trainer.progress.step >= stopAfter) },
            onStep: { _ in },
            validate: { _ in
                // Better and better, but only the lead knows.
                group.share(
                    ValidationScore(
                        loss: 1, bleu: group.isLead ? Double(trainer.progress.step) : 0,
                        bleuSignature: ""))
            }, save: { _, _, _ in })
        return (trainer.average.flat.elements, trainer.progress, ending)
    }

    @Test("two processes with a worker each make the bytes of one with two workers")
    func sameBytes() throws {
        let start = start(steps: 12)
        let alone = try Self.train(start, workers: 2, in: .alone)
        let together = try Meeting.of(2) { try Self.train(start, workers: 1, in: $0) }
        for result in together {
            #expect(result.weights == alone.weights)
            #expect(result.ending == .finished)
            #expect(result.progress == together[0].progress)
            #expect(result.progress.best?.bleu == 12)
        }
    }

    @Test("any numbers of workers give the same but for rounding")
    func anyWorkers() throws {
        let start = start(steps: 3)
        let alone = try Self.train(start, workers: 4, in: .alone)
        let together = try Meeting.of(3, workers: [1, 2, 1]) {
            try Self.train(start, workers: $0.rank == 1 ? 2 : 1, in: $0)
        }
        let largest = alone.weights.map(abs).max() ?? 0
        for result in together {
            #expect(result.weights == together[0].weights)
            let difference = zip(result.weights, alone.weights).map { abs($0 - $1) }.max() ?? 0
            // Adam divides by the size of a gradient, also where that is rounding alone.
            #expect(difference <= 1e-2 * largest)
        }
    }

    @Test("a batch with fewer pairs than there are workers leaves some of them idle")
    func idleWorkers() throws {
        let start = start(steps: 3, batchTokens: 4)
        let alone = try Self.train(start, workers: 2, in: .alone)
        let together = try Meeting.of(2) { try Self.train(start, workers: 1, in: $0) }
        for result in together { #expect(result.weights == alone.weights) }
    }

    @Test("when one is asked to stop, all stop after the same step")
    func stopsTogether() throws {
        let start = start(steps: 100)
        let ends = try Meeting.of(2) {
            try Self.train(start, workers: 1, in: $0, stopAfter: 3)
        }
        for end in ends {
            #expect(end.ending == .interrupted)
            #expect(end.progress.step == 3)
        }
    }

    @Test("all begin with what the lead has", arguments: [false, true])
    func order(isInFiles: Bool) throws {
        var begun = start(steps: 7)
        if isInFiles {
            var writer = try EncodedCorpusWriter(
                in: FileManager.default.temporaryDirectory, vocabularySize: 60)
            try writer.append(sample.corpus)
            begun = TrainingStart(
                model: begun.model, corpus: try writer.finish(),
                mixture: CorpusMixture(sample.corpus, newCount: 20, oldShare: 0.5, seed: 3),
                subwords: nil, recipe: begun.recipe, bounds: begun.bounds, state: begun.state)
        }
        let start = begun
        let received = try Meeting.of(2) { group in
            guard !group.isLead else { return start.send(to: group) }
            return try TrainingStart(
                receivedIn: group, folder: FileManager.default.temporaryDirectory)
        }[1]
        #expect(received.corpus == start.corpus)
        #expect(received.corpus.isNarrow == isInFiles)
        #expect(received.model.configuration == start.model.configuration)
        #expect(received.recipe == start.recipe)
        #expect(received.mixture == start.mixture)
        #expect(received.bounds == start.bounds)
        #expect(received.state.progress == start.state.progress)
        #expect(received.state.weights.flat.elements == start.state.weights.flat.elements)
        #expect(
            received.subwords?.source.vocabularyText == start.subwords?.source.vocabularyText)
        #expect(received.subwords?.isJoint == start.subwords?.isJoint)
    }
}
