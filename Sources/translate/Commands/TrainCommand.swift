import ArgumentParser
import Corpus
import Foundation
import Tensors
import Text
import Training
import Transformer

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train an engine on translation memories.",
        discussion: """
            Corpora may be TMX, XLIFF, PO, tab-separated text (source TAB target), FILE.en,FILE.de \
            (parallel lines) and more that “translate corpus --help” lists, any of them also .gz or \
            .zst, or - for standard input. Four options are enough; what is left open \
            is chosen for the size of the corpus.

              translate train --corpus memory.tmx --source en --target de --engine mine
              translate train --corpus a.tmx b.tsv.gz --source en --target de \\
                  --engine mine --time-budget 30m

            Training ends after --epochs, --steps or --time-budget, whichever is first, or when \
            the development set has not been translated better for --patience validations. The \
            engine folder holds the best engine so far, and in state/ what --resume needs; \
            without state/ the engine is complete.

            Ctrl-C saves and stops; the same command with --resume goes on. A second Ctrl-C ends \
            at once, without saving.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Translation memories and parallel text.", valueName: "file"))
    var corpus: [String]

    @Option(
        help: ArgumentHelp(
            "Language to translate from, as in the corpus: en takes en-US too.",
            valueName: "language"))
    var source: String

    @Option(help: ArgumentHelp("Language to translate into.", valueName: "language"))
    var target: String

    @Option(
        help: ArgumentHelp(
            "Folder to keep the engine in: new or empty, unless with --resume.", valueName: "dir"))
    var engine: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            """
            Development set, in the same formats; its first 2,000 pairs are used. Default: 1 % of \
            the corpus is set aside, of a small one up to 10 %.
            """, valueName: "file"))
    var dev: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            What cleans the corpora first: all, none, or rules, separated by commas, that \
            “translate corpus clean --list-rules” explains. Default: all.
            """, valueName: "rules"))
    var cleaning: CleaningSelection?

    @Option(
        help: """
            Tags and placeholders inside segments: drop them, or keep each as a token, written \
            <g id="1">…</g> or <x id="2"/>, so that the engine carries them over. Default: drop.
            """)
    var codes: CodeTreatment?

    @Option(
        help: ArgumentHelp(
            """
            Words of the source language whose full stop ends no sentence, besides the usual ones: \
            one a line, as in Moses' nonbreaking_prefix files. The engine keeps them.
            """, valueName: "file"))
    var abbreviations: String?

    @Option(help: "Model size; auto chooses by corpus size.")
    var preset: PresetChoice = .auto

    @Option(
        help: ArgumentHelp(
            "Tokens in the vocabulary, or auto: by corpus size, 1,000 to 16,000. Default: auto.",
            valueName: "n"))
    var vocabulary: VocabularySize = .auto

    @Option(
        help: ArgumentHelp(
            """
            Cut tokens of a joint vocabulary that occur fewer times on a side into smaller ones \
            there, so that the engine never meets them untrained. Default: 0, none.
            """, valueName: "n"))
    var vocabularyThreshold: Int?

    @Flag(help: "A vocabulary for each language instead of one for both.")
    var separateVocabularies = false

    @Option(help: "Embeddings that share weights: all, target or none. Default: all, if joint.")
    var tying: Configuration.Tying?

    @Option(help: "Layer normalization after (post) or before (pre) each sublayer. Default: post.")
    var normalization: Configuration.Normalization?

    @Option(
        help: ArgumentHelp(
            "Share of activations dropped in training, 0 to 0.9. Default: 0.1 or 0.2.",
            valueName: "share"))
    var dropout: Float?

    @Option(
        help: ArgumentHelp(
            "Most tokens in a batch, on either side. Default: by corpus size, 1,024 to 4,096.",
            valueName: "n"))
    var batchTokens: Int?

    @Option(
        help: ArgumentHelp(
            "Highest learning rate, at the end of warm-up. Default: by corpus size.",
            valueName: "rate"))
    var rate: Float?

    @Option(
        help: ArgumentHelp(
            "Steps of linear warm-up. Default: by corpus size, 200 to 4,000.", valueName: "n"))
    var warmup: Int?

    @Option(
        help: ArgumentHelp(
            "Label smoothing: the share of probability spread over all tokens. Default: 0.1.",
            valueName: "share"))
    var labelSmoothing: Float?

    @Option(
        help: ArgumentHelp(
            """
            Share of the merges left out when each pair is cut into subwords anew for every epoch \
            (BPE-dropout), 0 to 1. Default: 0.
            """, valueName: "share"))
    var subwordDropout: Float?

    @Option(
        help: ArgumentHelp(
            "Stop after so many passes over the corpus. Default, without another bound: 5 to 60.",
            valueName: "n"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Stop after so many updates of the weights.", valueName: "n"))
    var steps: Int?

    @Option(
        help: ArgumentHelp(
            "Stop in time to be done by then, from start to finished engine: 90s, 30m or 2h.",
            valueName: "time"))
    var timeBudget: TimeBudget?

    @Option(
        help: ArgumentHelp(
            "Steps between two validations. Default: by corpus size, 250 to 2,000.",
            valueName: "n"))
    var validateEvery: Int?

    @Option(
        help: ArgumentHelp(
            "Validations without a better score before training stops. Default: 10.",
            valueName: "n"))
    var patience: Int?

    @Option(
        help: "Type of the factors of products; auto is bf16 where the processor has it, else f32.")
    var precision: PrecisionChoice = .auto

    @Option(
        help: """
            Type of the weights in the engine's file: f32, or bf16 for half the size. Default: f32.
            """)
    var store: Precision?

    @Option(help: ArgumentHelp("Cores to use, one thread each. Default: all.", valueName: "n"))
    var workers: Int?

    @Option(
        help: ArgumentHelp(
            "Seed of everything random; with the same workers, of the same engine. Default: 1.",
            valueName: "n"))
    var seed: UInt64?

    @Flag(
        help: """
            Go on with the training in the engine folder, on the same corpora. Model, learning \
            rate and seed stay as they are; bounds, --workers, --validate-every and --patience \
            may be new.
            """)
    var resume = false

    @OptionGroup(title: "Text")
    var text: TextTreatmentOptions

    @OptionGroup(title: "XML of other formats")
    var xml: XMLPathOptions

    func validate() throws {
        try checkRange(vocabulary.number, "--vocabulary", 16...1_000_000)
        try checkRange(vocabularyThreshold, "--vocabulary-threshold", 0...1_000_000_000)
        if !resume { try text.check(vocabulary: vocabulary.number) }
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
        try checkRange(subwordDropout, "--subword-dropout", 0...1)
        if separateVocabularies, tying == .all {
            throw ValidationError(
                "--tying all with --separate-vocabularies: one table cannot serve two "
                    + "vocabularies. Pass --tying target, or leave one of them out.")
        }
        if separateVocabularies, vocabularyThreshold ?? 0 > 0 {
            throw ValidationError(
                "--vocabulary-threshold with --separate-vocabularies: it is for a vocabulary that "
                    + "two languages share. Leave one of them out.")
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
            try request(),
            observer: TrainingRun.Observer(
                note: note, step: { bar.update($0) },
                validation: { bar.validated($0, step: $1, isBest: $2) },
                shouldStop: { Interruption.wasAsked }))
        do {
            let outcome = try run.run()
            bar.finish()
            try conclude(outcome)
        } catch is PreparationInterrupted {
            note("stopped before training had begun. Nothing was written.")
            throw ExitCode(130)
        }
    }

    private func request() throws -> TrainingRequest {
        var request = TrainingRequest(
            corpora: corpus, sourceLanguage: source, targetLanguage: target, enginePath: engine,
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
        request.development = dev
        request.xmlPaths = try xml.paths()
        request.cleaning = cleaning
        request.codes = codes
        request.abbreviations = try abbreviations.map {
            try AbbreviationRules(lines: TextFile.lines(of: $0), file: $0)
        }
        request.preset = preset.preset
        request.vocabularySize = vocabulary.number
        request.text = try text.choices()
        request.vocabularyThreshold = vocabularyThreshold
        request.hasSeparateVocabularies = separateVocabularies
        request.tying = tying
        request.normalization = normalization
        request.dropout = dropout
        request.batchTokens = batchTokens
        request.peakRate = rate
        request.warmupSteps = warmup
        request.labelSmoothing = labelSmoothing
        request.subwordDropout = subwordDropout
        request.precision = precision.forTraining()
        request.seed = seed
        request.storedType = store
        request.epochs = epochs
        request.steps = steps
        request.timeBudgetSeconds = timeBudget?.seconds
        request.stepsPerValidation = validateEvery
        request.patience = patience
        request.resumes = resume
        request.commandLine = (["translate"] + CommandLine.arguments.dropFirst()).joined(
            separator: " ")
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
