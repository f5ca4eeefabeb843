internal import Alignment
package import Engines
internal import Tensors
internal import Text
internal import Transformer

/// Aligns existing translations with an engine that reads them (“forced decoding”).
package struct PairAligner: Sendable {
    private let engine: Engine
    private let weights: PackedWeights
    private let workers: Int

    package init(_ engine: Engine, workers: Int) {
        self.engine = engine
        self.workers = workers
        weights = engine.packed(as: engine.storedType == .int8 ? .int8 : .f32)
    }

    /// Sentences read together.
    private static let batchSize = 32

    /// - Returns: for each pair its alignment; nil where a side has no words the engine knows, or
    ///   more tokens than a model reads.
    package func align(_ pairs: [(source: String, target: String)]) -> [TranslatedSegment?] {
        let batches = stride(from: 0, to: pairs.count, by: Self.batchSize).map {
            Array(pairs[$0..<min($0 + Self.batchSize, pairs.count)])
        }
        return Workers(count: workers).map(over: batches) { alignBatch($0) }.flatMap { $0 }
    }

    private func alignBatch(_ pairs: [(source: String, target: String)]) -> [TranslatedSegment?] {
        let encoded = pairs.map { pair in
            let source = CoveredSource(pair.source, subwords: engine.sourceSubwords)
            let target = CoveredSource(
                pair.target, subwords: engine.targetSubwords, translating: source.spans)
            return (source: source, target: target)
        }
        let readable = 1..<Configuration.maximumLength
        let usable = encoded.indices.filter {
            readable.contains(encoded[$0].source.ids.count)
                && readable.contains(encoded[$0].target.ids.count)
        }
        let readings = AlignmentReader(model: engine.model).read(
            usable.map { index in
                let (source, target) = encoded[index]
                return AlignmentReader.Pair(
                    source: source, targetIDs: target.ids, targetWordOfToken: target.wordOfToken,
                    targetWordCount: target.words.count)
            }, on: Tape(inference: weights))
        var segments = [TranslatedSegment?](repeating: nil, count: pairs.count)
        for (index, reading) in zip(usable, readings) {
            let (source, target) = encoded[index]
            segments[index] = TranslatedSegment(
                source: pairs[index].source, target: pairs[index].target,
                score: reading.logProbability,
                alternatives: [
                    .init(target: pairs[index].target, score: reading.logProbability)
                ],
                alignment: alignment(source, target, reading.attention), warnings: [])
        }
        return segments
    }

    private func alignment(
        _ source: CoveredSource, _ target: CoveredSource, _ attention: SoftAlignment
    ) -> SegmentAlignment {
        let links = AlignmentReader.links(attention) + copies(source, target)
        return SegmentAlignment(
            sourceWords: source.words.map(SegmentWord.init),
            targetWords: target.words.map(SegmentWord.init),
            links: links.sorted().map { .init(source: $0.source, target: $0.target) },
            attention: [
                SegmentAlignment.Block(
                    firstSourceWord: 0, firstTargetWord: 0,
                    weights: target.words.indices.map { row in
                        source.words.indices.map { attention[row, $0] }
                    })
            ])
    }

    /// Words that the engine cannot spell, and that stand on both sides: the first with the
    /// first, and so on.
    private func copies(
        _ source: CoveredSource, _ target: CoveredSource
    ) -> [WordAlignment.Link] {
        var places: [String: [Int]] = [:]
        for word in target.uncovered.reversed() {
            places[target.words[word].text, default: []].append(word)
        }
        return source.uncovered.compactMap { word in
            places[source.words[word].text]?.popLast().map { .init(source: word, target: $0) }
        }
    }
}
