import Transformer

/// The hypotheses of a batch of sentences at one step of a beam search.
///
/// Rows are flat arrays, the sentences' one after the other. A hypothesis is a node of a tree that
/// only grows: tokens are copied out once, for those that are returned.
struct Beams {
    /// Unfinished hypotheses, all of one length.
    struct Live {
        var tokens: [Int32] = []
        var parents: [Int32] = []
        /// Rows of each sentence.
        var counts: [Int] = []
        /// Each row's place in the tree.
        var nodes: [Int] = []
        /// Each row's log-probability so far.
        var logProbabilities: [Float] = []

        var isEmpty: Bool { tokens.isEmpty }
        var count: Int { tokens.count }

        mutating func removeLast(_ count: Int) {
            tokens.removeLast(count)
            parents.removeLast(count)
            nodes.removeLast(count)
            logProbabilities.removeLast(count)
        }
    }

    private(set) var live = Live()
    /// Tokens of every live hypothesis.
    private var length = 0
    private var tree = HypothesisTree()
    private var finished: [FinishedHypotheses]
    private let lengthCaps: [Int]
    private let options: BeamSearch.Options
    private let penalty: LengthPenalty

    /// For each row of the sentence at hand its best proposal that is not taken yet.
    private var proposals: [Proposal] = []

    private struct Proposal {
        let row: Int
        /// Its place in the candidates; `end` when the row has no more.
        var entry: Int
        let end: Int
        var token: Int32 = 0
        var logProbability: Float = 0
    }

    init(sourceLengths: [Int], options: BeamSearch.Options) {
        self.options = options
        penalty = LengthPenalty(exponent: options.lengthPenalty)
        lengthCaps = sourceLengths.map(options.lengthCap)
        finished = sourceLengths.map { _ in FinishedHypotheses(capacity: options.nbest) }
        for sourceLength in sourceLengths {
            live.counts.append(sourceLength == 0 ? 0 : 1)
            if sourceLength > 0 {
                append(
                    token: SpecialToken.begin, parent: 0, node: HypothesisTree.root, 0, to: &live)
            }
        }
    }

    private func append(
        token: Int32, parent: Int, node: Int, _ logProbability: Float, to live: inout Live
    ) {
        live.tokens.append(token)
        live.parents.append(Int32(parent))
        live.nodes.append(node)
        live.logProbabilities.append(logProbability)
    }

    // MARK: A step

    /// One more token for all live hypotheses, or the end of some.
    mutating func extend(with candidates: Candidates) {
        precondition(
            candidates.tokens.count == live.count * candidates.width,
            "\(candidates.tokens.count) candidates for \(live.count) rows")
        var next = Live()
        next.counts.reserveCapacity(live.counts.count)
        var firstRow = 0
        for sentence in live.counts.indices {
            let rows = firstRow..<firstRow + live.counts[sentence]
            firstRow = rows.upperBound
            let nextCount = next.count
            if !rows.isEmpty {
                take(bestOf: candidates, rows: rows, sentence: sentence, into: &next)
                stopIfDone(sentence, next.count - nextCount, &next)
            }
            next.counts.append(next.count - nextCount)
        }
        live = next
        length += 1
    }

    /// Takes the `beam` best proposals of a sentence: a merge of its rows' sorted candidates.
    private mutating func take(
        bestOf candidates: Candidates, rows: Range<Int>, sentence: Int, into next: inout Live
    ) {
        proposals.removeAll(keepingCapacity: true)
        for row in rows {
            let entry = row * candidates.width
            var proposal = Proposal(row: row, entry: entry, end: entry + candidates.width)
            settle(&proposal, candidates)
            proposals.append(proposal)
        }
        for _ in 0..<options.beam {
            guard let best = bestProposal() else { return }
            let proposal = proposals[best]
            let step = candidates.logProbabilities[proposal.entry]
            if proposal.token == SpecialToken.end {
                finish(sentence, live.nodes[proposal.row], proposal.logProbability, end: step)
            } else {
                let node = tree.append(
                    token: proposal.token, logProbability: step, parent: live.nodes[proposal.row])
                append(
                    token: proposal.token, parent: proposal.row, node: node,
                    proposal.logProbability, to: &next)
            }
            proposals[best].entry += 1
            settle(&proposals[best], candidates)
        }
    }

    /// Moves on to the next token that may follow here, if this one may not.
    private func settle(_ proposal: inout Proposal, _ candidates: Candidates) {
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

    private mutating func finish(
        _ sentence: Int, _ node: Int, _ logProbability: Float, end: Float?
    ) {
        // With `</s>` the hypothesis has the tokens it had; at the cap it has one more by now.
        let tokenCount = end == nil ? length + 1 : length
        finished[sentence].insert(
            FinishedHypothesis(
                node: node, endLogProbability: end, logProbability: logProbability,
                score: logProbability / penalty.divisor(length: tokenCount)))
    }

    /// Removes the last `count` rows, which are the sentence's, if they need not or must not go on.
    private mutating func stopIfDone(_ sentence: Int, _ count: Int, _ next: inout Live) {
        guard count > 0 else { return }
        let first = next.count - count
        let cap = lengthCaps[sentence]
        if length + 1 >= cap {
            for row in first..<next.count {
                finish(sentence, next.nodes[row], next.logProbabilities[row], end: nil)
            }
            next.removeLast(count)
        } else if let worst = finished[sentence].worstCompleteScore,
            // Rows are in the order they were taken, best first.
            next.logProbabilities[first] / penalty.divisor(length: cap) <= worst
        {
            next.removeLast(count)
        }
    }

    /// Those found so far, best first.
    func hypotheses(ofSentence sentence: Int) -> [Hypothesis] {
        finished[sentence].best.map { hypothesis in
            let (tokens, path) = tree.path(to: hypothesis.node)
            let logProbabilities = path + [hypothesis.endLogProbability].compactMap(\.self)
            return Hypothesis(
                tokens: tokens, logProbability: hypothesis.logProbability,
                score: hypothesis.score, tokenLogProbabilities: logProbabilities,
                hitLengthCap: !hypothesis.isComplete && options.forcedLength == nil)
        }
    }
}
