import Corpus
import Engines
import Evaluation
import Foundation
import Tensors
import Text
import Transformer

/// A training from files to an engine folder.
///
/// Reads the corpora, sets a development part aside, learns subwords, trains, and keeps the best
/// engine and the training's last state in the folder.
package struct TrainingRun {
    /// Who watches: everything a person may want to see while it runs.
    package struct Observer {
        /// A line of plain text.
        package var note: (String) -> Void
        package var step: (Trainer.StepReport) -> Void
        package var validation: (ValidationScore, _ step: Int, _ isBest: Bool) -> Void
        /// Whether the user asked to stop; asked after every step, and by any worker.
        package var shouldStop: @Sendable () -> Bool

        package init(
            note: @escaping (String) -> Void,
            step: @escaping (Trainer.StepReport) -> Void = { _ in },
            validation: @escaping (ValidationScore, Int, Bool) -> Void = { _, _, _ in },
            shouldStop: @escaping @Sendable () -> Bool = { false }
        ) {
            self.note = note
            self.step = step
            self.validation = validation
            self.shouldStop = shouldStop
        }
    }

    package struct Outcome: Sendable {
        package let ending: Trainer.Ending
        package let progress: TrainingProgress
        /// The engine that training went on from.
        package let start: String?

        /// Whether there is a new engine; false where the one it went on from is still better.
        package var hasWon: Bool { start == nil || progress.best?.wins == true }
    }

    private(set) var request: TrainingRequest
    let observer: Observer
    let group: ProcessGroup
    private let started = ContinuousClock.now

    /// - Parameter group: the processes that train together, each with a run like this one; all
    ///   but the lead take from it what to do, and from the observer only whether to stop
    package init(
        _ request: TrainingRequest, observer: Observer, group: ProcessGroup = .alone
    ) {
        self.request = request
        self.observer = observer
        self.group = group
    }

    /// - Throws: an error that says which file or option is wrong; an engine that was in the
    ///   folder before is then as it was.
    package func run() throws -> Outcome {
        guard group.isLead else { return try follow() }
        try request.check()
        let start = request.resumes ? nil : try StartingEngine(request)
        let saved = try existingTraining()
        try Engine.checkReplaceable(at: request.enginePath)
        var run = self
        if let saved { run.request = try saved.settle(request) }
        if let start { run.request = try start.settle(request) }
        return try run.run(goingOnFrom: start, resuming: saved)
    }

    private func run(
        goingOnFrom start: StartingEngine?, resuming saved: SavedTraining?
    ) throws -> Outcome {
        let folder = URL(fileURLWithPath: request.enginePath).deletingLastPathComponent()
        let workers = Workers(count: request.workers)
        let adaptation = start?.adaptation ?? saved?.record.adaptation
        var corpus = try PreparedCorpus(request, in: folder, watch: watch)
        let old = try oldText(adaptation, in: folder, beside: &corpus, watch: watch)
        tell(corpus)
        if let old { tell(old) }
        let wanted = chosenPlan(pairs: corpus.trainingCount, goingOnFrom: start)
        let subwords =
            try start?.subwords ?? saved?.subwords
            ?? learnSubwords(of: corpus, wanted, workers)
        let data = try TrainingData(
            corpus, old: old, subwords,
            splitter: SentenceSplitter(
                language: request.sourceLanguage, rules: request.abbreviations ?? .none),
            in: folder, workers: workers, watch: watch("encoded"))
        try check(data)
        try saved?.check(data, of: request)
        if let adaptation { warn(adaptation, data, subwords) }
        let given = saved?.engine.model ?? start.map { EncoderDecoder($0.configuration(request)) }
        let (plan, model, forecast) = try settledModel(
            wanted, data, subwords, bounds(wanted, resuming: saved), saved, given: given)
        let recipe = recipe(plan, resuming: saved)
        try check(recipe, self.bounds(plan, resuming: saved), model.configuration)
        tell(model, data, recipe, forecast)
        tellWorkers(resuming: saved)
        let keeper = EngineKeeper(
            request: request, plan: plan, recipe: recipe, model: model, subwords: subwords,
            data: data, pairs: corpus.trainingCount, group: group, goingOnFrom: start,
            adaptation: adaptation,
            resuming: saved)
        return try train(
            model, data, keeper, recipe, self.bounds(plan, resuming: saved),
            resuming: saved?.state ?? start.map { Trainer.State(goingOnFrom: $0.engine.weights) })
    }
}

// MARK: - Before training

extension TrainingRun {
    /// The training to go on with, or nil for a new one.
    private func existingTraining() throws -> SavedTraining? {
        let path = request.enginePath
        let contents = try? FileManager.default.contentsOfDirectory(atPath: path)
        if request.resumes { return try SavedTraining(at: path) }
        guard contents?.isEmpty ?? !FileManager.default.fileExists(atPath: path) else {
            throw TrainingError(
                "\(path): already exists. Pass --resume to go on training it, or another --engine.")
        }
        return nil
    }

    private func chosenPlan(
        pairs: Int, goingOnFrom start: StartingEngine?
    ) -> TrainingPlan {
        var plan = start?.plan(pairs: pairs) ?? TrainingPlan(pairs: pairs)
        if let preset = request.model.preset { plan.preset = preset }
        if let size = request.vocabulary.size { plan.vocabularySize = size }
        request.recipe.apply(to: &plan.recipe)
        return plan
    }

    private func model(_ plan: TrainingPlan, _ subwords: SubwordPair) throws -> EncoderDecoder {
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
    private func settledModel(
        _ plan: TrainingPlan, _ data: TrainingData, _ subwords: SubwordPair,
        _ bounds: TrainingBounds, _ saved: SavedTraining?, given: EncoderDecoder?
    ) throws -> (TrainingPlan, EncoderDecoder, TrainingForecast) {
        let workers = Workers(count: request.workers)
        let recipe = recipe(plan, resuming: saved)
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
                + "\(smaller.preset)")
        return try settledModel(smaller, data, subwords, bounds, saved, given: nil)
    }

    /// A resumed training keeps its recipe.
    private func recipe(_ plan: TrainingPlan, resuming saved: SavedTraining?) -> Recipe {
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
    private func bounds(_ plan: TrainingPlan, resuming saved: SavedTraining?) -> TrainingBounds {
        var bounds = saved?.record.bounds ?? plan.bounds
        // The budget is for the whole command: what went before training counts.
        request.bounds.apply(to: &bounds, elapsedSeconds: elapsedSeconds)
        return bounds
    }

    private func learnSubwords(
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

    /// Tells now and then how far a pass over the corpus is, and ends it when the user asks.
    private func watch(_ done: String) -> (_ pairs: Int) throws -> Void {
        let clock = ContinuousClock()
        let start = clock.now
        var told = start
        return { pairs in
            if observer.shouldStop() { throw PreparationInterrupted() }
            let now = clock.now
            guard now - told >= .seconds(10) else { return }
            told = now
            let rate = Double(pairs) / ((now - start) / .seconds(1))
            observer.note("\(done) \(grouped(pairs)) pairs, \(grouped(Int(rate))) a second")
        }
    }

    private func check(_ data: TrainingData) throws {
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

    /// Refuses what would make no difference, and a time that is over before it began.
    private func check(
        _ recipe: Recipe, _ bounds: TrainingBounds, _ configuration: Configuration
    ) throws(TrainingError) {
        if recipe.rDrop > 0, configuration.dropout == 0 {
            throw TrainingError(
                "--r-drop \(recipe.rDrop): without dropout the two draws of a pair are the same. "
                    + "Pass a --dropout above 0, or leave --r-drop out.", isWrongUse: true)
        }
        let schedule = recipe.schedule
        if schedule.shape == .plateau, schedule.plateauPatience >= bounds.patience {
            throw TrainingError(
                "--plateau-patience \(schedule.plateauPatience): training ends before, by "
                    + "--patience \(bounds.patience). Pass a smaller --plateau-patience, or a "
                    + "larger --patience.", isWrongUse: true)
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

    private func tell(_ corpus: PreparedCorpus) {
        let cleaning = corpus.cleaningReport.map { $0.kept < $0.units || !$0.repaired.isEmpty }
        for line in corpus.report.lines + (corpus.developmentReport?.lines ?? [])
            + (cleaning == true ? corpus.cleaningReport?.lines ?? [] : [])
        {
            observer.note(line)
        }
        observer.note(
            "\(grouped(corpus.trainingCount)) pairs to train on, "
                + "\(grouped(corpus.development.count)) to validate on"
                + (corpus.isDevelopmentCut ? " (the first of the development set)" : "")
                + (corpus.leftOutCount > 0
                    ? ", \(grouped(corpus.leftOutCount)) left out for being like one of those" : "")
        )
    }

    private func tell(
        _ model: EncoderDecoder, _ data: TrainingData, _ recipe: Recipe,
        _ forecast: TrainingForecast
    ) {
        let c = model.configuration
        observer.note(
            "\(grouped(data.sourceTokens)) source and "
                + "\(grouped(data.targetTokens)) target tokens an epoch, vocabulary "
                + "\(grouped(c.targetVocabulary))")
        observer.note(
            "Transformer of \(c): "
                + "\(grouped(model.layout.weightCount)) parameters; "
                + "\(recipe.precision.rawValue) products, "
                + "workers \(group.workerWords(request.workers)), "
                + "seed \(recipe.seed)")
        observer.note("\(forecast)")
    }

    private func tellWorkers(resuming saved: SavedTraining?) {
        let workers = group.workers(besides: request.workers)
        guard let before = saved?.record.workers, before != workers else { return }
        observer.note(
            "workers \(workers), and \(before) until now: from here on the engine differs, "
                + "by rounding, from the one that \(before) would make")
    }
}

// MARK: - Training

extension TrainingRun {
    private func train(
        _ model: EncoderDecoder, _ data: TrainingData, _ keeper: EngineKeeper,
        _ recipe: Recipe, _ bounds: TrainingBounds, resuming state: Trainer.State?
    ) throws -> Outcome {
        let workers = Workers(count: request.workers)
        func validator(_ set: DevelopmentSet) throws -> Validator {
            try Validator(
                model, corpus: set.corpus, references: set.references, slots: set.slots,
                subwords: keeper.subwords.target,
                metric: BLEU(tokenization: .usual(forTarget: request.targetLanguage)),
                precision: recipe.precision, workers: workers)
        }
        let validation = AdaptationValidator(
            new: try validator(data.development), old: try data.oldDevelopment.map(validator))
        let start = TrainingStart(
            model: model, corpus: data.training, mixture: data.mixture,
            subwords: recipe.subwordDropout > 0 ? keeper.subwords : nil, recipe: recipe,
            bounds: bounds, state: state ?? Trainer.State(beginning: model, seed: recipe.seed))
        let trainer = try trainer(start.send(to: group))
        var keeper = keeper
        var lastGood = LastGoodState(
            path: request.enginePath,
            beginning: { state ?? Trainer.State(beginning: model, seed: recipe.seed) },
            savedStep: request.resumes ? state?.progress.step : nil)
        keeper.adaptation = keeper.adaptation.map {
            measured($0, validation, trainer.weights)
        }
        var last: ValidationScore?
        var watch = TrainingWatch(keeper, say: observer.note)
        watch.start(keeper.startRecord(step: trainer.progress.step), isResumed: request.resumes)
        let shouldStop = observer.shouldStop
        do {
            let ending = try trainer.run(
                shouldStop: { group.any(shouldStop()) },
                onStep: {
                    watch.step($0)
                    observer.step($0)
                },
                validate: { weights in
                    watch.validate(weights)
                    let deadline = trainer.validationDeadline
                    let score = group.share(
                        validation.score(weights, keeper.adaptation) {
                            shouldStop() || deadline.map { .now >= $0 } ?? false
                        })
                    last = score ?? last
                    return score
                },
                save: { trainer, score, isBest in
                    if let score { watch.validated(score, trainer.progress, isBest: isBest) }
                    do throws(EngineError) {
                        try keeper.save(trainer, isBest: isBest)
                    } catch {
                        throw lastGood.explain(error)
                    }
                    lastGood.savedStep = trainer.progress.step
                    watch.saved()
                    if let score { observer.validation(score, trainer.progress.step, isBest) }
                },
                recover: { setback in
                    try lastGood.recover(setback) { text, step in
                        observer.note(text)
                        watch.goBack(toStep: step, because: text)
                    }.shared(in: group)
                })
            watch.end(ending.reason, trainer.progress)
            if ending != .interrupted, let state, trainer.progress.step == state.progress.step {
                observer.note(
                    "nothing was left to do: pass more --steps, --epochs, --time-budget or "
                        + "--patience to go on")
            }
            tellTable(trainer.progress, last: last)
            return Outcome(
                ending: ending, progress: trainer.progress, start: keeper.adaptation?.enginePath)
        } catch {
            watch.end(.failed, trainer.progress)
            throw error
        }
    }

    private var elapsedSeconds: Double { (ContinuousClock.now - started) / .seconds(1) }
}

/// The user stopped the training before it had begun; nothing was written.
package struct PreparationInterrupted: Error {}

/// Why a training could not begin.
package struct TrainingError: Error, Equatable, CustomStringConvertible {
    package let description: String
    /// Whether the options are at fault and not what is in a file.
    package let isWrongUse: Bool

    package init(_ description: String, isWrongUse: Bool = false) {
        self.description = description
        self.isWrongUse = isWrongUse
    }
}
