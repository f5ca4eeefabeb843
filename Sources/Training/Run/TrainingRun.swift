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
        /// Whether the user asked to stop; asked after every step.
        package var shouldStop: () -> Bool

        package init(
            note: @escaping (String) -> Void,
            step: @escaping (Trainer.StepReport) -> Void = { _ in },
            validation: @escaping (ValidationScore, Int, Bool) -> Void = { _, _, _ in },
            shouldStop: @escaping () -> Bool = { false }
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
    }

    private var request: TrainingRequest
    private let observer: Observer
    private let group: ProcessGroup
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
        if !request.resumes { try request.recipe.check() }
        let saved = try existingTraining()
        try Engine.checkReplaceable(at: request.enginePath)
        var run = self
        if let saved { run.request = try saved.settle(request) }
        return try run.run(resuming: saved)
    }

    private func run(resuming saved: SavedTraining?) throws -> Outcome {
        let folder = URL(fileURLWithPath: request.enginePath).deletingLastPathComponent()
        let workers = Workers(count: request.workers)
        let corpus = try PreparedCorpus(request, in: folder, watch: watch)
        tell(corpus)
        let wanted = chosenPlan(pairs: corpus.trainingCount)
        let subwords = try saved?.subwords ?? learnSubwords(of: corpus, wanted, workers)
        let data = try TrainingData(
            corpus, subwords,
            splitter: SentenceSplitter(
                language: request.sourceLanguage, rules: request.abbreviations ?? .none),
            in: folder, workers: workers, watch: watch("encoded"))
        try check(data)
        if let saved, saved.record.corpusFingerprint != data.fingerprint {
            throw TrainingError(
                "\(request.corpora.joined(separator: " ")): is not what \(request.enginePath) was "
                    + "trained on so far. Pass the same --corpus and --dev, in the same order.")
        }
        let (plan, model, forecast) = try settledModel(
            wanted, data, subwords, bounds(wanted, resuming: saved), saved)
        let recipe = recipe(plan, resuming: saved)
        try check(recipe, self.bounds(plan, resuming: saved), model.configuration)
        tell(model, data, recipe, forecast)
        let keeper = EngineKeeper(
            request: request, plan: plan, recipe: recipe, model: model, subwords: subwords,
            data: data, pairs: corpus.trainingCount,
            workerWords: group.workerWords(request.workers), resuming: saved)
        return try train(
            model, data, keeper, recipe, self.bounds(plan, resuming: saved),
            resuming: saved?.state)
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

    private func chosenPlan(pairs: Int) -> TrainingPlan {
        var plan = TrainingPlan(pairs: pairs)
        if let preset = request.model.preset { plan.preset = preset }
        if let size = request.vocabulary.size { plan.vocabularySize = size }
        request.recipe.apply(to: &plan.recipe)
        return plan
    }

    private func configuration(_ plan: TrainingPlan, _ subwords: SubwordPair) -> Configuration {
        var configuration = plan.configuration(for: subwords)
        request.model.apply(to: &configuration)
        return configuration
    }

    /// The plan's model, or a smaller one where the time budget has too few epochs of it, with how
    /// long its training takes on this machine.
    private func settledModel(
        _ plan: TrainingPlan, _ data: TrainingData, _ subwords: SubwordPair,
        _ bounds: TrainingBounds, _ saved: SavedTraining?
    ) throws -> (TrainingPlan, EncoderDecoder, TrainingForecast) {
        let workers = Workers(count: request.workers)
        let recipe = recipe(plan, resuming: saved)
        let batches = Batcher(batchTokens: recipe.batchTokens, seed: recipe.seed)
            .batches(of: data.training, epoch: 0).count
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
        let model = EncoderDecoder(configuration(plan, subwords))
        let measured = forecast(
            try TrainingForecast.measure(model, data.training, recipe, workers: workers)
                * group.workerRatio(to: request.workers))
        guard request.model.preset == nil, bounds.timeBudgetSeconds != nil,
            let epochs = measured.epochs, epochs < TrainingPlan.fewestEpochs,
            let smaller = plan.smaller
        else { return (plan, model, measured) }
        observer.note(
            "the time budget has \(measured.roundedEpochs) epochs of preset \(plan.preset): taking "
                + "\(smaller.preset)")
        return try settledModel(smaller, data, subwords, bounds, saved)
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
        guard data.training.count > 0, data.development.count > 0 else {
            throw TrainingError(
                "\(request.corpora.joined(separator: " ")): too few pairs to train and validate "
                    + "on (\(data.training.count) and \(data.development.count)). Add more, or "
                    + "pass --dev.")
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
            "Transformer of \(c.encoderLayers)+\(c.decoderLayers) layers, dim "
                + "\(c.modelDimension)/\(c.feedForwardDimension), \(c.heads) heads: "
                + "\(grouped(model.layout.weightCount)) parameters; "
                + "\(recipe.precision.rawValue) products, "
                + "workers \(group.workerWords(request.workers)), "
                + "seed \(recipe.seed)")
        observer.note("\(forecast)")
    }
}

// MARK: - Training

extension TrainingRun {
    private func train(
        _ model: EncoderDecoder, _ data: TrainingData, _ keeper: EngineKeeper,
        _ recipe: Recipe, _ bounds: TrainingBounds, resuming state: Trainer.State?
    ) throws -> Outcome {
        let workers = Workers(count: request.workers)
        let validator = try Validator(
            model, corpus: data.development, references: data.references,
            slots: data.slots, subwords: keeper.subwords.target,
            metric: BLEU(tokenization: .usual(forTarget: request.targetLanguage)),
            precision: recipe.precision, workers: workers)
        let start = TrainingStart(
            model: model, corpus: data.training,
            subwords: recipe.subwordDropout > 0 ? keeper.subwords : nil, recipe: recipe,
            bounds: bounds, state: state ?? Trainer.State(beginning: model, seed: recipe.seed)
        )
        let trainer = try trainer(start.send(to: group))
        var keeper = keeper
        let ending = try trainer.run(
            shouldStop: { group.any(observer.shouldStop()) }, onStep: observer.step,
            validate: { weights in
                let deadline = trainer.validationDeadline
                return group.share(
                    validator.score(weights) { deadline.map { .now >= $0 } ?? false })
            },
            save: { trainer, score, isBest in
                try keeper.save(trainer, isBest: isBest)
                if let score { observer.validation(score, trainer.progress.step, isBest) }
            })
        return Outcome(ending: ending, progress: trainer.progress)
    }

    /// What all processes but the lead do: they take the same steps, and leave everything else to
    /// it.
    private func follow() throws -> Outcome {
        let start = try TrainingStart(
            receivedIn: group, folder: FileManager.default.temporaryDirectory)
        let trainer = try trainer(start)
        let ending = try trainer.run(
            shouldStop: { group.any(observer.shouldStop()) }, onStep: { _ in },
            validate: { _ in group.received() }, save: { _, _, _ in })
        return Outcome(ending: ending, progress: trainer.progress)
    }

    private func trainer(_ start: TrainingStart) throws(TrainingError) -> Trainer {
        Trainer(
            start.model, corpus: start.corpus, sampler: try sampler(start), recipe: start.recipe,
            bounds: start.bounds, workers: Workers(count: request.workers), group: group,
            resuming: start.state)
    }

    /// - Throws: `TrainingError` when there would be nothing to leave out
    private func sampler(_ start: TrainingStart) throws(TrainingError) -> PairSampler? {
        let (recipe, dropout) = (start.recipe, start.recipe.subwordDropout)
        guard let subwords = start.subwords else { return nil }
        let sampler = PairSampler(
            subwords, dropout: dropout, seed: recipe.seed, longest: TrainingData.longestTokens)
        guard sampler.hasMerges else {
            throw TrainingError(
                "--subword-dropout \(dropout): the vocabulary has no merges to leave out. "
                    + "Leave it out, or pass a larger --vocabulary.", isWrongUse: true)
        }
        return sampler
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
