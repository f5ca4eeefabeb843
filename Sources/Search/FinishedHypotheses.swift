/// A hypothesis that will not grow any more.
struct FinishedHypothesis {
    let node: Int
    /// That of `</s>`; nil when cut off before it.
    let endLogProbability: Float?
    let logProbability: Float
    let score: Float

    var isComplete: Bool { endLogProbability != nil }
}

/// The best finished hypotheses of one sentence, best first.
///
/// Complete ones come before those that were cut off; among equals the earlier one stays first.
struct FinishedHypotheses {
    private(set) var best: [FinishedHypothesis] = []
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The score that a live hypothesis must beat; nil while any would be welcome.
    var worstCompleteScore: Float? {
        guard best.count == capacity, let worst = best.last, worst.isComplete else { return nil }
        return worst.score
    }

    mutating func insert(_ hypothesis: FinishedHypothesis) {
        let place = best.firstIndex { Self.precedes(hypothesis, $0) } ?? best.count
        guard place < capacity else { return }
        best.insert(hypothesis, at: place)
        if best.count > capacity { best.removeLast() }
    }

    private static func precedes(_ one: FinishedHypothesis, _ other: FinishedHypothesis) -> Bool {
        one.isComplete == other.isComplete ? one.score > other.score : one.isComplete
    }
}
