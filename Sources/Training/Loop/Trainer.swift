import Foundation
package import Tensors
package import Transformer

/// Trains a model on an encoded corpus, step by step.
///
/// Every draw is derived from seed, step and epoch, so that a training resumed from its saved
/// progress, weights and moments makes the same steps as one that was never interrupted.
package final class Trainer {
    package private(set) var weights: ParameterSet
    /// What is validated and kept.
    package var average: ParameterSet { averaging.value(beside: weights) }
    private var averaging: WeightAverage
    package private(set) var optimizer: Adam
    package private(set) var progress: TrainingProgress

    private let model: EncoderDecoder
    private let corpus: EncodedCorpus
    private let sampler: PairSampler?
    private let mixture: CorpusMixture?
    package let recipe: Recipe
    package let bounds: TrainingBounds
    private let workers: Workers
    private let group: ProcessGroup
    private let gradients: GradientWorkers
    private let growth: BatchGrowth
    private var course: TrainingCourse

    /// - Parameters:
    ///   - sampler: what cuts each pair anew in every epoch; without one it stays the same
    ///   - mixture: what of the corpus an epoch takes; all of it without one
    ///   - group: the processes that train together, all with the same arguments but for `workers`
    ///   - availableBytes: memory that may still be taken, which growing batches ask for
    package init(
        _ model: EncoderDecoder, corpus: EncodedCorpus, sampler: PairSampler? = nil,
        mixture: CorpusMixture? = nil, recipe: Recipe, bounds: TrainingBounds, workers: Workers,
        group: ProcessGroup = .alone, resuming state: State? = nil,
        availableBytes: @escaping @Sendable () -> Int? = AvailableMemory.bytes
    ) {
        precondition(corpus.count > 0, "nothing to train on")
        let start = ContinuousClock.now
        self.model = model
        self.corpus = corpus
        self.sampler = sampler
        self.mixture = mixture
        self.recipe = recipe
        self.bounds = bounds
        self.workers = workers
        self.group = group
        gradients = GradientWorkers(
            model, workers: workers, precision: recipe.precision,
            smoothing: recipe.labelSmoothing, rDrop: recipe.rDrop, group: group)
        let state = state ?? State(beginning: model, seed: recipe.seed)
        weights = state.weights
        averaging = WeightAverage(
            recipe.averaging, moving: state.average, snapshots: state.snapshots, workers: workers)
        optimizer = state.optimizer
        progress = state.progress
        growth = BatchGrowth(recipe, availableBytes: availableBytes)
        course = TrainingCourse(
            bounds, from: start, goingOnFrom: state.progress, agreeing: group.ofLead)
    }

    package var state: State {
        State(
            weights: weights, average: average, optimizer: optimizer, progress: progress,
            averagedWeights: averaging.snapshots.map(\.weights))
    }

    // MARK: - The loop

    /// Trains until an end is reached.
    ///
    /// In a group of processes all must be told the same by `shouldStop` and `validate`.
    /// - Parameters:
    ///   - shouldStop: asked after every step
    ///   - onStep: told after every step
    ///   - validate: scores weights, averaged as the recipe wants it; nil when it was broken off:
    ///     because the user asked to stop, or at `validationDeadline`
    ///   - save: called after every validation and at the end; `isBest` after a best score
    ///   - recover: gives the last good state when training goes wrong, or throws to give up
    package func run(
        shouldStop: () -> Bool, onStep: (StepReport) -> Void,
        validate: (ParameterSet) -> ValidationScore?,
        save: (_ trainer: Trainer, _ validated: ValidationScore?, _ isBest: Bool) throws -> Void,
        recover: (Setback) throws -> State = { throw $0 }
    ) throws -> Ending {
        var batches = epochBatches
        while true {
            var fault: DivergenceWatch.Fault?
            if isValidationDue {
                switch try validateAndSave(validate, save) {
                case .saved: break
                case .bad(let found): fault = found
                case .brokenOff:
                    // Made up for when training goes on.
                    try save(self, nil, false)
                    return shouldStop() ? .interrupted : .finished
                }
            } else if progress.validationsSinceBest >= bounds.patience {
                return .converged
            } else if course.isOver(progress) {
                try noteEnd(save)
                return .finished
            } else if shouldStop() {
                if progress.validatedStep != progress.step { try save(self, nil, false) }
                return .interrupted
            } else {
                fault = step(batches, onStep)
                if fault == nil, progress.batch >= batches.count {
                    beginEpoch(after: batches.count)
                    batches = epochBatches
                }
            }
            if let fault {
                try goBack(after: fault, recover)
                batches = epochBatches
            }
        }
    }

    /// When a validation must have ended for training to end in time; nil without a time budget.
    package var validationDeadline: ContinuousClock.Instant? { course.validationDeadline }

    private var epochBatches: [[UInt32]] {
        Batcher(
            batchTokens: growth.batchTokens(after: progress.batchDoublings), seed: recipe.seed,
            mixture: mixture
        ).batches(of: corpus, epoch: progress.epoch)
    }

    private func beginEpoch(after batchCount: Int) {
        progress.epoch += 1
        progress.batch = 0
        let isDue = growth.isDue(epoch: progress.epoch, batches: batchCount)
        // Every process must have the memory.
        guard !group.any(!isDue) else { return }
        progress.batchDoublings += 1
        // What smaller batches have left is of no use to larger ones.
        MemoryPool.shared.trim()
    }

    /// The state knows that it is the last, so that a resumed training begins a new course.
    private func noteEnd(_ save: (Trainer, ValidationScore?, Bool) throws -> Void) throws {
        guard progress.shareDone < 1 else { return }
        progress.shareDone = 1
        try save(self, nil, false)
    }

    // MARK: - A step

    /// One update of the weights.
    /// - Returns: what is wrong with it; it was not made then
    private func step(
        _ batches: [[UInt32]], _ onStep: (StepReport) -> Void
    ) -> DivergenceWatch.Fault? {
        let clock = ContinuousClock()
        let start = clock.now
        var random = RandomSource(
            seed: recipe.seed &+ UInt64(progress.step) &* 0x9FB2_1C65_1E98_DF25)
        let taken = batches[progress.batch...].prefix(recipe.accumulatedBatches)
        let batch = Array(taken.joined())
        let result = gradients.compute(
            pairs(of: batch), pieces: pieces(taken.map(\.count)), weights: weights,
            random: random.split())
        if let fault = progress.divergence.check(loss: result.loss, gradientNorm: result.norm) {
            return fault
        }
        let rate = rate(batches: batches.count)
        update(rate: rate, gradientNorm: result.norm)
        progress.step += 1
        progress.batch += taken.count
        // As the corpus has them, so that an epoch is an epoch however its pairs were cut.
        progress.targetTokens += batch.reduce(batch.count) { $0 + corpus.targetLength(Int($1)) }
        let seconds = group.ofLead((clock.now - start) / .seconds(1))
        progress.seconds += seconds
        course.noteStep(seconds: seconds)
        let share = course.share(progress, batches: batches.count)
        progress.shareDone = course.isOver(progress) ? 1 : share ?? 0
        onStep(
            StepReport(
                progress: progress, loss: result.loss, targetTokens: result.targetTokens,
                epochFraction: Double(progress.batch) / Double(batches.count), rate: rate,
                gradientNorm: result.norm, fractionDone: share))
        return nil
    }

    /// The learning rate of the next step.
    private func rate(batches: Int) -> Float {
        let scheduled = recipe.schedule.rate(
            at: progress.step + 1, done: course.share(progress, batches: batches) ?? 0,
            reductions: progress.rateReductions)
        return scheduled * progress.divergence.rateFactor
    }

    private func update(rate: Float, gradientNorm norm: Float) {
        let isLong = recipe.clipNorm > 0 && norm > recipe.clipNorm
        optimizer.update(
            &weights, average: &averaging.moving, with: gradients.gradient,
            gradientFactor: isLong ? recipe.clipNorm / norm : 1, rate: rate,
            weightDecay: recipe.weightDecay, averageDecay: averaging.decay(at: progress.step),
            workers: workers)
    }

    private func pairs(of batch: [UInt32]) -> [(source: [Int32], target: [Int32])] {
        let (corpus, epoch) = (corpus, progress.epoch)
        guard let sampler else { return batch.map { corpus[Int($0)] } }
        return workers.map(over: batch) { sampler.pair(Int($0), of: corpus, epoch: epoch) }
    }

    /// Neighbouring ranges of these lengths, from 0.
    private func pieces(_ lengths: [Int]) -> [Range<Int>] {
        var end = 0
        return lengths.map { length in
            end += length
            return end - length..<end
        }
    }

    // MARK: - Validation

    /// What became of a validation.
    private enum Validation {
        case saved
        /// Nothing was saved.
        case bad(DivergenceWatch.Fault)
        case brokenOff
    }

    /// After every so many steps of a state that is worth keeping, and at the end.
    private var isValidationDue: Bool {
        guard progress.validatedStep != progress.step else { return false }
        return course.isOver(progress)
            || course.isValidationDue(progress) && !progress.divergence.isSuspicious
    }

    private func validateAndSave(
        _ validate: (ParameterSet) -> ValidationScore?,
        _ save: (Trainer, ValidationScore?, Bool) throws -> Void
    ) throws -> Validation {
        let clock = ContinuousClock()
        let start = clock.now
        let validated = averaging.validate(
            weights, step: progress.step, workers: workers, score: validate)
        guard let (score, isOfAverage) = validated else { return .brokenOff }
        guard score.loss.isFinite else { return .bad(.lossNotFinite) }
        let validationSeconds = group.ofLead((clock.now - start) / .seconds(1))
        progress.seconds += validationSeconds
        course.noteValidation(seconds: validationSeconds)
        let isBest = isOfAverage && score.isBetter(than: progress.best)
        note(score, isBest: isBest)
        let saving = clock.now
        try save(self, score, isBest)
        let savingSeconds = group.ofLead((clock.now - saving) / .seconds(1))
        progress.seconds += savingSeconds
        course.noteSaving(seconds: savingSeconds)
        return .saved
    }

    private func note(_ score: ValidationScore, isBest: Bool) {
        progress.validatedStep = progress.step
        if course.isOver(progress) { progress.shareDone = 1 }
        progress.averaged = averaging.snapshots.map(\.note)
        progress.note(loss: score.loss)
        if isBest {
            progress.best = score
            progress.bestStep = progress.step
            progress.validationsSinceBest = 0
        } else {
            progress.validationsSinceBest += 1
        }
        progress.rateReductions = recipe.schedule.reductions(
            progress.rateReductions, validationsSinceBest: progress.validationsSinceBest)
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
        let seconds = progress.seconds
        // The sets of parameters are large: the bad ones go before the good ones come.
        let nothing = ParameterLayout()
        take(
            State(
                weights: ParameterSet(zeros: nothing), average: ParameterSet(zeros: nothing),
                optimizer: Adam(nothing), progress: TrainingProgress()))
        take(try recover(setback))
        progress.seconds = seconds
        progress.divergence.recoveries = setback.count
    }

    private func take(_ state: State) {
        weights = state.weights
        averaging = WeightAverage(
            recipe.averaging, moving: state.average, snapshots: state.snapshots, workers: workers)
        optimizer = state.optimizer
        progress = state.progress
    }
}
