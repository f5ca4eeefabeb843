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
            without state/ the engine is complete. From the first validation on, report.html \
            there shows curves, translations and attention in a browser, and metrics.jsonl has \
            the numbers.

            A training that comes to its end without having learned to translate is done all the \
            same, with status 0; a last line warns of it and says what may help.

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

    @Option(
        help: """
            Type of the weights in the engine's file: f32, or bf16 for half the size. Default: f32.
            """)
    var store: Precision?

    @Option(
        help: ArgumentHelp(
            """
            Cores to use, one thread each; of each process, when mpirun starts several. Default: \
            all that the process may use, divided by the processes of this machine.
            """, valueName: "n"))
    var workers: Int?

    @Flag(
        help: """
            Go on with the training in the engine folder, on the same corpora. Model, learning \
            rate and seed stay as they are; bounds, --workers, --validate-every and --patience \
            may be new.
            """)
    var resume = false

    @OptionGroup(title: "Model")
    var model: TrainModelOptions

    @OptionGroup(title: "Recipe")
    var recipe: TrainRecipeOptions

    @OptionGroup(title: "Bounds")
    var bounds: TrainBoundsOptions

    @OptionGroup(title: "Going on from an engine")
    var adaptation: TrainAdaptationOptions

    @OptionGroup(title: "Text")
    var text: TextTreatmentOptions

    @OptionGroup(title: "XML of other formats")
    var xml: XMLPathOptions

    func validate() throws {
        try checkRange(workers, "--workers", workerRange)
        try adaptation.check(resumes: resume)
        if !resume { try text.check(vocabulary: model.vocabulary.number) }
        guard !engine.isEmpty else {
            throw ValidationError("--engine: is empty. Name the folder to keep the engine in.")
        }
    }

    func run() throws {
        Interruption.watch()
        let group = try TrainingGroup.join(workers: usedWorkers)
        do {
            try run(in: group)
        } catch {
            guard !(error is ExitCode), group.size > 1 else {
                group.leave()
                throw error
            }
            // The others would wait for this process for ever.
            let process = group.isLead ? nil : "process \(group.rank)"
            group.endAll(status: Translate.complain(of: error, process: process))
        }
        group.leave()
    }

    private func run(in group: ProcessGroup) throws {
        var bar = ProgressBar(
            isTerminal: isatty(STDERR_FILENO) == 1, width: { StandardStreams.errorColumns },
            write: StandardStreams.tell)
        defer { bar.finish() }
        let run = TrainingRun(
            try request(),
            observer: TrainingRun.Observer(
                note: { bar.tell($0) }, step: { bar.update($0) },
                validation: { bar.validated($0, step: $1, isBest: $2) },
                shouldStop: { Interruption.wasAsked }),
            group: group)
        do {
            let outcome = try run.run()
            bar.finish()
            try conclude(outcome, isLead: group.isLead)
        } catch is PreparationInterrupted {
            note("stopped before training had begun. Nothing was written.")
            if group.size > 1 { group.endAll(status: 130) }
            throw ExitCode(130)
        }
    }

    private var usedWorkers: Int { workers ?? Cores.usable }

    private func request() throws -> TrainingRequest {
        var request = TrainingRequest(
            corpora: corpus, sourceLanguage: source, targetLanguage: target, enginePath: engine,
            workers: usedWorkers)
        request.development = dev
        request.xmlPaths = try xml.paths()
        request.cleaning = cleaning
        request.codes = codes
        request.abbreviations = try abbreviations.map {
            try AbbreviationRules(lines: TextFile.lines(of: $0), file: $0)
        }
        request.model = model.choices
        request.vocabulary = model.vocabularyChoices
        request.text = try text.choices()
        request.recipe = recipe.choices
        request.bounds = bounds.choices
        request.adaptation = adaptation.choices
        request.storedType = store
        request.resumes = resume
        request.commandLine = (["translate"] + CommandLine.arguments.dropFirst()).joined(
            separator: " ")
        return request
    }

    private func conclude(_ outcome: TrainingRun.Outcome, isLead: Bool) throws {
        let note: (String) -> Void = { if isLead { translate.note($0) } }
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
        guard outcome.hasWon else { throw EngineKept(start: outcome.start ?? "", engine: engine) }
        if let best = progress.best {
            note(
                "\(engine): best at step \(grouped(progress.bestStep)), dev BLEU "
                    + String(format: "%.2f", best.bleu) + ", loss "
                    + String(format: "%.3f", best.loss))
        }
        note(
            progress.warningOfNoUse.map { "warning: \($0)" }
                ?? "try it: translate --engine \(engine) \"…\"")
    }
}
