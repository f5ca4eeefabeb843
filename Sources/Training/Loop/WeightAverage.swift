package import Tensors

/// The average of the weights that is validated and kept.
package struct WeightAverage: Sendable {
    /// The weights at a validation.
    package struct Snapshot: Sendable {
        package let weights: ParameterSet
        package let note: Note
    }

    /// What is known of a snapshot besides its weights.
    package struct Note: Sendable, Codable, Equatable {
        package var step: Int
        /// Of these weights alone; nil where they were not scored alone.
        package var score: ValidationScore?
    }

    private let averaging: Averaging
    /// The moving average; nil where another is kept.
    var moving: ParameterSet?
    /// In the order of their steps.
    package private(set) var snapshots: [Snapshot]
    /// The mean of the snapshots.
    private var mean: ParameterSet?

    /// - Parameters:
    ///   - moving: of the steps so far; used by `ema` alone
    ///   - snapshots: of the validations so far
    package init(
        _ averaging: Averaging, moving: ParameterSet, snapshots: [Snapshot], workers: Workers
    ) {
        self.averaging = averaging
        self.moving = averaging.kind == .ema ? moving : nil
        self.snapshots = snapshots
        mean = Self.mean(of: snapshots, workers)
    }

    /// What is validated and kept, where `weights` are the newest.
    package func value(beside weights: ParameterSet) -> ParameterSet { moving ?? mean ?? weights }

    /// The decay of the moving average at a step: a short memory at first, so that the random
    /// start is soon forgotten.
    /// - Parameter step: from 0
    func decay(at step: Int) -> Float {
        min(averaging.decay, Float(1 + step) / Float(10 + step))
    }

    /// Takes the weights at a validation in, and scores what is then kept.
    /// - Parameters:
    ///   - weights: the newest
    ///   - score: nil when it was broken off
    /// - Returns: the score, and whether it is of the average: of weights that are not among the
    ///   best, it is their own. Nil when scoring was broken off; nothing has changed then.
    mutating func validate(
        _ weights: ParameterSet, step: Int, workers: Workers,
        score: (ParameterSet) -> ValidationScore?
    ) -> (score: ValidationScore, isOfAverage: Bool)? {
        switch averaging.kind {
        case .ema, .none:
            return score(value(beside: weights)).map { ($0, true) }
        case .last:
            let newest = Snapshot(weights: weights, note: Note(step: step))
            return take((snapshots + [newest]).suffix(averaging.count), workers, score)
        case .best:
            guard let own = score(weights) else { return nil }
            let newest = Snapshot(weights: weights, note: Note(step: step, score: own))
            let best = Self.best(averaging.count, of: snapshots + [newest])
            guard best.last?.note.step == step else { return (own, false) }
            return take(best, workers) { best.count == 1 ? own : score($0) }
        }
    }

    /// All but those with the lowest scores; of equal ones the later stay.
    private static func best(_ count: Int, of snapshots: [Snapshot]) -> [Snapshot] {
        var best = snapshots
        while best.count > count {
            let worst = best.indices.min { first, second in
                guard let score = best[second].note.score else { return false }
                return score.isBetter(than: best[first].note.score)
            }
            if let worst { best.remove(at: worst) }
        }
        return best
    }

    private mutating func take(
        _ snapshots: some Collection<Snapshot>, _ workers: Workers,
        _ score: (ParameterSet) -> ValidationScore?
    ) -> (score: ValidationScore, isOfAverage: Bool)? {
        let snapshots = Array(snapshots)
        let mean = Self.mean(of: snapshots, workers)
        guard let mean, let score = score(mean) else { return nil }
        self.snapshots = snapshots
        self.mean = mean
        return (score, true)
    }

    private static func mean(of snapshots: [Snapshot], _ workers: Workers) -> ParameterSet? {
        guard let first = snapshots.first else { return nil }
        guard snapshots.count > 1 else { return first.weights }
        return ParameterKernel.mean(of: snapshots.map(\.weights), workers: workers)
    }
}
