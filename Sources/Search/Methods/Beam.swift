import Transformer

/// One beam: in each step the most likely proposals of all live hypotheses are taken.
struct Beam: UndividedSearch {
    private(set) var grown: GrowingHypotheses
    /// For each row its best candidate that is not taken yet.
    private var cursors: [Cursor] = []

    private struct Cursor {
        let row: Int
        /// Its place in the candidates; `end` when the row has no more.
        var entry: Int
        let end: Int
        var proposal: Proposal?
    }

    init(_ request: SearchRequest, rules: SearchRules) {
        grown = GrowingHypotheses(
            request, rules: rules, width: rules.options.beam, nbest: rules.options.nbest)
    }

    mutating func extend(with scores: inout StepScores, firstRow: Int) {
        grown.beginStep(scores, firstRow: firstRow)
        if let token = grown.forcedToken {
            grown.takeForced(token, scores, firstRow: firstRow)
        } else {
            grown.restrict(&scores, firstRow: firstRow)
            takeBest(of: scores, firstRow: firstRow)
        }
        grown.endStep()
    }

    /// Takes the `beam` best proposals: a merge of the rows' sorted candidates.
    private mutating func takeBest(of scores: StepScores, firstRow: Int) {
        cursors.removeAll(keepingCapacity: true)
        for row in 0..<grown.live.count {
            let entry = (firstRow + row) * scores.width
            var cursor = Cursor(row: row, entry: entry, end: entry + scores.width)
            settle(&cursor, scores)
            cursors.append(cursor)
        }
        for _ in 0..<grown.width {
            guard let (index, proposal) = bestProposal() else { return }
            grown.take(proposal)
            cursors[index].entry += 1
            settle(&cursors[index], scores)
        }
    }

    /// Moves on to the next token that may follow here, if this one may not.
    private func settle(_ cursor: inout Cursor, _ scores: StepScores) {
        while cursor.entry < cursor.end {
            let token = scores.tokens[cursor.entry]
            if grown.isAllowed(token) {
                cursor.proposal = grown.proposal(
                    row: cursor.row, token: token,
                    stepLogProbability: scores.logProbabilities[cursor.entry])
                return
            }
            cursor.entry += 1
        }
        cursor.proposal = nil
    }

    private func bestProposal() -> (index: Int, Proposal)? {
        var best: (index: Int, Proposal)?
        for (index, cursor) in cursors.enumerated() {
            guard let proposal = cursor.proposal else { continue }
            if let leader = best?.1, !proposal.precedes(leader) { continue }
            best = (index, proposal)
        }
        return best
    }
}
