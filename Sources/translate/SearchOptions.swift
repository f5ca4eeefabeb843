import ArgumentParser
import TranslationPipeline

/// How translations are searched for, and what is asked of them; shared by all commands that
/// translate.
struct SearchOptions: ParsableArguments {
    @OptionGroup(title: "Search")
    var beam: BeamOptions

    @OptionGroup(title: "Sampling")
    var sampling: SamplingOptions

    @OptionGroup(title: "Wording")
    var wording: WordingOptions

    func validate() throws {
        if let drawing = sampling.drawing { try checkSampling(drawing) }
        guard wording.glossary != nil else { return }
        if beam.diversityGroups != nil {
            throw ValidationError(
                "--glossary with --diversity-groups: terms are for one beam. "
                    + "Leave one of them out.")
        }
        if beam.beam == 1 {
            throw ValidationError(
                "--glossary with --beam 1: terms need room beside the likeliest translation. "
                    + "Pass --beam 2 or more, better 8.")
        }
    }

    private func checkSampling(_ drawing: String) throws {
        if let beam = beam.beam, beam != 1 {
            throw ValidationError(
                "\(drawing) with --beam \(beam): samples are drawn one by one. Leave --beam out, "
                    + "and pass --nbest for several.")
        }
        let others: [(Bool, String)] = [
            (beam.diversityGroups != nil, "--diversity-groups"),
            (beam.coveragePenalty != 0, "--coverage-penalty"),
            (beam.stopping != .exact, "--stopping"), (wording.glossary != nil, "--glossary"),
        ]
        if let other = others.first(where: \.0)?.1 {
            throw ValidationError(
                "\(drawing) with \(other): that is for a beam. Leave one of them out.")
        }
    }

    /// The most translations of a line, and what decides it.
    var resultLimit: (count: Int, option: String) {
        if let samples = sampling.mbr { return (samples, "--mbr") }
        return sampling.sample ? (128, "--sample") : (beam.width, "--beam")
    }

    /// - Throws: for a file of terms or words that cannot be read
    func apply(to options: inout TranslationOptions) throws {
        beam.apply(to: &options)
        if sampling.drawing != nil {
            options.beam = 1
            options.sampling = sampling.sampling
        }
        options.riskSamples = sampling.mbr
        options.glossary = try wording.readGlossary()
        options.forbidden = try wording.forbiddenWords()
    }
}

/// How widely is searched, and what translations are worth.
struct BeamOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Hypotheses followed at once; 1 is greedy: faster, a little worse. Default: 4; with \
            --sample and --mbr 1.
            """, valueName: "n"))
    var beam: Int?

    @Option(
        help: """
            When a line is done: exact, when nothing that is followed can still become better; \
            beam-ended, when as many translations as --beam have ended: a seventh faster, a little \
            worse.
            """)
    var stopping: TranslationOptions.Stopping = .exact

    @Option(
        help: ArgumentHelp(
            """
            α of the length penalty ((5 + length)/6)^α of Wu et al. 2016, 0 to 10; larger prefers \
            longer translations. Lines with terms of the --glossary have 0.
            """, valueName: "α"))
    var lengthPenalty: Float = 1

    @Option(
        help: ArgumentHelp(
            """
            β of the coverage penalty of Wu et al. 2016, 0 to 10, for parts of the source that a \
            translation does not attend to; 0.2 in the paper, 0 for none.
            """, valueName: "β"))
    var coveragePenalty: Float = 0

    @Option(
        help: ArgumentHelp(
            """
            By how much a token is less likely when the translation has it already, 1 to 10; 1 for \
            no less.
            """, valueName: "θ"))
    var repetitionPenalty: Float = 1

    @Option(
        help: ArgumentHelp(
            "So many tokens in a row do not come again, up to 100; 0 lets them.", valueName: "n"))
    var noRepeatTokens = 0

    @Option(
        help: ArgumentHelp(
            """
            Fewest tokens of a translation, 0 to 1,023; here and below, a word is one token or more, \
            and a line in parts has such a bound for each.
            """, valueName: "n"))
    var minimumLength = 0

    @Option(help: ArgumentHelp("Most tokens of a translation, 1 to 1,023.", valueName: "n"))
    var maximumLength = 1023

    @Option(
        help: ArgumentHelp(
            """
            Most tokens of a translation for each token of its source, 0 to 100, besides 20 that \
            any may have.
            """, valueName: "ratio"))
    var maximumLengthRatio: Float = 1.5

    @Option(
        help: ArgumentHelp(
            """
            Divide the beam into so many groups that keep apart, so that --nbest translations \
            differ more (diverse beam search); 2 or more, and --beam a multiple. Default: none.
            """, valueName: "n"))
    var diversityGroups: Int?

    @Option(
        help: ArgumentHelp(
            """
            How strongly groups keep apart, 0 to 100; 0.2 to 0.8 in the paper (Vijayakumar et al. \
            2018). Default: 0.5.
            """, valueName: "λ"))
    var diversityStrength: Float?

    var width: Int { beam ?? 4 }

    func validate() throws {
        guard (1...64).contains(width) else {
            throw ValidationError("--beam \(width): not in 1…64. Pass 4 for good, 1 for fast.")
        }
        try checkRange(lengthPenalty, "--length-penalty", 0...10)
        try checkRange(coveragePenalty, "--coverage-penalty", 0...10)
        try checkRange(repetitionPenalty, "--repetition-penalty", 1...10)
        try checkRange(noRepeatTokens, "--no-repeat-tokens", 0...100)
        try checkRange(minimumLength, "--minimum-length", 0...1023)
        try checkRange(maximumLength, "--maximum-length", 1...1023)
        try checkRange(maximumLengthRatio, "--maximum-length-ratio", 0...100)
        guard minimumLength <= maximumLength else {
            throw ValidationError(
                "--minimum-length \(minimumLength) with --maximum-length \(maximumLength): no "
                    + "translation is so long and so short. Lower the one or raise the other.")
        }
        try checkDiversity()
    }

    private func checkDiversity() throws {
        try checkRange(diversityGroups, "--diversity-groups", 2...64)
        try checkRange(diversityStrength, "--diversity-strength", 0...100)
        guard let diversityGroups else {
            guard diversityStrength == nil else {
                throw ValidationError(
                    "--diversity-strength without --diversity-groups: there are no groups. Pass "
                        + "--diversity-groups as well.")
            }
            return
        }
        guard width.isMultiple(of: diversityGroups) else {
            throw ValidationError(
                "--diversity-groups \(diversityGroups): do not divide a beam of \(width). Pass a "
                    + "--beam that is a multiple of \(diversityGroups).")
        }
    }

    func apply(to options: inout TranslationOptions) {
        options.beam = width
        options.stopping = stopping
        options.lengthPenalty = lengthPenalty
        options.coveragePenalty = coveragePenalty
        options.repetitionPenalty = repetitionPenalty
        options.noRepeatTokens = noRepeatTokens
        options.minimumLength = minimumLength
        options.maximumLength = maximumLength
        options.maximumLengthRatio = maximumLengthRatio
        options.diversity = diversityGroups.map { groups in
            var diversity = TranslationOptions.Diversity()
            diversity.groups = groups
            diversity.strength = diversityStrength ?? diversity.strength
            return diversity
        }
    }
}
