package import Tensors
package import Transformer

/// Computes the gradient of a batch's loss, a shard of the batch on every worker.
///
/// Each worker has a tape and a gradient of its own; the gradients are added in the workers'
/// order, so the same seed and number of workers give the same bytes.
package final class GradientWorkers {
    private let model: EncoderDecoder
    private let workers: Workers
    private let precision: Precision
    private let smoothing: Float
    private let boxes: [GradientBox]

    /// Rows of a shard are rounded up to this, so that few product shapes occur.
    package static let rowMultiple = 64

    package init(
        _ model: EncoderDecoder, workers: Workers, precision: Precision, smoothing: Float
    ) {
        self.model = model
        self.workers = workers
        self.precision = precision
        self.smoothing = smoothing
        boxes = (0..<workers.count).map { _ in GradientBox(ParameterSet(zeros: model.layout)) }
    }

    package struct Result {
        /// Mean label-smoothed cross-entropy of a target token, in nats.
        package let loss: Double
        package let targetTokens: Int
        /// Euclidean norm of the gradient.
        package let norm: Float
    }

    /// Leaves the gradient of the mean loss in `gradient`.
    /// - Parameter random: where dropout comes from, the same for every worker: a pair's draws hang
    ///   on its number in the batch, not on the worker that has it
    package func compute(
        _ pairs: [(source: [Int32], target: [Int32])], weights: ParameterSet,
        random: RandomSource
    ) -> Result {
        let shards = shards(of: pairs.count)
        let tokens = pairs.reduce(0) { $0 + $1.target.count + 1 }
        let (model, smoothing) = (model, smoothing)
        let products = ProductWeights(weights, precision: precision, workers: workers)
        let boxes = boxes
        let losses = workers.map { worker -> Double in
            ParameterKernel.clear(&boxes[worker].gradient)
            guard !shards[worker].isEmpty else { return 0 }
            let tape = Tape(
                products,
                mode: .training(dropout: model.configuration.dropout, random: random))
            let loss = model.loss(
                of: PackedPairs(
                    shards[worker].map { pairs[$0] }, roundedTo: Self.rowMultiple,
                    keys: shards[worker]),
                smoothing: smoothing, scale: 1 / Float(tokens), on: tape)
            tape.addGradients(of: loss, to: &boxes[worker].gradient)
            return Double(loss.value[0])
        }
        let norm = ParameterKernel.sum(
            into: &boxes[0].gradient, boxes.dropFirst().map(\.gradient), workers: workers)
        return Result(loss: losses.reduce(0, +), targetTokens: tokens, norm: norm)
    }

    /// The gradient of the last batch.
    package var gradient: ParameterSet {
        _read { yield boxes[0].gradient }
    }

    /// The numbers of every worker's pairs: dealt in turn, because neighbours in a batch are of
    /// like length.
    private func shards(of count: Int) -> [[Int]] {
        (0..<workers.count).map { Array(stride(from: $0, to: count, by: workers.count)) }
    }
}

/// One worker's gradient.
///
/// Sendable because only its worker touches it while the workers run.
private final class GradientBox: @unchecked Sendable {
    var gradient: ParameterSet
    init(_ gradient: ParameterSet) { self.gradient = gradient }
}
