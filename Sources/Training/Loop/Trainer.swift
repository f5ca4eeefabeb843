import Foundation
package import Tensors
package import Transformer

/// Trains a model on an encoded corpus, step by step.
///
/// Every draw is derived from seed, step and epoch, so that a training resumed from its saved
/// progress, weights and moments makes the same steps as one that was never interrupted.
package final class Trainer {
    /// Why a training ended.
    package enum Ending: Sendable, Equatable {
        /// The wanted epochs, steps or minutes are done.
        case finished
        /// No better score for `patience` validations.
        case converged
        /// The user asked to stop.
        case interrupted
    }

    /// What is told after every step.
    package struct StepReport: Sendable {
        package let progress: TrainingProgress
        /// Of the step's batch.
        package let loss: Double
        package let targetTokens: Int
        package let epochFraction: Double
        package let rate: Float
        /// How much of the training is done, by the nearest of its bounds; nil without bounds.
        package let fractionDone: Double?
    }

    package private(set) var weights: ParameterSet
    /// The moving average of the weights: what is validated and kept.
    package private(set) var average: ParameterSet
    package private(set) var optimizer: Adam
    package private(set) var progress: TrainingProgress

    private let model: EncoderDecoder
    private let corpus: EncodedCorpus
    private let sampler: PairSampler?
    package let recipe: Recipe
    package let bounds: TrainingBounds
    private let workers: Workers
    private let group: ProcessGroup
    private let gradients: GradientWorkers
    private let batcher: Batcher
    /// Seconds of the sessions before this one: the time budget is each session's own.
    private let earlierSeconds: Double
    /// Of the last validation: the time budget leaves room for another.
    private var validationSeconds = 0.0

    /// - Parameters:
    ///   - sampler: what cuts each pair anew in every epoch; without one it stays the same
    ///   - group: the processes that train together, all with the same arguments but for `workers`
    package init(
        _ model: EncoderDecoder, corpus: EncodedCorpus, sampler: PairSampler? = nil,
        recipe: Recipe, bounds: TrainingBounds, workers: Workers, group: ProcessGroup = .alone,
        resuming state: State? = nil
    ) {
        precondition(corpus.count > 0, "nothing to train on")
        self.model = model
        self.corpus = corpus
        self.sampler = sampler
        self.recipe = recipe
        self.bounds = bounds
        self.workers = workers
        self.group = group
        gradients = GradientWorkers(
            model, workers: workers, precision: recipe.precision,
            smoothing: recipe.labelSmoothing, group: group)
        batcher = Batcher(batchTokens: recipe.batchTokens, seed: recipe.seed)
        let state = state ?? State(beginning: model, seed: recipe.seed)
        weights = state.weights
        average = state.average
        optimizer = state.optimizer
        progress = state.progress
        earlierSeconds = state.progress.seconds
    }

    /// All that changes while training.
    package struct State: Sendable {
        package var weights: ParameterSet
        package var average: ParameterSet
        package var optimizer: Adam
        package var progress: TrainingProgress

        package init(
            weights: ParameterSet, average: ParameterSet, optimizer: Adam,
            progress: TrainingProgress
        ) {
            self.weights = weights
            self.average = average
            self.optimizer = optimizer
            self.progress = progress
        }

        /// Fresh weights from a seed.
        package init(beginning model: EncoderDecoder, seed: UInt64) {
            var random = RandomSource(seed: seed)
            let weights = ParameterSet(model.layout, random: &random)
            self.init(
                weights: weights, average: weights, optimizer: Adam(model.layout),
                progress: TrainingProgress())
        }
    }

    package var state: State {
        State(weights: weights, average: average, optimizer: optimizer, progress: progress)
    }

    // MARK: - The loop

    /// Trains until an end is reached.
    ///
    /// In a group of processes all must be told the same by `shouldStop` and `validate`.
    /// - Parameters:
    ///   - shouldStop: asked after every step
    ///   - onStep: told after every step
    ///   - validate: scores the averaged weights
    ///   - save: called after every validation and at the end; `isBest` after a best score
    package func run(
        shouldStop: () -> Bool, onStep: (StepReport) -> Void,
        validate: (ParameterSet) -> ValidationScore,
        save: (_ trainer: Trainer, _ validated: ValidationScore?, _ isBest: Bool) throws -> Void
    ) throws -> Ending {
        var batches = batcher.batches(of: corpus, epoch: progress.epoch)
        var isValidated = progress.step > 0 && progress.step % bounds.stepsPerValidation == 0
        while true {
            if isDone {
                if !isValidated { try validateAndSave(validate, save) }
                return .finished
            }
            if shouldStop() {
                try save(self, nil, false)
                return .interrupted
            }
            step(batches[progress.batch], of: batches.count, onStep)
            if progress.batch == batches.count {
                progress.epoch += 1
                progress.batch = 0
                batches = batcher.batches(of: corpus, epoch: progress.epoch)
            }
            isValidated = progress.step % bounds.stepsPerValidation == 0
            if isValidated {
                try validateAndSave(validate, save)
                if progress.validationsSinceBest >= bounds.patience { return .converged }
            }
        }
    }

    /// One update of the weights.
    private func step(_ batch: [UInt32], of batchCount: Int, _ onStep: (StepReport) -> Void) {
        let clock = ContinuousClock()
        let start = clock.now
        var random = RandomSource(
            seed: recipe.seed &+ UInt64(progress.step) &* 0x9FB2_1C65_1E98_DF25)
        let result = gradients.compute(
            pairs(of: batch), weights: weights, random: random.split())
        let rate = recipe.schedule.rate(at: progress.step + 1)
        optimizer.update(
            &weights, with: gradients.gradient,
            gradientFactor: result.norm > recipe.clipNorm ? recipe.clipNorm / result.norm : 1,
            rate: rate, workers: workers)
        moveAverage()
        progress.step += 1
        progress.batch += 1
        // As the corpus has them, so that an epoch is an epoch however its pairs were cut.
        progress.targetTokens += batch.reduce(batch.count) { $0 + corpus.targetLength(Int($1)) }
        progress.seconds += group.ofLead((clock.now - start) / .seconds(1))
        onStep(
            StepReport(
                progress: progress, loss: result.loss, targetTokens: result.targetTokens,
                epochFraction: Double(progress.batch) / Double(batchCount), rate: rate,
                fractionDone: fractionDone(batchCount)))
    }

    private func pairs(of batch: [UInt32]) -> [(source: [Int32], target: [Int32])] {
        let (corpus, epoch) = (corpus, progress.epoch)
        guard let sampler else { return batch.map { corpus[Int($0)] } }
        return workers.map(over: batch) { sampler.pair(Int($0), of: corpus, epoch: epoch) }
    }

    /// A short memory at first, so that the random start is soon forgotten.
    private func moveAverage() {
        let age = Float(progress.step)
        ParameterKernel.moveAverage(
            &average, toward: weights, decay: min(recipe.averageDecay, (1 + age) / (10 + age)),
            workers: workers)
    }

    private func validateAndSave(
        _ validate: (ParameterSet) -> ValidationScore,
        _ save: (Trainer, ValidationScore?, Bool) throws -> Void
    ) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let score = validate(average)
        let isBest = score.isBetter(than: progress.best)
        if isBest {
            progress.best = score
            progress.bestStep = progress.step
            progress.validationsSinceBest = 0
        } else {
            progress.validationsSinceBest += 1
        }
        try save(self, score, isBest)
        validationSeconds = group.ofLead((clock.now - start) / .seconds(1))
        progress.seconds += validationSeconds
    }

    // MARK: - The end

    private var isDone: Bool {
        if let limit = bounds.maximumSteps, progress.step >= limit { return true }
        if let limit = bounds.maximumEpochs, progress.epoch >= limit { return true }
        if let limit = bounds.timeBudgetSeconds,
            progress.seconds - earlierSeconds + validationSeconds >= limit
        {
            return true
        }
        return false
    }

    private func fractionDone(_ batchCount: Int) -> Double? {
        let epochs = Double(progress.epoch) + Double(progress.batch) / Double(batchCount)
        return [
            bounds.maximumSteps.map { Double(progress.step) / Double($0) },
            bounds.maximumEpochs.map { epochs / Double($0) },
            bounds.timeBudgetSeconds.map { (progress.seconds - earlierSeconds) / $0 },
        ].compactMap { $0 }.max()
    }
}
