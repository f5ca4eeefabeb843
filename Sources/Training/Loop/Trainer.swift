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
    private let gradients: GradientWorkers
    private let batcher: Batcher
    /// Seconds of the sessions before this one: the time budget is each session's own.
    private let earlierSeconds: Double
    /// Of the last validation: the time budget leaves room for another.
    private var validationSeconds = 0.0

    /// - Parameter sampler: what cuts each pair anew in every epoch; without one it stays the same
    package init(
        _ model: EncoderDecoder, corpus: EncodedCorpus, sampler: PairSampler? = nil,
        recipe: Recipe, bounds: TrainingBounds, workers: Workers, resuming state: State? = nil
    ) {
        precondition(corpus.count > 0, "nothing to train on")
        self.model = model
        self.corpus = corpus
        self.sampler = sampler
        self.recipe = recipe
        self.bounds = bounds
        self.workers = workers
        gradients = GradientWorkers(
            model, workers: workers, precision: recipe.precision,
            smoothing: recipe.labelSmoothing)
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
    /// - Parameters:
    ///   - shouldStop: asked after every step
    ///   - onStep: told after every step
    ///   - validate: scores the averaged weights; nil when the user asked to stop
    ///   - save: called after every validation and at the end; `isBest` after a best score
    ///   - recover: gives the last good state when training goes wrong, or throws to give up
    package func run(
        shouldStop: () -> Bool, onStep: (StepReport) -> Void,
        validate: (ParameterSet) -> ValidationScore?,
        save: (_ trainer: Trainer, _ validated: ValidationScore?, _ isBest: Bool) throws -> Void,
        recover: (Setback) throws -> State = { throw $0 }
    ) throws -> Ending {
        var batches = batcher.batches(of: corpus, epoch: progress.epoch)
        while true {
            var fault: DivergenceWatch.Fault?
            if isValidationDue {
                guard let score = timed({ validate(average) }) else {
                    // Made up for when training goes on.
                    try save(self, nil, false)
                    return .interrupted
                }
                fault = try take(score, save)
            } else if progress.validationsSinceBest >= bounds.patience {
                return .converged
            } else if isDone {
                return .finished
            } else if shouldStop() {
                if progress.validatedStep != progress.step { try save(self, nil, false) }
                return .interrupted
            } else {
                fault = step(batches[progress.batch], of: batches.count, onStep)
                if fault == nil, progress.batch == batches.count {
                    progress.epoch += 1
                    progress.batch = 0
                    batches = batcher.batches(of: corpus, epoch: progress.epoch)
                }
            }
            if let fault {
                try goBack(after: fault, recover)
                batches = batcher.batches(of: corpus, epoch: progress.epoch)
            }
        }
    }

    /// One update of the weights.
    /// - Returns: what is wrong with it; it was not made then
    private func step(
        _ batch: [UInt32], of batchCount: Int, _ onStep: (StepReport) -> Void
    ) -> DivergenceWatch.Fault? {
        let clock = ContinuousClock()
        let start = clock.now
        var random = RandomSource(
            seed: recipe.seed &+ UInt64(progress.step) &* 0x9FB2_1C65_1E98_DF25)
        let result = gradients.compute(
            pairs(of: batch), weights: weights, random: random.split())
        if let fault = progress.divergence.check(loss: result.loss, gradientNorm: result.norm) {
            return fault
        }
        let rate = recipe.schedule.rate(at: progress.step + 1) * progress.divergence.rateFactor
        optimizer.update(
            &weights, with: gradients.gradient,
            gradientFactor: result.norm > recipe.clipNorm ? recipe.clipNorm / result.norm : 1,
            rate: rate, workers: workers)
        moveAverage()
        progress.step += 1
        progress.batch += 1
        // As the corpus has them, so that an epoch is an epoch however its pairs were cut.
        progress.targetTokens += batch.reduce(batch.count) { $0 + corpus.targetLength(Int($1)) }
        progress.seconds += (clock.now - start) / .seconds(1)
        onStep(
            StepReport(
                progress: progress, loss: result.loss, targetTokens: result.targetTokens,
                epochFraction: Double(progress.batch) / Double(batchCount), rate: rate,
                fractionDone: fractionDone(batchCount)))
        return nil
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

    // MARK: - Validation

    /// After every so many steps, and at the end, of a state that is worth keeping.
    private var isValidationDue: Bool {
        guard progress.validatedStep != progress.step else { return false }
        if isDone { return true }
        let interval = bounds.stepsPerValidation
        return progress.step / interval > (progress.validatedStep ?? 0) / interval
            && !progress.divergence.isSuspicious
    }

    /// Takes note of a validation, and saves.
    /// - Returns: what is wrong with it; nothing was saved then
    private func take(
        _ score: ValidationScore, _ save: (Trainer, ValidationScore?, Bool) throws -> Void
    ) throws -> DivergenceWatch.Fault? {
        guard score.loss.isFinite else { return .lossNotFinite }
        let isBest = score.isBetter(than: progress.best)
        if isBest {
            progress.best = score
            progress.bestStep = progress.step
            progress.validationsSinceBest = 0
        } else {
            progress.validationsSinceBest += 1
        }
        progress.validatedStep = progress.step
        let seconds = validationSeconds
        try timed { try save(self, score, isBest) }
        validationSeconds += seconds
        return nil
    }

    /// Adds the time of a validation, or of saving after it, to the training's.
    private func timed<Result>(_ body: () throws -> Result) rethrows -> Result {
        let clock = ContinuousClock()
        let start = clock.now
        defer {
            validationSeconds = (clock.now - start) / .seconds(1)
            progress.seconds += validationSeconds
        }
        return try body()
    }

    // MARK: - Going back

    /// Replaces everything, the optimizer's moments too, by the last good state.
    private func goBack(
        after fault: DivergenceWatch.Fault, _ recover: (Setback) throws -> State
    ) throws {
        var divergence = progress.divergence
        divergence.recoveries += 1
        let setback = Setback(
            fault: fault, step: progress.step, count: divergence.recoveries,
            rateFactor: divergence.rateFactor)
        // Four sets of parameters are large: the bad ones go before the good ones come.
        let nothing = ParameterSet(zeros: ParameterLayout())
        (weights, average) = (nothing, nothing)
        optimizer = Adam(ParameterLayout())
        let state = try recover(setback)
        (weights, average, optimizer) = (state.weights, state.average, state.optimizer)
        let seconds = progress.seconds
        progress = state.progress
        progress.seconds = seconds
        progress.divergence.recoveries = setback.count
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
