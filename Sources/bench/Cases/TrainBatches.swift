import Foundation
import Tensors
import Training
import Transformer

/// Batches of random ids to train on.
struct TrainBatches {
    typealias Batch = [(source: [Int32], target: [Int32])]

    let all: [Batch]

    init(_ shape: TrainCase, count: Int) {
        var random = RandomSource(seed: 2)
        let pairs = (0..<count * shape.batch).map { _ in
            let (source, target) =
                shape.varied
                ? Self.lengths(shape, &random)
                : (
                    shape.source, shape.target
                )
            // `</s>` is one of each side's tokens, as in the peers' shapes.
            return (
                source: shape.options.ids(source - 1, &random),
                target: shape.options.ids(target - 1, &random)
            )
        }
        all = Self.cut(pairs, tokens: shape.batch * max(shape.source, shape.target))
            .shuffled(using: &random)
    }

    /// Log-normal with half the mean as deviation, which is how lengths of sentences lie; a
    /// translation differs from its source by a seventh.
    private static func lengths(
        _ shape: TrainCase, _ random: inout RandomSource
    ) -> (source: Int, target: Int) {
        let common = exp(0.47 * Double(random.normal()) - 0.11)
        let ratio = exp(0.14 * Double(random.normal()) - 0.01)
        func length(_ mean: Double) -> Int { min(max(Int(mean.rounded()), 2), 1024) }
        return (
            length(Double(shape.source) * common), length(Double(shape.target) * common * ratio)
        )
    }

    /// Neighbours in length together, as training has them.
    private static func cut(_ pairs: Batch, tokens limit: Int) -> [Batch] {
        var batches: [Batch] = [[]]
        var (source, target) = (0, 0)
        for pair in pairs.sorted(by: { $0.target.count < $1.target.count }) {
            source += pair.source.count + 1
            target += pair.target.count + 1
            if max(source, target) > limit, batches[batches.count - 1].isEmpty == false {
                batches.append([])
                (source, target) = (pair.source.count + 1, pair.target.count + 1)
            }
            batches[batches.count - 1].append(pair)
        }
        return batches
    }

    /// Of a batch in the mean.
    var targetTokens: Double { mean { Double($0.target.count + 1) } }

    /// Products of one forward pass over a batch in the mean, two operations for each
    /// multiplication.
    func forwardOperations(_ c: Configuration) -> Double {
        let (D, F) = (Double(c.modelDimension), Double(c.feedForwardDimension))
        let (encoders, decoders) = (Double(c.encoderLayers), Double(c.decoderLayers))
        return mean { pair in
            let (S, T) = (Double(pair.source.count + 1), Double(pair.target.count + 1))
            let encoder = S * encoders * (8 * D * D + 4 * D * F + 4 * S * D)
            let decoder = T * decoders * (12 * D * D + 4 * D * F + 4 * T * D + 4 * S * D)
            let memory = S * decoders * 4 * D * D
            return encoder + decoder + memory + T * 2 * D * Double(c.targetVocabulary)
        }
    }

    /// The share of rows that are of no sentence.
    func paddingShare(workers: Int) -> Double {
        var (rows, used) = (0, 0)
        for batch in all {
            for worker in 0..<workers {
                let shard = stride(from: worker, to: batch.count, by: workers).map { batch[$0] }
                guard !shard.isEmpty else { continue }
                let packed = PackedPairs(shard, roundedTo: GradientWorkers.rowMultiple)
                rows += packed.source.rows + packed.target.rows
                used += packed.source.used + packed.target.used
            }
        }
        return 1 - Double(used) / Double(rows)
    }

    private func mean(_ ofPair: ((source: [Int32], target: [Int32])) -> Double) -> Double {
        all.joined().reduce(0) { $0 + ofPair($1) } / Double(all.count)
    }
}
