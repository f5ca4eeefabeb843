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
    private let assembler: LineAssembler

    private static let workerCounts = 1...1024
    private static let confidences: ClosedRange<Float> = 0...1

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
        guard Self.confidences.contains(options.lowConfidence) else {
            throw SearchError(
                reason: .outOfRange(
                    option: "lowConfidence", value: "\(options.lowConfidence)",
                    range: "\(Self.confidences.lowerBound)…\(Self.confidences.upperBound)"))
        }
        assembler = LineAssembler(engine.description, options: options)
        weights = engine.model.pack(engine.weights, precision: options.precision.available)
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
            return assembler.segment(plan, Array(own))
        }
    }

    // MARK: - Parts in batches

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
    fileprivate var available: Tensors.Precision {
        self == .f32 ? .f32 : .fastest
    }
}
