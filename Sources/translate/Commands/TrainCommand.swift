import ArgumentParser
import Foundation
import Tensors
import Training
import Transformer

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train an engine on translation memories.",
        discussion: """
            Corpora may be .tmx, .tsv (source TAB target), or FILE.en,FILE.de (parallel lines), any \
            of them also .gz, or - for standard input. What is left open is chosen for the size of \
            the corpus.

              translate train --corpus memory.tmx --source en --target de --engine my-engine
              translate train --corpus a.tmx b.tsv.gz --source en --target de --engine my-engine \\
                  --time-budget 30m

            Ctrl-C saves and stops; the same command with --resume goes on.
            """)

    @Option(parsing: .upToNextOption, help: "Translation memories and parallel text.")
    var corpus: [String]

    @Option(help: "Language to translate from, as in the corpus: en takes en-US too.")
    var source: String

    @Option(help: "Language to translate into.")
    var target: String

    @Option(help: "Folder to keep the engine in; made if missing.")
    var engine: String

    @Option(
        parsing: .upToNextOption,
        help: "Development set, in the same formats. Default: 1 % of the corpus is set aside.")
    var dev: [String] = []

    @Option(help: "Model size: auto, tiny, small, base or big.")
    var preset: PresetChoice = .auto

    @Option(help: "Tokens in the vocabulary. Default: by corpus size, 1,000 to 16,000.")
    var vocabulary: Int?

    @Flag(help: "A vocabulary for each language instead of one for both.")
    var separateVocabularies = false

    @Option(help: "Embeddings that share weights: all, target or none. Default: all, if joint.")
    var tying: Configuration.Tying?

    @Option(help: "Layer normalization after (post) or before (pre) each sublayer. Default: post.")
    var normalization: Configuration.Normalization?

    @Option(help: "Share of activations dropped in training. Default: by corpus size.")
    var dropout: Float?

    @Option(help: "Bound on the tokens of a batch on either side. Default: by corpus size.")
    var batchTokens: Int?

    @Option(help: "Highest learning rate, at the end of warm-up. Default: by corpus size.")
    var rate: Float?

    @Option(help: "Steps of linear warm-up. Default: by corpus size.")
    var warmup: Int?

    @Option(help: "Label smoothing. Default: 0.1.")
    var labelSmoothing: Float?

    @Option(help: "Stop after so many passes over the corpus.")
    var epochs: Int?

    @Option(help: "Stop after so many updates.")
    var steps: Int?

    @Option(help: "Stop in time to be done by then: 90s, 30m or 2h, from start to engine.")
    var timeBudget: TimeBudget?

    @Option(help: "Steps between two validations.")
    var validateEvery: Int?

    @Option(help: "Validations without a better score before training stops.")
    var patience: Int?

    @Option(help: "Type of the factors of products: auto (bf16 where the CPU has it), f32, bf16.")
    var precision: PrecisionChoice = .auto

    @Option(help: "Type of the weights in the engine's file: f32, or bf16 for half the size.")
    var store: Precision = .f32

    @Option(help: "Cores to use, one thread each. Default: all.")
    var workers: Int?

    @Option(
        help: """
            Seed of everything random. The same seed and workers give the same engine. Default: 1.
            """)
    var seed: UInt64?

    @Flag(
        help: """
            Go on with the training in the engine folder, with its settings; only the bounds may \
            be new.
            """)
    var resume = false

    func validate() throws {
        try checkRange(vocabulary, "--vocabulary", 16...1_000_000)
        try checkRange(batchTokens, "--batch-tokens", 16...1_000_000)
        try checkRange(warmup, "--warmup", 1...1_000_000)
        try checkRange(epochs, "--epochs", 1...1_000_000)
        try checkRange(steps, "--steps", 1...1_000_000_000)
        try checkRange(validateEvery, "--validate-every", 1...1_000_000)
        try checkRange(patience, "--patience", 1...1_000_000)
        try checkRange(workers, "--workers", workerRange)
        try checkRange(dropout, "--dropout", 0...0.9)
        try checkRange(rate, "--rate", 1e-7...1)
        try checkRange(labelSmoothing, "--label-smoothing", 0...0.9)
        if separateVocabularies, tying == .all {
            throw ValidationError(
                "--tying all with --separate-vocabularies: one table cannot serve two "
                    + "vocabularies. Pass --tying target, or leave one of them out.")
        }
        guard !engine.isEmpty else {
            throw ValidationError("--engine: is empty. Name the folder to keep the engine in.")
        }
    }

    func run() throws {
        Interruption.watch()
        var bar = ProgressBar(isTerminal: isatty(STDERR_FILENO) == 1) { text in
            StandardStreams.tell(text)
        }
        let run = TrainingRun(
            request,
            observer: TrainingRun.Observer(
                note: note, step: { bar.update($0) },
                validation: { bar.validated($0, step: $1, isBest: $2) },
                shouldStop: { Interruption.wasAsked }))
        let outcome = try run.run()
        bar.finish()
        try conclude(outcome)
    }

    private var request: TrainingRequest {
        var request = TrainingRequest(
            corpora: corpus, sourceLanguage: source, targetLanguage: target, enginePath: engine,
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
        request.development = dev
        request.preset = preset.preset
        request.vocabularySize = vocabulary
        request.hasSeparateVocabularies = separateVocabularies
        request.tying = tying
        request.normalization = normalization
        request.dropout = dropout
        request.batchTokens = batchTokens
        request.peakRate = rate
        request.warmupSteps = warmup
        request.labelSmoothing = labelSmoothing
        request.precision = precision.precision
        request.seed = seed
        request.storedType = store
        request.epochs = epochs
        request.steps = steps
        request.timeBudgetSeconds = timeBudget?.seconds
        request.stepsPerValidation = validateEvery
        request.patience = patience
        request.resumes = resume
        request.commandLine = CommandLine.arguments.dropFirst().joined(separator: " ")
        return request
    }

    private func conclude(_ outcome: TrainingRun.Outcome) throws {
        let progress = outcome.progress
        let trained = "\(grouped(progress.step)) steps in \(duration(progress.seconds))"
        switch outcome.ending {
        case .interrupted:
            note("stopped after \(trained), and saved. The same command with --resume goes on.")
            throw ExitCode(130)
        case .finished:
            note("done: \(trained)")
        case .converged:
            note("done: \(trained), no better score since step \(grouped(progress.bestStep))")
        }
        if let best = progress.best {
            note(
                "\(engine): best at step \(grouped(progress.bestStep)), dev BLEU "
                    + String(format: "%.2f", best.bleu) + ", loss "
                    + String(format: "%.3f", best.loss))
        }
        note("try it: translate --engine \(engine) \"…\"")
    }
}
