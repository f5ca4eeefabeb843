package import Tensors
package import Transformer

/// Computes the gradient of a batch's loss, a shard of the batch on every worker.
///
/// Each worker has a tape and a gradient of its own; the gradients are added in the workers'
/// order, so the same seed and number of workers give the same bytes.
package final class GradientWorkers: Sendable {
    private let model: EncoderDecoder
    private let workers: Workers
    private let precision: Precision
    private let smoothing: Float
    private let rDrop: Float
    private let boxes: [GradientBox]

    package typealias Pair = (source: [Int32], target: [Int32])

    /// Rows of a shard are rounded up to this, so that few product shapes occur.
    package static let rowMultiple = 64

    /// - Parameters:
    ///   - smoothing: ε of the label smoothing
    ///   - rDrop: α of `RegularizedDropout`; 0 draws every pair once
    package init(
        _ model: EncoderDecoder, workers: Workers, precision: Precision, smoothing: Float,
        rDrop: Float = 0
    ) {
        self.model = model
        self.workers = workers
        self.precision = precision
        self.smoothing = smoothing
        self.rDrop = rDrop
        boxes = (0..<workers.count).map { _ in GradientBox(ParameterSet(zeros: model.layout)) }
    }

    package struct Result {
        /// Mean loss of a target token, in nats: label-smoothed cross-entropy, and with R-Drop
        /// the divergence besides.
        package let loss: Double
        package let targetTokens: Int
        /// Euclidean norm of the gradient.
        package let norm: Float
    }

    /// Leaves the gradient of the mean loss in `gradient`.
    /// - Parameters:
    ///   - pieces: which pairs are computed together; the next piece takes the memory of the one
    ///     before. All at once when nil.
    ///   - random: where dropout comes from, the same for every worker: a pair's draws hang on its
    ///     number in the batch, not on the worker that has it, nor on the piece it is in
    package func compute(
        _ pairs: [Pair], pieces: [Range<Int>]? = nil, weights: ParameterSet, random: RandomSource
    ) -> Result {
        let pieces = pieces ?? [0..<pairs.count]
        let tokens = pairs.reduce(0) { $0 + $1.target.count + 1 }
        let products = ProductWeights(weights, precision: precision, workers: workers)
        let boxes = boxes
        let losses = workers.map { [self] worker -> Double in
            ParameterKernel.clear(&boxes[worker].gradient)
            return pieces.reduce(0) { sum, piece in
                let shard = share(of: piece, for: worker)
                guard !shard.isEmpty else { return sum }
                let tape = Tape(
                    products,
                    mode: .training(dropout: model.configuration.dropout, random: random))
                let loss = loss(of: shard, from: pairs, scale: 1 / Float(tokens), on: tape)
                tape.addGradients(of: loss, to: &boxes[worker].gradient)
                return sum + Double(loss.value[0])
            }
        }
        let norm = ParameterKernel.sum(
            into: &boxes[0].gradient, boxes.dropFirst().map(\.gradient), workers: workers)
        return Result(loss: losses.reduce(0, +), targetTokens: tokens, norm: norm)
    }

    /// The loss of the pairs with the numbers in `shard`.
    private func loss(of shard: [Int], from pairs: [Pair], scale: Float, on tape: Tape) -> Variable
    {
        guard rDrop > 0 else {
            let packed = PackedPairs(
                shard.map { pairs[$0] }, roundedTo: Self.rowMultiple, keys: shard)
            return model.loss(of: packed, smoothing: smoothing, scale: scale, on: tape)
        }
        // The second draw's keys are no pair's of the first.
        let packed = PackedPairs(
            (shard + shard).map { pairs[$0] }, roundedTo: Self.rowMultiple,
            keys: shard + shard.map { $0 + pairs.count })
        return model.loss(
            ofDraws: packed, smoothing: smoothing, alpha: rDrop, scale: scale, on: tape)
    }

    /// The gradient of the last batch.
    package var gradient: ParameterSet {
        _read { yield boxes[0].gradient }
    }

    /// The numbers of a worker's pairs in a piece: dealt in turn, because neighbours in a batch are
    /// of like length.
    private func share(of piece: Range<Int>, for worker: Int) -> [Int] {
        Array(stride(from: piece.lowerBound + worker, to: piece.upperBound, by: workers.count))
    }
}

/// One worker's gradient.
///
/// Sendable because only its worker touches it while the workers run.
private final class GradientBox: @unchecked Sendable {
    var gradient: ParameterSet
    init(_ gradient: ParameterSet) { self.gradient = gradient }
}
