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
    let engine: Engine
    let weights: PackedWeights
    let search: BeamSearch
    private let divider: LineDivider
    private let assembler: LineAssembler

    private static let workerCounts = 1...1024
    private static let confidences: ClosedRange<Float> = 0...1

    /// Loads an engine.
    /// - Throws: an error that says what is wrong with the folder or the options.
    public init(engineAt path: String, options: TranslationOptions = TranslationOptions()) throws {
        try self.init(Engine.load(from: path), options: options, path: path)
    }

    /// - Throws: `SearchError` for options that contradict each other, `AbbreviationError` for an
    ///   abbreviation that is none, `EngineError` for a shortlist that the engine has not.
    package init(
        _ engine: Engine, options: TranslationOptions = TranslationOptions(),
        path: String = "the engine"
    ) throws {
        self.engine = engine
        self.options = options
        var searchOptions = BeamSearch.Options()
        searchOptions.beam = options.beam
        searchOptions.nbest = options.alternatives
        searchOptions.lengthPenalty = options.lengthPenalty
        searchOptions.allowsUnknown = false
        var search = try BeamSearch(searchOptions)
        if options.shortlist { search.shortlist = try engine.requiredShortlist(at: path) }
        self.search = search
        guard Self.workerCounts.contains(options.workers) else {
            throw SearchError(
                reason: .outOfRange(
                    option: "workers", value: "\(options.workers)",
                    range: "\(Self.workerCounts.lowerBound)…\(Self.workerCounts.upperBound)"))
        }
        guard Self.confidences.contains(options.lowConfidence) else {
            throw SearchError(
                reason: .outOfRange(
                    option: "lowConfidence", value: "\(options.lowConfidence)",
                    range: "\(Self.confidences.lowerBound)…\(Self.confidences.upperBound)"))
        }
        assembler = LineAssembler(engine.description, options: options)
        weights = engine.packed(as: options.precision.available)
        divider = LineDivider(
            engine.description,
            abbreviations: try options.abbreviations.map {
                try AbbreviationRules(lines: $0, file: "abbreviations")
            })
    }

    /// Translates lines; the n-th result belongs to the n-th line.
    ///
    /// Blocks the calling thread until all are done; in a task, ask for `translations(of:)`.
    public func translate(_ lines: [String]) -> [TranslatedSegment] {
        let workers = Workers(count: options.workers)
        let plans = workers.map(over: lines, plan)
        let hypotheses = search.search(
            plans.flatMap { $0.parts.map(\.source.ids) }, model: engine.model, weights: weights,
            workers: workers)
        var rest = hypotheses[...]
        let searched = plans.map { plan in
            defer { rest = rest.dropFirst(plan.parts.count) }
            return (plan: plan, hypotheses: Array(rest.prefix(plan.parts.count)))
        }
        return workers.map(over: searched) {
            segment($0.plan, $0.hypotheses, on: Tape(inference: weights))
        }
    }

    // MARK: - A line

    func plan(_ line: String) -> SegmentPlan {
        SegmentPlan(line, subwords: engine.sourceSubwords, divider: divider)
    }

    /// Puts a line together from what its parts became.
    /// - Parameter hypotheses: the best of each part
    func segment(
        _ plan: SegmentPlan, _ hypotheses: [[Hypothesis]], on tape: Tape
    ) -> TranslatedSegment {
        let translatable = plan.parts.indices.filter { !plan.parts[$0].source.ids.isEmpty }
        let made = texts(
            translatable.map { plan.parts[$0].source }, translatable.map { hypotheses[$0] },
            on: tape)
        var results = [PartResult](repeating: [], count: plan.parts.count)
        for (index, result) in zip(translatable, made) { results[index] = result }
        return assembler.segment(plan, results)
    }

    private func texts(
        _ sources: [CoveredSource], _ hypotheses: [[Hypothesis]], on tape: Tape
    ) -> [PartResult] {
        let decoded = zip(sources, hypotheses).map { source, best in
            best.map { engine.targetSubwords.decode($0.tokens, slots: source.slots) }
        }
        var readings = readings(sources, hypotheses, decoded, on: tape)[...]
        return sources.indices.map { index in
            let source = sources[index]
            return zip(decoded[index], hypotheses[index]).enumerated().map { rank, best in
                let attention =
                    needsAlignment(source, best.0, rank: rank)
                    ? readings.popFirst()?.attention : nil
                let text = TargetText(
                    best.0, tokenLogProbabilities: best.1.tokenLogProbabilities, source: source,
                    alignment: attention)
                return (text, best.1)
            }
        }
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
