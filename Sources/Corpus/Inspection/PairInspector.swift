/// Gathers what there is to say about the pairs of two languages.
struct PairInspector {
    /// In the place of languages that files do not name.
    private static let unnamed = LanguagePair(asFound: "und", "mul")
    private static let sampleBytes = 12 << 20

    private let languages: LanguagePair?
    private var selector: PairSelector
    private var selection = CorpusReport()
    private var files: [CorpusInspection.File] = []
    private var concerns: [CorpusInspection.Concern: CorpusInspection.Finding] = [:]
    private var repetitions = RepetitionInspector()
    private var tags = TagInspector()
    private var lengths = (
        source: CorpusInspection.Lengths(), target: CorpusInspection.Lengths(),
        ratios: Distribution(limit: 10_000)
    )
    private var scripts: (source: ScriptInspector, target: ScriptInspector)
    private var sample: RandomSample

    init(_ languages: LanguagePair?, options: CorpusInspector.Options) {
        self.languages = languages
        selector = PairSelector(languages ?? Self.unnamed, codes: .dropped)
        let scripts = UnicodeScripts()
        self.scripts = (
            ScriptInspector(language: languages?.source, scripts: scripts),
            ScriptInspector(language: languages?.target, scripts: scripts)
        )
        sample = RandomSample(
            capacity: max(options.samples, options.trainingSamples),
            maximumBytes: Self.sampleBytes, seed: options.seed)
    }

    mutating func begin(file: String) {
        files.append(.init(name: file, units: 0, pairs: 0))
    }

    mutating func end(fileOf units: Int) {
        if !files.isEmpty { files[files.count - 1].units = units }
    }

    mutating func add(_ unit: TranslationUnit) throws {
        switch selector.select(from: unit) {
        case .unusable(let reason):
            selection.countSkip(reason, at: unit.position)
        case .pair(let source, let target):
            selection.countPair()
            if !files.isEmpty { files[files.count - 1].pairs += 1 }
            if let chosen = selector.chosen {
                addCodes(
                    unit.variants[chosen.source].segment, unit.variants[chosen.target].segment,
                    at: unit.position)
            }
            try add(source, target, at: unit.position)
        }
    }

    private mutating func addCodes(
        _ source: Segment, _ target: Segment, at position: FilePosition
    ) {
        if tags.add(source, target) { note(.codesDiffer, at: position) }
    }

    private mutating func add(
        _ source: String, _ target: String, at position: FilePosition
    ) throws {
        try repetitions.add(source, target, at: position)
        if source == target { note(.identical, at: position) }
        let sourceScript = scripts.source.add(source, at: position)
        let targetScript = scripts.target.add(target, at: position)
        if sourceScript == .noLetters, targetScript == .noLetters {
            note(.noLetters, at: position)
        }
        if sourceScript == .foreign { note(.sourceScript, at: position) }
        if targetScript == .foreign { note(.targetScript, at: position) }
        let traits = (source: InspectedText(source), target: InspectedText(target))
        measure(traits.source, traits.target)
        if (traits.source.isOdd || traits.target.isOdd) {
            addOddities(traits.source, traits.target, source, target, at: position)
        }
        sample.offer(SegmentPair(source: source, target: target, position: position))
    }

    private mutating func measure(_ source: InspectedText, _ target: InspectedText) {
        lengths.source.words.add(source.words)
        lengths.source.characters.add(source.characters)
        lengths.target.words.add(target.words)
        lengths.target.characters.add(target.characters)
        lengths.ratios.add(target.characters * 100 / max(1, source.characters))
    }

    private mutating func addOddities(
        _ source: InspectedText, _ target: InspectedText, _ sourceText: String,
        _ targetText: String,
        at position: FilePosition
    ) {
        if source.hasWrittenTag || target.hasWrittenTag {
            note(.writtenTags, at: position)
            if WrittenTags.count(in: sourceText) != WrittenTags.count(in: targetText) {
                note(.writtenTagsDiffer, at: position)
            }
        }
        if source.hasEntity || target.hasEntity { note(.entities, at: position) }
        if source.isMisdecoded || target.isMisdecoded { note(.misdecoded, at: position) }
        if source.hasReplacement || target.hasReplacement { note(.replacements, at: position) }
        if source.hasControl || target.hasControl { note(.controls, at: position) }
    }

    private mutating func note(
        _ concern: CorpusInspection.Concern, at position: FilePosition
    ) {
        concerns[concern, default: .init()].add(position)
    }

    /// Puts all of it into an inspection.
    func conclude(
        _ inspection: inout CorpusInspection, options: CorpusInspector.Options
    ) throws {
        inspection.languages = languages
        inspection.files = files
        inspection.pairs = selection.pairs
        inspection.skipped = selection.skipped
        inspection.concerns = concerns
        inspection.repetitions = try repetitions.repetitions()
        inspection.tags = tags.tags
        inspection.sourceLengths = lengths.source
        inspection.targetLengths = lengths.target
        inspection.ratios = lengths.ratios
        inspection.sourceScripts = scripts.source.foreign
        inspection.targetScripts = scripts.target.foreign
        inspection.samples = sample.drawn(options.samples)
        if options.trainingSamples > 0 { inspection.trainingSample = sample.pairs }
    }
}

extension InspectedText {
    /// Whether anything is to be said about it besides its length.
    fileprivate var isOdd: Bool {
        hasWrittenTag || hasEntity || isMisdecoded || hasReplacement || hasControl
    }
}
