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

    /// Longer pairs are left out of training and counted.
    private static let longestTokens = 256

    private var request: TrainingRequest
    private let observer: Observer
    private let started = ContinuousClock.now

    package init(_ request: TrainingRequest, observer: Observer) {
        self.request = request
        self.observer = observer
    }

    /// - Throws: an error that says which file or option is wrong; an engine that was in the
    ///   folder before is then as it was.
    package func run() throws -> Outcome {
        let saved = try existingTraining()
        try Engine.checkReplaceable(at: request.enginePath)
        var run = self
        if let saved { run.request = try saved.settle(request) }
        return try run.run(resuming: saved)
    }

    private func run(resuming saved: SavedTraining?) throws -> Outcome {
        let corpus = try PreparedCorpus(request)
        tell(corpus)
        let plan = chosenPlan(pairs: corpus.training.count)
        let workers = Workers(count: request.workers)
        let subwords =
            try saved?.subwords
            ?? SubwordPair.learn(
                from: corpus.training, codes: request.codes ?? .dropped,
                vocabularySize: plan.vocabularySize,
                isJoint: !request.hasSeparateVocabularies, workers: workers)
        let data = try encode(corpus, subwords, workers)
        if let saved, saved.record.corpusFingerprint != data.fingerprint {
            throw TrainingError(
                "\(request.corpora.joined(separator: " ")): is not what \(request.enginePath) was "
                    + "trained on so far. Pass the same --corpus and --dev, in the same order.")
        }
        let model = saved?.engine.model ?? EncoderDecoder(configuration(plan, subwords))
        let options = trainingOptions(plan, resuming: saved)
        tell(model, data, options)
        let keeper = EngineKeeper(
            request: request, plan: plan, options: options, model: model, subwords: subwords,
            data: data, resuming: saved)
        return try train(model, data, keeper, options, resuming: saved?.state)
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
        if let preset = request.preset { plan.preset = preset }
        if let size = request.vocabularySize { plan.vocabularySize = size }
        if let dropout = request.dropout { plan.dropout = dropout }
        if let tokens = request.batchTokens { plan.batchTokens = tokens }
        if let rate = request.peakRate { plan.schedule.peakRate = rate }
        if let steps = request.warmupSteps { plan.schedule.warmupSteps = steps }
        return plan
    }

    private func configuration(_ plan: TrainingPlan, _ subwords: SubwordPair) -> Configuration {
        var configuration = plan.preset.configuration(
            sourceVocabulary: subwords.source.vocabulary.count,
            targetVocabulary: subwords.target.vocabulary.count)
        configuration.dropout = plan.dropout
        configuration.normalization = request.normalization ?? .post
        configuration.tying = request.tying ?? (subwords.isJoint ? .all : .target)
        return configuration
    }

    /// A resumed training keeps what its result depends on, and takes new bounds.
    private func trainingOptions(
        _ plan: TrainingPlan, resuming saved: SavedTraining?
    ) -> TrainingOptions {
        var options = saved?.record.options ?? freshOptions(plan)
        let isBounded =
            request.epochs != nil || request.steps != nil || request.timeBudgetSeconds != nil
        if isBounded || saved == nil {
            options.maximumEpochs = isBounded ? request.epochs : plan.epochs
            options.maximumSteps = request.steps
            // The budget is for the whole command: what went before training counts.
            options.timeBudgetSeconds = request.timeBudgetSeconds.map { $0 - elapsedSeconds }
        }
        options.workers = request.workers
        if options.precision == .bf16, !Matmul.hasFastBFloat16 {
            observer.note("this processor has no bf16 products: going on in f32")
            options.precision = .f32
        }
        if let steps = request.stepsPerValidation { options.stepsPerValidation = steps }
        if let patience = request.patience { options.patience = patience }
        return options
    }

    private func freshOptions(_ plan: TrainingPlan) -> TrainingOptions {
        var options = TrainingOptions()
        options.batchTokens = plan.batchTokens
        options.schedule = plan.schedule
        options.stepsPerValidation = plan.stepsPerValidation
        if let smoothing = request.labelSmoothing { options.labelSmoothing = smoothing }
        options.precision = request.precision ?? .fastest
        options.seed = request.seed ?? TrainingRequest.usualSeed
        return options
    }

    private func encode(
        _ corpus: PreparedCorpus, _ subwords: SubwordPair, _ workers: Workers
    ) throws -> TrainingData {
        let longest = Self.longestTokens
        let folder = URL(fileURLWithPath: request.enginePath).deletingLastPathComponent().path
        var writer = try EncodedCorpusWriter(
            in: folder,
            vocabularySize: max(
                subwords.source.vocabulary.count, subwords.target.vocabulary.count))
        let parts = subwords.encode(corpus.training, longest: longest, workers: workers).parts
        for part in parts { try writer.append(part) }
        let training = try writer.finish()
        let (encoded, keptDevelopment) = subwords.encode(
            corpus.development, longest: longest, workers: workers)
        let development = encoded.reduce(into: EncodedCorpus()) { $0.append(contentsOf: $1) }
        let left = corpus.training.count - training.count
        if left > 0 {
            observer.note("left out \(grouped(left)) pairs: more than \(longest) tokens on a side")
        }
        guard training.count > 0, development.count > 0 else {
            throw TrainingError(
                "\(request.corpora.joined(separator: " ")): too few pairs to train and validate "
                    + "on (\(training.count) and \(development.count)). Add more, or pass --dev.")
        }
        return TrainingData(
            training: training, development: development,
            references: keptDevelopment.map { corpus.development[$0].target },
            sentencesTogether: corpus.sentencesTogether(language: request.sourceLanguage),
            files: corpus.files)
    }

    private func tell(_ corpus: PreparedCorpus) {
        for line in corpus.report.lines + (corpus.developmentReport?.lines ?? []) {
            observer.note(line)
        }
        observer.note(
            "\(grouped(corpus.training.count)) pairs to train on, "
                + "\(grouped(corpus.development.count)) to validate on"
                + (corpus.isDevelopmentCut ? " (the first of the development set)" : ""))
    }

    private func tell(_ model: EncoderDecoder, _ data: TrainingData, _ options: TrainingOptions) {
        let c = model.configuration
        observer.note(
            "\(grouped(data.training.sourceTokens)) source and "
                + "\(grouped(data.training.targetTokens)) target tokens an epoch, vocabulary "
                + "\(grouped(c.targetVocabulary))")
        observer.note(
            "Transformer of \(c.encoderLayers)+\(c.decoderLayers) layers, dim "
                + "\(c.modelDimension)/\(c.feedForwardDimension), \(c.heads) heads: "
                + "\(grouped(model.layout.weightCount)) parameters; "
                + "\(options.precision.rawValue) products, workers \(options.workers), "
                + "seed \(options.seed)")
    }
}

// MARK: - Training

extension TrainingRun {
    private func train(
        _ model: EncoderDecoder, _ data: TrainingData, _ keeper: EngineKeeper,
        _ options: TrainingOptions, resuming state: Trainer.State?
    ) throws -> Outcome {
        let validator = try Validator(
            model, corpus: data.development, references: data.references,
            subwords: keeper.subwords.target,
            metric: BLEU(tokenization: .usual(forTarget: request.targetLanguage)),
            precision: options.precision, workers: Workers(count: options.workers))
        let trainer = Trainer(model, corpus: data.training, options: options, resuming: state)
        var keeper = keeper
        let ending = try trainer.run(
            shouldStop: observer.shouldStop, onStep: observer.step,
            validate: { validator.score($0) },
            save: { trainer, score, isBest in
                try keeper.save(trainer, isBest: isBest)
                if let score { observer.validation(score, trainer.progress.step, isBest) }
            })
        return Outcome(ending: ending, progress: trainer.progress)
    }

    private var elapsedSeconds: Double { (ContinuousClock.now - started) / .seconds(1) }
}

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
