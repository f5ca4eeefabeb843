/// tercom's greedy search for shifts, which makes an edit distance a translation edit rate.
///
/// Goals, in order: the same shifts as sacreBLEU 2.6.0, so the same figures; then speed. Hence
/// the limits, the order of candidates and the ranking are its, arbitrary as some are.
struct ShiftSearch {
    private static let maximumRun = 10
    private static let maximumDistance = 50
    private static let maximumCandidates = 1_000

    private let reference: [UInt32]
    private var hypothesis: [UInt32]
    private var distance: BandedEditDistance
    private var candidateCount = 0

    private init(hypothesis: [UInt32], reference: [UInt32]) {
        self.hypothesis = hypothesis
        self.reference = reference
        distance = BandedEditDistance(reference: reference, hypothesisLength: hypothesis.count)
    }

    /// The number of edits, shifts among them, from a hypothesis to a reference.
    static func edits(from hypothesis: [UInt32], to reference: [UInt32]) -> Int {
        guard !reference.isEmpty else { return hypothesis.count }
        var search = ShiftSearch(hypothesis: hypothesis, reference: reference)
        return search.run()
    }

    private mutating func run() -> Int {
        var shifts = 0
        while let shift = bestShift(), candidateCount < Self.maximumCandidates, shift.gain > 0 {
            hypothesis = shifted(shift.start, shift.length, to: shift.target)
            shifts += 1
        }
        return shifts + distance.distance(to: hypothesis)
    }

    /// A run of words, where it would go, and how many edits that saves.
    private struct Shift {
        let gain: Int
        let start: Int
        let length: Int
        let target: Int

        /// Whether this one comes first: by gain, then longer, earlier, and to an earlier place.
        func isBetter(than other: Shift) -> Bool {
            (gain, length, -start, -target)
                > (other.gain, other.length, -other.start, -other.target)
        }
    }

    private mutating func bestShift() -> Shift? {
        let path = EditPath(cost: distance.distance(to: hypothesis), edits: distance.edits())
        var best: Shift?
        for start in hypothesis.indices {
            let first = max(0, start - Self.maximumDistance)
            let end = min(reference.count, start + Self.maximumDistance + 1)
            for referenceStart in first..<max(first, end) {
                var length = 0
                while length < Self.maximumRun, matches(start, referenceStart, at: length) {
                    length += 1
                    if path.rewards(shifting: start, length, to: referenceStart) {
                        consider(start, length, referenceStart, path, &best)
                    }
                    if candidateCount >= Self.maximumCandidates { return best }
                }
            }
        }
        return best
    }

    private func matches(_ start: Int, _ referenceStart: Int, at offset: Int) -> Bool {
        start + offset < hypothesis.count && referenceStart + offset < reference.count
            && hypothesis[start + offset] == reference[referenceStart + offset]
    }

    /// Tries a run of words at the places that the reference words it equals are aligned to.
    private mutating func consider(
        _ start: Int, _ length: Int, _ referenceStart: Int, _ path: EditPath, _ best: inout Shift?
    ) {
        var previousTarget = -1
        for position in (referenceStart - 1)..<(referenceStart + length) {
            let target = position < 0 ? 0 : path.alignment[position] + 1
            if target == previousTarget { continue }
            previousTarget = target
            let gain = path.cost - distance.distance(to: shifted(start, length, to: target))
            let shift = Shift(gain: gain, start: start, length: length, target: target)
            candidateCount += 1
            if best.map(shift.isBetter) ?? true { best = shift }
        }
    }

    /// The hypothesis with `length` words from `start` on moved to before `target`.
    ///
    /// A target within the run, or at its end, moves the run so many words to the right.
    private func shifted(_ start: Int, _ length: Int, to target: Int) -> [UInt32] {
        let run = start..<(start + length)
        let end = target > run.upperBound ? target : min(length + target, hypothesis.count)
        var words = hypothesis
        words.removeSubrange(run)
        words.insert(contentsOf: hypothesis[run], at: target < start ? target : end - length)
        return words
    }
}

/// What the cheapest edits say of each word.
private struct EditPath {
    let cost: Int
    /// The hypothesis word at or before which each reference word stands; −1 before the first.
    private(set) var alignment: [Int] = []
    private var isReferenceError: [Bool] = []
    private var isHypothesisError: [Bool] = []

    init(cost: Int, edits: [BandedEditDistance.Edit]) {
        self.cost = cost
        for edit in edits {
            if edit != .insert { isHypothesisError.append(edit != .keep) }
            if edit != .delete {
                alignment.append(isHypothesisError.count - 1)
                isReferenceError.append(edit != .keep)
            }
        }
    }

    /// Whether a shift may help: both places hold an error, and the run would leave its own.
    func rewards(shifting start: Int, _ length: Int, to referenceStart: Int) -> Bool {
        let aligned = alignment[referenceStart]
        return isHypothesisError[start..<(start + length)].contains(true)
            && isReferenceError[referenceStart..<(referenceStart + length)].contains(true)
            && !(aligned >= start && aligned < start + length)
    }
}
