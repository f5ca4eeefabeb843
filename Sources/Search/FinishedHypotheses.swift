/// A hypothesis that will not grow any more.
struct FinishedHypothesis {
    let node: Int
    /// That of `</s>`; nil when cut off before it.
    let endLogProbability: Float?
    let logProbability: Float
    let score: Float
    /// The required terms that are not in it, one bit each.
    let unmet: UInt64

    var isComplete: Bool { endLogProbability != nil }
}

/// The best finished hypotheses of one sentence, best first.
///
/// Those with all required terms come before those that lack some, complete ones before those that
/// were cut off; among equals the earlier one stays first.
struct FinishedHypotheses {
    private(set) var best: [FinishedHypothesis] = []
    /// How many ended by themselves with all that they must have, those dropped since included.
    private(set) var completeCount = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The score that a live hypothesis must beat; nil while any would be welcome.
    var worstCompleteScore: Float? {
        guard best.count == capacity, let worst = best.last, worst.isComplete, worst.unmet == 0
        else { return nil }
        return worst.score
    }

    mutating func insert(_ hypothesis: FinishedHypothesis) {
        if hypothesis.isComplete && hypothesis.unmet == 0 { completeCount += 1 }
        let place = best.firstIndex { Self.precedes(hypothesis, $0) } ?? best.count
        guard place < capacity else { return }
        best.insert(hypothesis, at: place)
        if best.count > capacity { best.removeLast() }
    }

    private static func precedes(_ one: FinishedHypothesis, _ other: FinishedHypothesis) -> Bool {
        if one.unmet != other.unmet, one.unmet.nonzeroBitCount != other.unmet.nonzeroBitCount {
            return one.unmet.nonzeroBitCount < other.unmet.nonzeroBitCount
        }
        return one.isComplete == other.isComplete
            ? one.score > other.score : one.isComplete
    }
}
