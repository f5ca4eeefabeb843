import ArgumentParser
import Training

/// Going on from an engine with new text.
struct TrainAdaptationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Engine to go on from: it gives weights, subwords, model and languages, and is never \
            changed; options that contradict it are refused. Defaults change: rate 3e-4 for a \
            model 256 wide, less for a wider one; 100 steps of warm-up; 100 steps between \
            validations. The folder given to --engine holds the old engine's weights until those \
            of the training win: BLEU on the new development set must be higher than the old \
            engine's, and on the old one not lower by more than --old-tolerance. When none has \
            won at the end, the command says so and ends with status 1.
            """, valueName: "dir"))
    var from: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            """
            What the engine was trained on, or text like it, in the same formats: mixed in, so \
            that the engine does not forget, and validated on. An epoch has all new pairs, and \
            other old ones each time.
            """, valueName: "file"))
    var oldCorpus: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            """
            Development set of the old text. Default: the pairs of --old-corpus that were set \
            aside for the engine, if they are its own corpora.
            """, valueName: "file"))
    var oldDev: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Share of old text in the target tokens of an epoch, 0 to 0.9. More keeps more of the \
            old, and takes longer to learn the new. Default: 0.5.
            """, valueName: "share"))
    var oldShare: Double?

    @Option(
        help: ArgumentHelp(
            """
            BLEU that may be lost on the old development set, 0 to 100. Default: 1, about what \
            two seeds of a training differ by.
            """, valueName: "bleu"))
    var oldTolerance: Double?

    func validate() throws {
        try checkRange(oldShare, "--old-share", CorpusMixture.shares)
        try checkRange(oldTolerance, "--old-tolerance", Adaptation.tolerances)
        if oldShare != nil, oldCorpus.isEmpty {
            throw ValidationError(
                "--old-share without --old-corpus: there is nothing to mix in. "
                    + "Pass both, or leave --old-share out.")
        }
        if oldTolerance != nil, oldCorpus.isEmpty, oldDev.isEmpty {
            throw ValidationError(
                "--old-tolerance without --old-corpus or --old-dev: there is no old text to "
                    + "measure on. Pass one of them, or leave --old-tolerance out.")
        }
    }

    /// - Throws: `ValidationError` for old text without an engine that knows it
    func check(resumes: Bool) throws {
        guard from == nil, !resumes else { return }
        for (option, isGiven) in [
            ("--old-corpus", !oldCorpus.isEmpty), ("--old-dev", !oldDev.isEmpty),
        ] where isGiven {
            throw ValidationError(
                "\(option) without --from: it is for going on from an engine. Pass --from, or "
                    + "give the files to --corpus or --dev.")
        }
    }

    var choices: AdaptationChoices {
        var choices = AdaptationChoices()
        choices.enginePath = from
        choices.oldCorpora = oldCorpus
        choices.oldDevelopment = oldDev
        choices.oldShare = oldShare
        choices.oldTolerance = oldTolerance
        return choices
    }
}

/// No model was better than the engine that training went on from.
struct EngineKept: Error, CustomStringConvertible {
    let start: String
    let engine: String

    var description: String {
        "\(engine): has the weights of \(start), as no others were better on the new text and as "
            + "good on the old. Train longer with --resume and a new bound, or into a new folder "
            + "with more pairs, another --rate, more --old-share or more --old-tolerance."
    }
}
