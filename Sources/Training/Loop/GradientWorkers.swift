package import Tensors
package import Transformer

/// Computes the gradient of a batch's loss, a shard of the batch on every worker.
///
/// Each worker has a tape and a gradient of its own; the gradients are added in the workers'
/// order, so the same seed and number of workers give the same bytes. Those of other processes
/// are workers like these: two processes with one each compute what one process with two does.
package final class GradientWorkers: Sendable {
    private let model: EncoderDecoder
    private let workers: Workers
    private let precision: Precision
    private let smoothing: Float
    private let rDrop: Float
    private let boxes: [GradientBox]
    private let group: ProcessGroup
    /// What sums the gradients of all processes; nil in a process alone.
    private let exchange: GradientExchange?
    /// The workers of all processes, and which are this one's.
    private let allWorkers: Int
    private let ownWorkers: Range<Int>

    package typealias Pair = (source: [Int32], target: [Int32])

    /// Rows of a shard are rounded up to this, so that few product shapes occur.
    package static let rowMultiple = 64

    /// - Parameters:
    ///   - smoothing: ε of the label smoothing
    ///   - rDrop: α of `RegularizedDropout`; 0 draws every pair once
    ///   - group: the processes that share each batch
    package init(
        _ model: EncoderDecoder, workers: Workers, precision: Precision, smoothing: Float,
        rDrop: Float = 0, group: ProcessGroup = .alone
    ) {
        self.model = model
        self.workers = workers
        self.precision = precision
        self.smoothing = smoothing
        self.rDrop = rDrop
        boxes = (0..<workers.count).map { _ in GradientBox(ParameterSet(zeros: model.layout)) }
        self.group = group
        let counts = group.gather(Double(workers.count)).map { Int($0) }
        allWorkers = counts.reduce(0, +)
        let first = counts.prefix(group.rank).reduce(0, +)
        ownWorkers = first..<first + workers.count
        exchange =
            group.size > 1
            ? GradientExchange(group, count: model.layout.count, workers: workers.count) : nil
    }

    package struct Result {
        /// Mean loss of a target token, in nats: label-smoothed cross-entropy, and with R-Drop
        /// the divergence besides.
        package let loss: Double
        package let targetTokens: Int
        /// Euclidean norm of the gradient.
        package let norm: Float
        /// Seconds in which gradients were exchanged with other processes, and how many of them
        /// the workers had to wait.
        package let exchangeSeconds: Double
        package let waitingSeconds: Double
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
        let compute = { [self] in
            workers.map { self.gradient(of: pairs, pieces, tokens, products, random, worker: $0) }
        }
        let (losses, times) = exchange?.sum(while: compute) ?? (compute(), .init())
        let norm = ParameterKernel.sum(
            into: &boxes[0].gradient,
            exchange == nil ? boxes.dropFirst().map(\.gradient) : [], workers: workers)
        return Result(
            loss: allLosses(losses).reduce(0, +), targetTokens: tokens, norm: norm,
            exchangeSeconds: times.total, waitingSeconds: times.waited)
    }

    /// Leaves the gradient of a worker's share in its box.
    /// - Returns: the share's loss
    private func gradient(
        of pairs: [Pair], _ pieces: [Range<Int>], _ tokens: Int, _ products: ProductWeights,
        _ random: RandomSource, worker: Int
    ) -> Double {
        let box = boxes[worker]
        ParameterKernel.clear(&box.gradient)
        exchange?.begins(SharedFloats(&box.gradient), worker: worker)
        defer { exchange?.isFinal(from: 0, worker: worker) }
        let shares = pieces.map { share(of: $0, for: ownWorkers.lowerBound + worker) }
        let last = shares.lastIndex { !$0.isEmpty }
        return shares.indices.reduce(0) { sum, index in
            guard !shares[index].isEmpty else { return sum }
            let tape = Tape(
                products,
                mode: .training(dropout: model.configuration.dropout, random: random))
            let loss = loss(of: shares[index], from: pairs, scale: 1 / Float(tokens), on: tape)
            tape.addGradients(of: loss, to: &box.gradient) { offset in
                // The pieces before it add to the same gradient.
                if index == last { exchange?.isFinal(from: offset, worker: worker) }
            }
            return sum + Double(loss.value[0])
        }
    }

    /// The losses of all workers of all processes.
    private func allLosses(_ own: [Double]) -> [Double] {
        var losses = [Double](repeating: 0, count: allWorkers)
        losses.replaceSubrange(ownWorkers, with: own)
        return group.sum(losses)
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
    /// - Parameter worker: among the workers of all processes
    private func share(of piece: Range<Int>, for worker: Int) -> [Int] {
        Array(stride(from: piece.lowerBound + worker, to: piece.upperBound, by: allWorkers))
    }
}

/// One worker's gradient.
///
/// Sendable because only its worker touches it while the workers run, and what exchanges gradients
/// only the part that its worker is done with.
private final class GradientBox: @unchecked Sendable {
    var gradient: ParameterSet
    init(_ gradient: ParameterSet) { self.gradient = gradient }
}
