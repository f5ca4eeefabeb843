package import Tensors
package import Transformer

/// What a model says of translations that are given: their likelihood and their alignment.
package enum ForcedDecoding {
    /// What the model says of one pair.
    package struct Result: Sendable, Equatable {
        /// One for each target token, then that of `</s>`.
        package let logProbabilities: [Float]
        package let attention: SoftAttention
    }

    /// One pass over whole pairs, each target token predicted from the true ones before it.
    /// - Parameters:
    ///   - pairs: token ids without special ones; either side may be empty
    ///   - layer: the decoder layer whose attention is returned, from 0
    ///   - tape: one in inference
    /// - Returns: one result for each pair, in order; a pair's does not depend on the others.
    package static func score(
        _ pairs: [(source: [Int32], target: [Int32])], model: EncoderDecoder, layer: Int,
        on tape: Tape
    ) -> [Result] {
        guard !pairs.isEmpty else { return [] }
        let batch = PackedPairs(pairs, roundedTo: PackedMatrix.rowMultiple)
        let (output, attention) = read(batch, model: model, layer: layer, on: tape)
        let logProbabilities = LogSoftmax.logProbabilities(
            of: batch.targetOutputs, in: model.logits(output, on: tape).value)
        return pairs.indices.map { index in
            Result(
                logProbabilities: Array(logProbabilities[batch.target.range(of: index)]),
                attention: softAttention(attention, of: index, pairs[index], layer: layer))
        }
    }

    /// The attention alone, which costs less: that of `score`.
    package static func attention(
        _ pairs: [(source: [Int32], target: [Int32])], model: EncoderDecoder, layer: Int,
        on tape: Tape
    ) -> [SoftAttention] {
        guard !pairs.isEmpty else { return [] }
        let batch = PackedPairs(pairs, roundedTo: PackedMatrix.rowMultiple)
        let (_, attention) = read(batch, model: model, layer: layer, on: tape)
        return pairs.indices.map {
            softAttention(attention, of: $0, pairs[$0], layer: layer)
        }
    }

    static func read(
        _ batch: PackedPairs, model: EncoderDecoder, layer: Int, on tape: Tape
    ) -> (output: Variable, attention: SourceAttention) {
        let memory = model.encode(batch.sourceIDs, batch.source, on: tape)
        let reading = model.decode(batch, memory: memory, on: tape)
        precondition(
            (0..<reading.attention.layerCount).contains(layer),
            "layer \(layer) of \(reading.attention.layerCount)")
        return reading
    }

    private static func softAttention(
        _ attention: SourceAttention, of index: Int, _ pair: (source: [Int32], target: [Int32]),
        layer: Int
    ) -> SoftAttention {
        SoftAttention(
            sourceLength: pair.source.count, targetLength: pair.target.count,
            weights: attention.headMean(ofSequence: index, layer: layer))
    }
}
