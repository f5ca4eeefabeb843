import Engines
import Foundation
import Tensors
import Text
import Transformer

// What is settled between reading the corpora and the first step.

extension TrainingRun {
    func chosenPlan(
        pairs: Int, goingOnFrom start: StartingEngine?
    ) -> TrainingPlan {
        var plan = start?.plan(pairs: pairs) ?? TrainingPlan(pairs: pairs)
        if let preset = request.model.preset, start == nil { plan = plan.sized(preset) }
        if let size = request.vocabulary.size { plan.vocabularySize = size }
        request.recipe.apply(to: &plan.recipe)
        return plan
    }

    func model(_ plan: TrainingPlan, _ subwords: SubwordPair) throws -> EncoderDecoder {
        var configuration = plan.configuration(for: subwords)
        request.model.apply(to: &configuration)
        try ModelChoices.check(configuration)
        let model = EncoderDecoder(configuration)
        try ModelChoices.check(
            weightCount: model.layout.weightCount, workers: request.workers,
            memory: ProcessInfo.processInfo.physicalMemory)
        return model
    }

    /// The model that is given, or the plan's, or a smaller one where the time budget has too few
    /// epochs of it, with how long its training takes on this machine.
    func settledModel(
        _ plan: TrainingPlan, _ recipe: Recipe, _ data: TrainingData, _ subwords: SubwordPair,
        _ bounds: TrainingBounds, _ saved: SavedTraining?, given: EncoderDecoder?
    ) throws -> (TrainingPlan, EncoderDecoder, TrainingForecast) {
        let workers = Workers(count: request.workers)
        let batcher = Batcher(
            batchTokens: recipe.batchTokens, seed: recipe.seed, mixture: data.mixture)
        let batches = batcher.batches(of: data.training, epoch: 0).count
        let steps = (batches + recipe.accumulatedBatches - 1) / recipe.accumulatedBatches
        func forecast(_ rate: Double) -> TrainingForecast {
            TrainingForecast(
                targetTokens: data.targetTokens, tokensPerSecond: rate, bounds: bounds,
                stepsPerEpoch: steps)
        }
        if let saved, saved.state.progress.seconds > 0 {
            let progress = saved.state.progress
            return (
                plan, saved.engine.model,
                forecast(Double(progress.targetTokens) / progress.seconds)
            )
        }
        let model = try given ?? self.model(plan, subwords)
        let measured = forecast(
            try TrainingForecast.measure(
                model, data.training, recipe, workers: workers,
                seconds: min(2.5, (bounds.timeBudgetSeconds ?? .infinity) / 20))
                * Double(group.workers(besides: request.workers)) / Double(request.workers))
        guard given == nil, request.model.preset == nil, bounds.timeBudgetSeconds != nil,
            let epochs = measured.epochs, epochs < TrainingPlan.fewestEpochs,
            let smaller = plan.smaller
        else { return (plan, model, measured) }
        observer.note(
            "the time budget has \(measured.roundedEpochs) epochs of preset \(plan.preset): taking "
                + "\(smaller)")
        var plan = plan.sized(smaller)
        request.recipe.apply(to: &plan.recipe)
        return try settledModel(plan, recipe, data, subwords, bounds, saved, given: nil)
    }

    /// A resumed training keeps its recipe.
    func recipe(_ plan: TrainingPlan, resuming saved: SavedTraining?) -> Recipe {
        var recipe = saved?.record.recipe ?? plan.recipe
        let isSlow =
            !Matmul.hasFastBFloat16 || group.members.contains { !$0.hasFastBFloat16 }
        if recipe.precision == .bf16, isSlow {
            observer.note(
                group.size == 1
                    ? "this processor has no bf16 products: going on in f32"
                    : "not every processor has bf16 products: going on in f32")
            recipe.precision = .f32
        }
        return recipe
    }

    /// New bounds are taken from the request, also by a resumed training.
    func bounds(_ plan: TrainingPlan, resuming saved: SavedTraining?) -> TrainingBounds {
        var bounds = saved?.record.bounds ?? plan.bounds
        // The budget is for the whole command: what went before training counts.
        request.bounds.apply(to: &bounds, elapsedSeconds: elapsedSeconds)
        return bounds
    }

    func learnSubwords(
        of corpus: PreparedCorpus, _ plan: TrainingPlan, _ workers: Workers
    ) throws -> SubwordPair {
        var learner = try SubwordPair.Learner(
            isJoint: !(request.vocabulary.isSeparate ?? false), treatment: request.usedTreatment)
        let watch = watch("counted the words of")
        var done = 0
        try corpus.forEachBlock { pairs in
            learner.add(pairs, workers: workers)
            done += pairs.count
            try watch(done)
        }
        return try learner.learn(
            request.text.subwordOptions(size: plan.vocabularySize),
            threshold: request.vocabulary.threshold ?? 0)
    }
}

// MARK: - Checks

extension TrainingRun {
    func check(_ data: TrainingData) throws {
        if data.leftOutCount > 0 {
            observer.note(
                "left out \(grouped(data.leftOutCount)) pairs: more than "
                    + "\(TrainingData.longestTokens) tokens on a side")
        }
        let training = data.mixture?.newCount ?? data.training.count
        let development = data.development.count
        guard training >= Self.fewestPairs, development > 0 else {
            throw TrainingError(
                "\(request.corpora.joined(separator: " ")): too few pairs: \(training) to train on "
                    + "and \(development) to validate on. An engine needs \(Self.fewestPairs) and "
                    + "1 at the least, and some thousands to be of use. Add more text, or pass "
                    + "--dev.")
        }
        if training < Self.fewUsefulPairs, request.adaptation.enginePath == nil {
            observer.note(
                "\(grouped(training)) pairs are few: the engine will know little besides them. "
                    + "For sentences of one subject, some thousands are a beginning.")
        }
    }

    /// Refuses a plateau that was asked for and could never be lowered.
    ///
    /// One that was not asked for, or of a training that is resumed with less patience, just never
    /// is.
    func check(_ schedule: Schedule, _ bounds: TrainingBounds) throws(TrainingError) {
        guard request.recipe.scheduleShape == .plateau,
            schedule.plateauPatience >= bounds.patience
        else { return }
        throw TrainingError(
            "--plateau-patience \(schedule.plateauPatience): training ends before, by "
                + "--patience \(bounds.patience). Pass a smaller --plateau-patience, or a "
                + "larger --patience.", isWrongUse: true)
    }

    /// Refuses what would make no difference, and a time that is over before it began.
    func check(
        _ recipe: Recipe, _ bounds: TrainingBounds, _ configuration: Configuration
    ) throws(TrainingError) {
        if recipe.rDrop > 0, configuration.dropout == 0 {
            throw TrainingError(
                "--r-drop \(recipe.rDrop): without dropout the two draws of a pair are the same. "
                    + "Pass a --dropout above 0, or leave --r-drop out.", isWrongUse: true)
        }
        if let left = bounds.timeBudgetSeconds, left <= 0 {
            throw TrainingError(
                "--time-budget: reading and encoding the corpora took \(duration(elapsedSeconds)), "
                    + "which is all of it. Pass more time.", isWrongUse: true)
        }
    }

    /// With fewer there is nothing to learn.
    private static let fewestPairs = 10
    /// With fewer, engines translate little but what they have seen.
    private static let fewUsefulPairs = 1_000
}
