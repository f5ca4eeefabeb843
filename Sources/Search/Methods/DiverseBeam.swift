import Transformer

/// A beam in groups that keep apart: a group's hypotheses lose by taking tokens that earlier
/// groups took in the same step.
///
///     argmax Σ log p(y) − λ · |hypotheses of earlier groups that took the same token|
///
/// Vijayakumar et al. 2018, eq. 6 with the Hamming distance (arXiv:1610.02424). The loss counts
/// for the choice alone; a hypothesis' log-probability and score are the model's.
///
/// Among the n best are first the best of every group, then every group's second best and so on.
/// A hypothesis that several groups found is there once, so there may be fewer.
struct DiverseBeam: SentenceSearch {
    private var groups: [GrowingHypotheses]
    private let strength: Float
    private let nbest: Int
    /// How many hypotheses took each token in this step.
    private var taken: [Int32: Int] = [:]

    init(_ request: SearchRequest, rules: SearchRules, diversity: BeamSearch.Options.Diversity) {
        strength = diversity.strength
        nbest = rules.options.nbest
        let count = diversity.groups
        groups = (0..<count).map { _ in
            GrowingHypotheses(
                request, rules: rules, width: rules.options.beam / count,
                nbest: (rules.options.nbest + count - 1) / count)
        }
    }

    var liveCount: Int { groups.reduce(0) { $0 + $1.live.count } }

    func gather(into rows: inout StepRows, before: Int32) {
        var before = before
        for group in groups { group.gather(into: &rows, before: &before) }
    }

    func tokens(ofRow row: Int) -> [Int32] {
        var row = row
        for group in groups {
            if row < group.live.count { return group.tokens(ofRow: row) }
            row -= group.live.count
        }
        preconditionFailure("row \(row) beyond the last of \(groups.count) groups")
    }

    // MARK: A step

    mutating func extend(with scores: inout StepScores, firstRow: Int) {
        taken.removeAll(keepingCapacity: true)
        var row = firstRow
        for index in groups.indices {
            let count = groups[index].live.count
            groups[index].beginStep(scores, firstRow: row)
            if count == 0 {
                // Its rows of the step before count no longer.
            } else if let token = groups[index].forcedToken {
                groups[index].takeForced(token, scores, firstRow: row)
            } else {
                groups[index].restrict(&scores, firstRow: row)
                takeBest(of: scores, group: index, firstRow: row)
            }
            groups[index].endStep()
            row += count
        }
    }

    private mutating func takeBest(of scores: StepScores, group: Int, firstRow: Int) {
        let proposals = (0..<groups[group].live.count).flatMap { row in
            groups[group].proposals(row: row, scores, firstRow: firstRow)
        }
        let valued = proposals.map { proposal in
            (
                proposal: proposal,
                value: proposal.logProbability - strength * Float(taken[proposal.token] ?? 0)
            )
        }.sorted {
            $0.value == $1.value ? $0.proposal.precedes($1.proposal) : $0.value > $1.value
        }
        for (proposal, _) in valued.prefix(groups[group].width) {
            groups[group].take(proposal)
            taken[proposal.token, default: 0] += 1
        }
    }

    // MARK: The end

    /// A single hypothesis is the first group's.
    var possible: [[Int32]] {
        (nbest == 1 ? groups.prefix(1) : groups[...]).flatMap(\.possible)
    }

    /// Sorting keeps the order of equals.
    var hypotheses: [Hypothesis] {
        let found = groups.map(\.hypotheses)
        var chosen: [Hypothesis] = []
        for rank in 0..<(found.map(\.count).max() ?? 0) {
            for group in found where rank < group.count {
                guard chosen.count < nbest else { break }
                if !chosen.contains(where: { $0.isSame(as: group[rank]) }) {
                    chosen.append(group[rank])
                }
            }
        }
        return chosen.sorted { $0.precedes($1) }
    }
}
