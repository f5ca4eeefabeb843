import Corpus
import Engines
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
        var recipe = recipe(wanted, resuming: saved)
        let (plan, model, forecast) = try settledModel(
            wanted, recipe, data, subwords, bounds(wanted, resuming: saved), saved, given: given)
        if saved == nil {
            // A smaller model has another rate.
            recipe.schedule = plan.recipe.schedule
            try check(recipe.schedule, self.bounds(plan, resuming: saved))
        }
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
            beginning: {
                saved?.state ?? start.map { Trainer.State(goingOnFrom: $0.engine.weights) }
                    ?? Trainer.State(beginning: model, seed: recipe.seed)
            })
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

    /// Tells now and then how far a pass over the corpus is, and ends it when the user asks.
    func watch(_ done: String) -> (_ pairs: Int) throws -> Void {
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

    /// Since the command began, for its time budget.
    var elapsedSeconds: Double { (ContinuousClock.now - started) / .seconds(1) }
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
