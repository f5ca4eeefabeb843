package import Tensors
package import Transformer

/// Computes the gradient of a batch's loss, a shard of the batch on every worker.
///
/// Each worker has a tape and a gradient of its own; the gradients are added in the workers'
/// order, so the same seed and number of workers give the same bytes. Those of other processes
/// are workers like these: two processes with one each compute what one process with two does.
package final class GradientWorkers {
    private let model: EncoderDecoder
    private let workers: Workers
    private let precision: Precision
    private let smoothing: Float
    private let boxes: [GradientBox]
    private let group: ProcessGroup
    /// What sums the gradients of all processes; nil in a process alone.
    private let exchange: GradientExchange?
    /// The workers of all processes, and which are this one's.
    private let allWorkers: Int
    private let ownWorkers: Range<Int>

    /// Rows of a shard are rounded up to this, so that few product shapes occur.
    private static let rowMultiple = 64

    /// - Parameter group: the processes that share each batch
    package init(
        _ model: EncoderDecoder, workers: Workers, precision: Precision, smoothing: Float,
        group: ProcessGroup = .alone
    ) {
        self.model = model
        self.workers = workers
        self.precision = precision
        self.smoothing = smoothing
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
        /// Mean label-smoothed cross-entropy of a target token, in nats.
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
    /// - Parameter random: where dropout comes from, the same for every worker: a pair's draws hang
    ///   on its number in the batch, not on the worker that has it
    package func compute(
        _ pairs: [(source: [Int32], target: [Int32])], weights: ParameterSet,
        random: RandomSource
    ) -> Result {
        let tokens = pairs.reduce(0) { $0 + $1.target.count + 1 }
        let compute = { self.losses(of: pairs, tokens, weights, random) }
        let (losses, times) = exchange?.sum(while: compute) ?? (compute(), .init())
        let norm = ParameterKernel.sum(
            into: &boxes[0].gradient,
            exchange == nil ? boxes.dropFirst().map(\.gradient) : [], workers: workers)
        return Result(
            loss: allLosses(losses).reduce(0, +), targetTokens: tokens, norm: norm,
            exchangeSeconds: times.total, waitingSeconds: times.waited)
    }

    /// The loss of each of this process's shards; leaves their gradients in the boxes.
    private func losses(
        of pairs: [(source: [Int32], target: [Int32])], _ tokens: Int, _ weights: ParameterSet,
        _ random: RandomSource
    ) -> [Double] {
        let (model, precision, smoothing) = (model, precision, smoothing)
        let (boxes, exchange) = (boxes, exchange)
        let shards = ownWorkers.map { shard(of: pairs.count, for: $0) }
        return workers.map { worker -> Double in
            ParameterKernel.clear(&boxes[worker].gradient)
            exchange?.begins(SharedFloats(&boxes[worker].gradient), worker: worker)
            defer { exchange?.isFinal(from: 0, worker: worker) }
            guard !shards[worker].isEmpty else { return 0 }
            let tape = Tape(
                weights: weights,
                mode: .training(dropout: model.configuration.dropout, random: random),
                precision: precision)
            let loss = model.loss(
                of: PackedPairs(
                    shards[worker].map { pairs[$0] }, roundedTo: Self.rowMultiple,
                    keys: shards[worker]),
                smoothing: smoothing, scale: 1 / Float(tokens), on: tape)
            tape.addGradients(of: loss, to: &boxes[worker].gradient) {
                exchange?.isFinal(from: $0, worker: worker)
            }
            return Double(loss.value[0])
        }
    }

    /// The losses of all workers of all processes.
    private func allLosses(_ own: [Double]) -> [Double] {
        var losses = [Double](repeating: 0, count: allWorkers)
        losses.replaceSubrange(ownWorkers, with: own)
        return group.sum(losses)
    }

    /// The gradient of the last batch.
    package var gradient: ParameterSet {
        _read { yield boxes[0].gradient }
    }

    /// The numbers of a worker's pairs: dealt in turn, because neighbours in a batch are of like
    /// length.
    private func shard(of count: Int, for worker: Int) -> [Int] {
        Array(stride(from: worker, to: count, by: allWorkers))
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
