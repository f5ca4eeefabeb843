internal import Alignment
package import Engines
internal import Search
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
        weights = engine.model.pack(engine.weights)
    }

    /// Sentences read together.
    private static let batchSize = 32

    /// - Returns: for each pair its alignment; nil where a side has no words the engine knows, or
    ///   more tokens than a model reads.
    package func align(_ pairs: [(source: String, target: String)]) -> [TranslatedSegment?] {
        let batches = stride(from: 0, to: pairs.count, by: Self.batchSize).map {
            Array(pairs[$0..<min($0 + Self.batchSize, pairs.count)])
        }
        return parallel(batches, workers: Workers(count: workers)) { alignBatch($0) }.flatMap { $0 }
    }

    private func alignBatch(_ pairs: [(source: String, target: String)]) -> [TranslatedSegment?] {
        let encoded = pairs.map {
            (
                source: CoveredSource(engine.sourceSubwords.encode($0.source)),
                target: CoveredSource(engine.targetSubwords.encode($0.target))
            )
        }
        let readable = 1..<Configuration.maximumLength
        let usable = encoded.indices.filter {
            readable.contains(encoded[$0].source.ids.count)
                && readable.contains(encoded[$0].target.ids.count)
        }
        let results = ForcedDecoding.score(
            usable.map { (encoded[$0].source.ids, encoded[$0].target.ids) }, model: engine.model,
            layer: AlignmentReader.layer(of: engine.model.configuration.decoderLayers),
            on: Tape(inference: weights))
        var segments = [TranslatedSegment?](repeating: nil, count: pairs.count)
        for (index, result) in zip(usable, results) {
            segments[index] = segment(
                pairs[index], encoded[index].source, encoded[index].target, result)
        }
        return segments
    }

    private func segment(
        _ pair: (source: String, target: String), _ source: CoveredSource,
        _ target: CoveredSource, _ result: ForcedDecoding.Result
    ) -> TranslatedSegment {
        let soft = AlignmentReader.words(result.attention, source: source, target: target)
        let alignment = SegmentAlignment(
            sourceWords: source.words.map(SegmentWord.init),
            targetWords: target.words.map(SegmentWord.init),
            links: soft.links().links.map { .init(source: $0.source, target: $0.target) },
            attention: [
                SegmentAlignment.Block(
                    firstSourceWord: 0, firstTargetWord: 0,
                    weights: target.words.indices.map { row in
                        source.words.indices.map { soft[row, $0] }
                    })
            ])
        let logProbability = result.logProbabilities.reduce(0, +)
        return TranslatedSegment(
            source: pair.source, target: pair.target, score: logProbability,
            alternatives: [.init(target: pair.target, score: logProbability)],
            alignment: alignment, warnings: [])
    }
}
