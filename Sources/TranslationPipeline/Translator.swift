internal import Alignment
package import Engines
internal import Search
internal import Tensors
internal import Text
internal import Transformer

/// Translates lines of text with an engine.
///
/// Immutable once made: share one between tasks. What a line becomes does not depend on the lines
/// translated with it.
///
/// ```swift
/// let translator = try Translator(engineAt: "Models/en-de")
/// let segments = try translator.translate(["Good morning!"])
/// print(segments[0].target)
/// ```
public struct Translator: Sendable {
    public let options: TranslationOptions
    /// The only one, or the first of several (`init(enginesAt:options:)`).
    let engine: Engine
    let weights: PackedWeights
    let partners: [Partner]
    let search: BeamSearch
    private let planner: LinePlanner
    private let assembler: LineAssembler

    /// Loads an engine.
    /// - Throws: an error that says what is wrong with the folder or the options.
    public init(engineAt path: String, options: TranslationOptions = TranslationOptions()) throws {
        try options.validate()
        try self.init(EngineEnsemble(Engine.load(from: path)), options: options, path: path)
    }

    /// - Parameter path: of the first engine, for errors
    /// - Throws: `SearchError` for options that contradict each other, `AbbreviationError` for an
    ///   abbreviation that is none, `GlossaryError` for terms that the engine cannot write,
    ///   `EngineError` for a shortlist that the engine has not.
    package init(
        _ ensemble: EngineEnsemble, options: TranslationOptions = TranslationOptions(),
        path: String = "the engine"
    ) throws {
        let engine = ensemble.first
        self.engine = engine
        self.options = options
        try options.validate()
        let forbidden = try ForbiddenWords(options.forbidden, engine.targetSubwords)
        let terms = try options.glossary.map {
            try TermRequirements($0, engine, forbidden: forbidden.matcher)
        }
        var search = try BeamSearch(BeamSearch.Options(options, forbidden: forbidden.spellings))
        if options.shortlist { search.shortlist = try ensemble.shortlist(at: path) }
        self.search = search
        let divider = LineDivider(
            engine.description,
            abbreviations: try options.abbreviations.map {
                try AbbreviationRules(lines: $0, file: "abbreviations")
            })
        planner = LinePlanner(engine, search: search, divider: divider, terms: terms)
        assembler = LineAssembler(
            ensemble, options: options, terms: terms, forbidden: forbidden)
        let type = options.precision.available
        let workers = Workers(count: options.workers)
        weights = engine.packed(as: type, workers: workers)
        partners = ensemble.others.map {
            Partner(model: $0.model, weights: $0.packed(as: type, workers: workers))
        }
    }

    /// Translates lines; the n-th result belongs to the n-th line.
    ///
    /// Blocks the calling thread until all are done; in a task, ask for `translations(of:)`.
    public func translate(_ lines: [String]) -> [TranslatedSegment] {
        translate(lines.map { TranslationRequest($0) })
    }

    /// Translates lines of whose translations something is known; the n-th result belongs to the
    /// n-th.
    ///
    /// Blocks the calling thread until all are done; in a task, ask for `translations(of:)`.
    public func translate(_ requests: [TranslationRequest]) -> [TranslatedSegment] {
        let workers = Workers(count: options.workers)
        let lines = workers.map(over: requests, plan)
        let hypotheses = search.search(
            lines.flatMap { $0.parts.map(\.search) }, workers: workers
        ) { scorer(on: Tape(inference: weights)) }
        var rest = hypotheses[...]
        let searched = lines.map { line in
            defer { rest = rest.dropFirst(line.parts.count) }
            return (line: line, hypotheses: Array(rest.prefix(line.parts.count)))
        }
        return workers.map(over: searched) {
            segment($0.line, $0.hypotheses, on: Tape(inference: weights))
        }
    }

    // MARK: - A line

    func plan(_ request: TranslationRequest) -> PlannedLine { planner.plan(request) }

    /// Puts a line together from what its parts became.
    /// - Parameter hypotheses: the best of each part
    func segment(
        _ line: PlannedLine, _ hypotheses: [[Hypothesis]], on tape: Tape
    ) -> TranslatedSegment {
        let searched = line.searched
        let made = texts(
            searched.map { (line.plan.parts[$0].source, line.parts[$0]) },
            searched.map { preferred(hypotheses[$0], ofPart: $0, in: line) }, on: tape)
        var results = [PartResult](repeating: [], count: line.parts.count)
        for (index, result) in zip(searched, made) { results[index] = result }
        return assembler.segment(line, results)
    }

    private func texts(
        _ parts: [(source: CoveredSource, asked: PlannedLine.Part)],
        _ hypotheses: [[Hypothesis]], on tape: Tape
    ) -> [PartResult] {
        let decoded = zip(parts, hypotheses).map { part, best in
            best.map { decode($0.tokens, part.source.slots, part.asked) }
        }
        var readings = readings(parts.map(\.source), hypotheses, decoded, on: tape)[...]
        return parts.indices.map { index in
            let (source, asked) = parts[index]
            return zip(decoded[index], hypotheses[index]).enumerated().map { rank, best in
                let attention =
                    needsAlignment(source, best.0, rank: rank)
                    ? readings.popFirst()?.attention : nil
                let text = TargetText(
                    best.0, tokenLogProbabilities: best.1.tokenLogProbabilities, source: source,
                    alignment: attention, typed: asked.typed)
                return (text, best.1)
            }
        }
    }

    /// What tokens of a part's translation stand for.
    func decode(
        _ tokens: [Int32], _ slots: SlotContents, _ asked: PlannedLine.Part
    ) -> DecodedText {
        engine.targetSubwords.decode(tokens, slots: slots, unknown: asked.unknown)
    }

    private func needsAlignment(
        _ source: CoveredSource, _ decoded: DecodedText, rank: Int
    ) -> Bool {
        (options.wantsAlignment && rank == 0) || !source.uncovered.isEmpty
            || !decoded.missingWords.isEmpty
    }

    /// Reads the attention of all translations that need it at once.
    private func readings(
        _ sources: [CoveredSource], _ hypotheses: [[Hypothesis]], _ decoded: [[DecodedText]],
        on tape: Tape
    ) -> [AlignmentReader.Reading] {
        var pairs: [AlignmentReader.Pair] = []
        for (index, source) in sources.enumerated() {
            for (rank, text) in decoded[index].enumerated()
            where needsAlignment(source, text, rank: rank) {
                pairs.append(
                    AlignmentReader.Pair(
                        source: source, targetIDs: hypotheses[index][rank].tokens,
                        targetWordOfToken: text.wordOfToken, targetWordCount: text.words.count))
            }
        }
        return AlignmentReader(model: engine.model).read(pairs, on: tape)
    }
}

extension TranslationOptions.Precision {
    /// What this processor can do of it.
    fileprivate var available: WeightType {
        switch self {
        case .auto: .fastest
        case .f32: .f32
        case .bf16: WeightType(.fastest)
        case .int8: .int8
        }
    }
}
