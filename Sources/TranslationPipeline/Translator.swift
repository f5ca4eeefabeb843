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
    private let engine: Engine
    private let weights: PackedWeights
    private let search: BeamSearch
    private let divider: LineDivider

    private static let workerCounts = 1...1024

    /// Loads an engine.
    /// - Throws: an error that says what is wrong with the folder or the options.
    public init(engineAt path: String, options: TranslationOptions = TranslationOptions()) throws {
        try self.init(Engine.load(from: path), options: options)
    }

    /// - Throws: `SearchError` for options that contradict each other, `AbbreviationError` for an
    ///   abbreviation that is none.
    package init(
        _ engine: Engine, options: TranslationOptions = TranslationOptions()
    ) throws {
        self.engine = engine
        self.options = options
        var searchOptions = BeamSearch.Options()
        searchOptions.beam = options.beam
        searchOptions.nbest = options.alternatives
        searchOptions.lengthPenalty = options.lengthPenalty
        searchOptions.allowsUnknown = false
        search = try BeamSearch(searchOptions)
        guard Self.workerCounts.contains(options.workers) else {
            throw SearchError(
                reason: .outOfRange(
                    option: "workers", value: "\(options.workers)",
                    range: "\(Self.workerCounts.lowerBound)…\(Self.workerCounts.upperBound)"))
        }
        weights = engine.packed(as: options.precision.available)
        divider = LineDivider(
            engine.description,
            abbreviations: try options.abbreviations.map {
                try AbbreviationRules(lines: $0, file: "abbreviations")
            })
    }

    /// Translates lines; the n-th result belongs to the n-th line.
    public func translate(_ lines: [String]) -> [TranslatedSegment] {
        let workers = Workers(count: options.workers)
        let plans = workers.map(over: lines) { line in
            SegmentPlan(line, subwords: engine.sourceSubwords, divider: divider)
        }
        let sources = plans.flatMap { plan in plan.parts.map(\.source) }
        var results = translated(sources, workers: workers)[...]
        return plans.map { plan in
            let own = results.prefix(plan.parts.count)
            results = results.dropFirst(plan.parts.count)
            return assemble(plan, Array(own))
        }
    }

    // MARK: - Parts in batches

    /// A part's best translations, best first; none for a part that has no words to translate.
    private typealias PartResult = [(text: TargetText, hypothesis: Hypothesis)]

    /// Parts decoded together: enough rows for fast products, few enough to stay in the caches.
    private static let batchSize = 64

    /// Translates parts in batches of like length, longest first.
    private func translated(_ sources: [CoveredSource], workers: Workers) -> [PartResult] {
        let order = sources.indices.filter { !sources[$0].ids.isEmpty }
            .sorted { (sources[$1].ids.count, $0) < (sources[$0].ids.count, $1) }
        let batches = stride(from: 0, to: order.count, by: Self.batchSize).map {
            Array(order[$0..<min($0 + Self.batchSize, order.count)])
        }
        let translatedBatches = workers.map(over: batches) { batch in
            translateBatch(batch.map { sources[$0] })
        }
        var results = [PartResult](repeating: [], count: sources.count)
        for (batch, translations) in zip(batches, translatedBatches) {
            for (index, result) in zip(batch, translations) { results[index] = result }
        }
        return results
    }

    private func translateBatch(_ sources: [CoveredSource]) -> [PartResult] {
        let tape = Tape(inference: weights)
        let sentences = sources.map(\.ids)
        var scorer = TransformerScorer(
            model: engine.model, tape: tape, sentences: PackedSentences(sentences))
        let hypotheses = search.search(sentences, with: &scorer)
        return texts(sources, hypotheses, on: tape)
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
                return (TargetText(best.0, source: source, alignment: attention), best.1)
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

    // MARK: - Parts to lines

    private func assemble(_ plan: SegmentPlan, _ results: [PartResult]) -> TranslatedSegment {
        let ranks = max(1, results.map(\.count).filter { $0 > 0 }.min() ?? 1)
        let alternatives = (0..<ranks).map { rank in
            TranslatedSegment.Alternative(
                target: join(plan, results, rank: rank), score: score(results, rank: rank))
        }
        return TranslatedSegment(
            source: plan.line, target: alternatives[0].target, score: alternatives[0].score,
            alternatives: alternatives,
            alignment: options.wantsAlignment ? alignment(plan, results) : nil,
            warnings: warnings(plan, results))
    }

    private func join(_ plan: SegmentPlan, _ results: [PartResult], rank: Int) -> String {
        var text = plan.leading
        for (part, result) in zip(plan.parts, results) {
            text += (result.isEmpty ? part.text : result[rank].text.text) + part.separator
        }
        return text
    }

    /// The mean of the parts' scores, weighted by their lengths.
    private func score(_ results: [PartResult], rank: Int) -> Float {
        let hypotheses = results.filter { !$0.isEmpty }.map { $0[rank].hypothesis }
        if hypotheses.count == 1 { return hypotheses[0].score }
        let tokens = hypotheses.reduce(0) { $0 + $1.tokens.count + 1 }
        guard tokens > 0 else { return 0 }
        return hypotheses.reduce(0) { $0 + $1.score * Float($1.tokens.count + 1) } / Float(tokens)
    }

    private func warnings(
        _ plan: SegmentPlan, _ results: [PartResult]
    ) -> [TranslatedSegment.Warning] {
        var warnings: [TranslatedSegment.Warning] = []
        if results.contains(where: { $0.first?.hypothesis.hitLengthCap == true }) {
            warnings.append(.lengthCapReached)
        }
        if plan.parts.contains(where: \.source.hasUnknownWords) {
            warnings.append(.unknownWordsCopied)
        }
        if results.contains(where: { $0.first?.text.hasSpansPutBack == true }) {
            warnings.append(.protectedSpanPutBack)
        }
        if plan.isDivided { warnings.append(.splitIntoParts) }
        return warnings
    }

    private func alignment(_ plan: SegmentPlan, _ results: [PartResult]) -> SegmentAlignment {
        var builder = AlignmentBuilder(targetOffset: plan.leading.unicodeScalars.count)
        for (part, result) in zip(plan.parts, results) {
            if let best = result.first {
                builder.add(part, best.text)
            } else {
                builder.addCopy(part)
            }
            builder.skip(part.separator)
        }
        return builder.alignment
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
