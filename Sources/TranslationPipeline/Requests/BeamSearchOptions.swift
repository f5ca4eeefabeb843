internal import Search

extension BeamSearch.Options {
    /// The options of a search as those of a translation have them.
    /// - Parameter forbidden: the tokens of forbidden words
    init(_ options: TranslationOptions, forbidden: [[Int32]] = []) {
        self.init(beam: options.beam, nbest: options.alternatives)
        stopping = options.stopping == .exact ? .exact : .beamEnded
        lengthPenalty = options.lengthPenalty
        coveragePenalty = options.coveragePenalty
        repetitionPenalty = options.repetitionPenalty
        noRepeatTokens = options.noRepeatTokens
        minimumLength = options.minimumLength
        maximumLength = options.maximumLength
        maximumLengthRatio = options.maximumLengthRatio
        sampling = options.sampling.map(Sampling.init)
        if let samples = options.riskSamples {
            sampling = sampling ?? Sampling()
            nbest = samples
        }
        diversity = options.diversity.map(Diversity.init)
        allowsUnknown = false
        self.forbidden = forbidden
    }
}

extension BeamSearch.Options.Sampling {
    fileprivate init(_ sampling: TranslationOptions.Sampling) {
        self.init()
        temperature = sampling.temperature
        topK = sampling.topK
        topP = sampling.topP
        seed = sampling.seed
    }
}

extension BeamSearch.Options.Diversity {
    fileprivate init(_ diversity: TranslationOptions.Diversity) {
        self.init()
        groups = diversity.groups
        strength = diversity.strength
    }
}

extension TranslationOptions {
    private static let workerCounts = 1...1024
    private static let riskSampleCounts = 2...128
    private static let confidences: ClosedRange<Float> = 0...1

    /// Checks what can be checked without an engine.
    /// - Throws: `SearchError`
    func validate() throws(SearchError) {
        if let riskSamples {
            try Self.check(riskSamples, "riskSamples", Self.riskSampleCounts)
            try Self.check(alternatives, "alternatives", 1...riskSamples)
        }
        try BeamSearch.Options(self).validate()
        try Self.check(workers, "workers", Self.workerCounts)
        try Self.check(lowConfidence, "lowConfidence", Self.confidences)
        guard glossary != nil else { return }
        if sampling != nil || riskSamples != nil {
            throw Self.glossaryConflict("sampling", "Use a beam instead.")
        }
        if diversity != nil { throw Self.glossaryConflict("diversity", "Leave one of them out.") }
        if beam == 1 {
            throw Self.glossaryConflict("beam 1", "Set beam to 2 or more, better to 8.")
        }
    }

    private static func check<Number: Comparable>(
        _ number: Number, _ option: String, _ range: ClosedRange<Number>
    ) throws(SearchError) {
        guard !range.contains(number) else { return }
        throw SearchError(
            reason: .outOfRange(
                option: option, value: "\(number)",
                range: "\(range.lowerBound)…\(range.upperBound)"))
    }

    private static func glossaryConflict(_ other: String, _ remedy: String) -> SearchError {
        SearchError(reason: .conflict(option: "glossary", other: other, remedy: remedy))
    }
}
