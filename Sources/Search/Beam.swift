import Transformer

/// The hypotheses of one sentence at one step of a beam search.
///
/// A hypothesis is a node of a tree that only grows: tokens are copied out once, for those that
/// are returned.
struct Beam {
    /// Unfinished hypotheses, all of one length, best first.
    struct Live {
        var tokens: [Int32] = []
        /// Each one's place among those of the step before; −1 where it begins.
        var parents: [Int32] = []
        /// Each one's place in the tree.
        var nodes: [Int] = []
        /// Each one's log-probability so far.
        var logProbabilities: [Float] = []

        var isEmpty: Bool { tokens.isEmpty }
        var count: Int { tokens.count }

        mutating func append(token: Int32, parent: Int, node: Int, logProbability: Float) {
            tokens.append(token)
            parents.append(Int32(parent))
            nodes.append(node)
            logProbabilities.append(logProbability)
        }

        mutating func removeAll() {
            tokens.removeAll(keepingCapacity: true)
            parents.removeAll(keepingCapacity: true)
            nodes.removeAll(keepingCapacity: true)
            logProbabilities.removeAll(keepingCapacity: true)
        }
    }

    private(set) var live = Live()
    /// Those of the next step while it is made; keeps its memory.
    private var next = Live()
    /// Tokens of every live hypothesis.
    private var length = 0
    private var tree = HypothesisTree()
    private var finished: FinishedHypotheses
    private let lengthCap: Int
    private let options: BeamSearch.Options
    private let penalty: LengthPenalty

    /// For each row its best proposal that is not taken yet.
    private var proposals: [Proposal] = []

    private struct Proposal {
        let row: Int
        /// Its place in the candidates; `end` when the row has no more.
        var entry: Int
        let end: Int
        var token: Int32 = 0
        var logProbability: Float = 0
    }

    /// - Parameter sourceLength: in tokens, at least 1
    init(sourceLength: Int, options: BeamSearch.Options) {
        self.options = options
        penalty = LengthPenalty(exponent: options.lengthPenalty)
        lengthCap = options.lengthCap(sourceLength: sourceLength)
        finished = FinishedHypotheses(capacity: options.nbest)
        live.append(
            token: SpecialToken.begin, parent: -1, node: HypothesisTree.root, logProbability: 0)
    }

    /// Whether no hypothesis needs to go on.
    var isFinished: Bool { live.isEmpty }

    // MARK: A step

    /// One more token for all live hypotheses, or the end of some.
    /// - Parameter firstRow: the first of this sentence's rows
    mutating func extend(with scores: StepScores, firstRow: Int) {
        next.removeAll()
        takeBest(of: scores, firstRow: firstRow)
        stopIfDone()
        swap(&live, &next)
        length += 1
    }

    /// Takes the `beam` best proposals: a merge of the rows' sorted candidates.
    private mutating func takeBest(of candidates: StepScores, firstRow: Int) {
        proposals.removeAll(keepingCapacity: true)
        for row in 0..<live.count {
            let entry = (firstRow + row) * candidates.width
            var proposal = Proposal(row: row, entry: entry, end: entry + candidates.width)
            settle(&proposal, candidates)
            proposals.append(proposal)
        }
        for _ in 0..<options.beam {
            guard let best = bestProposal() else { return }
            let proposal = proposals[best]
            let step = candidates.logProbabilities[proposal.entry]
            if proposal.token == SpecialToken.end {
                finish(live.nodes[proposal.row], proposal.logProbability, end: step)
            } else {
                let node = tree.append(
                    token: proposal.token, logProbability: step, parent: live.nodes[proposal.row])
                next.append(
                    token: proposal.token, parent: proposal.row, node: node,
                    logProbability: proposal.logProbability)
            }
            proposals[best].entry += 1
            settle(&proposals[best], candidates)
        }
    }

    /// Moves on to the next token that may follow here, if this one may not.
    private func settle(_ proposal: inout Proposal, _ candidates: StepScores) {
        while proposal.entry < proposal.end {
            let token = candidates.tokens[proposal.entry]
            if isAllowed(token) {
                let sum =
                    live.logProbabilities[proposal.row]
                    + candidates.logProbabilities[proposal.entry]
                proposal.token = token
                // A broken model's NaN must not decide an order.
                proposal.logProbability = sum.isNaN ? -.infinity : sum
                return
            }
            proposal.entry += 1
        }
    }

    private func isAllowed(_ token: Int32) -> Bool {
        switch token {
        case SpecialToken.padding, SpecialToken.begin: false
        case SpecialToken.unknown: options.allowsUnknown
        case SpecialToken.end: length >= options.lengthFloor
        default: true
        }
    }

    private func bestProposal() -> Int? {
        var best: Int?
        for (index, proposal) in proposals.enumerated() where proposal.entry < proposal.end {
            guard let leader = best.map({ proposals[$0] }) else {
                best = index
                continue
            }
            if proposal.logProbability > leader.logProbability
                || proposal.logProbability == leader.logProbability
                    && proposal.token < leader.token
            {
                best = index
            }
        }
        return best
    }

    // MARK: The end

    private mutating func finish(_ node: Int, _ logProbability: Float, end: Float?) {
        // With `</s>` the hypothesis has the tokens it had; at the cap it has one more by now.
        let tokenCount = end == nil ? length + 1 : length
        finished.insert(
            FinishedHypothesis(
                node: node, endLogProbability: end, logProbability: logProbability,
                score: logProbability / penalty.divisor(length: tokenCount)))
    }

    /// Forgets the next step's hypotheses if they need not or must not go on.
    private mutating func stopIfDone() {
        guard let best = next.logProbabilities.first else { return }
        if length + 1 >= lengthCap {
            for row in 0..<next.count {
                finish(next.nodes[row], next.logProbabilities[row], end: nil)
            }
            next.removeAll()
        } else if let worst = finished.worstCompleteScore,
            best / penalty.divisor(length: lengthCap) <= worst
        {
            next.removeAll()
        }
    }

    /// Those found so far, best first.
    var hypotheses: [Hypothesis] {
        finished.best.map { hypothesis in
            let (tokens, path) = tree.path(to: hypothesis.node)
            let logProbabilities = path + [hypothesis.endLogProbability].compactMap(\.self)
            return Hypothesis(
                tokens: tokens, logProbability: hypothesis.logProbability,
                score: hypothesis.score, tokenLogProbabilities: logProbabilities,
                hitLengthCap: !hypothesis.isComplete && options.forcedLength == nil)
        }
    }
}
