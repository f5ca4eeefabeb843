import Transformer

/// A beam whose hypotheses must have every required term.
///
/// Dynamic beam allocation, Post & Vilar 2018 (arXiv:1804.06609), with all rows' proposals ranked
/// at once as in Hu et al. 2019 (N19-1090). Hypotheses that miss equally many tokens of the terms
/// are a bank. Each proposes its likeliest tokens and every token that begins a term or goes on
/// with one; each bank's best is taken, nearest to the end first, then each bank's second best,
/// until the beam is full. So hypotheses with terms do not compete with those without, which
/// are likelier for long. Terms with alternatives are in neither paper: what is missing is
/// counted by the shortest.
///
/// A hypothesis that misses a term does not end, unless no other is found. Hypotheses are compared
/// by log-probability alone: divided by a length penalty, `… Auto gekauft. Fahrzeug.` is often
/// better than `… Fahrzeug gekauft.`, as the words that are hung on make it longer.
struct ConstrainedBeam: UndividedSearch {
    private(set) var grown: GrowingHypotheses
    private let automaton: TermAutomaton
    /// Of the live hypotheses.
    private var states = [TermAutomaton.State()]

    private struct Candidate {
        let proposal: Proposal
        let state: TermAutomaton.State
        /// Tokens that are missing for all terms.
        let missing: Int
    }

    init(_ request: SearchRequest, rules: SearchRules) {
        automaton = TermAutomaton(request.terms)
        grown = GrowingHypotheses(
            request, rules: rules, width: rules.options.beam, nbest: rules.options.nbest,
            terms: automaton)
    }

    mutating func extend(with scores: inout StepScores, firstRow: Int) {
        grown.beginStep(scores, firstRow: firstRow)
        if let token = grown.forcedToken {
            grown.takeForced(token, scores, firstRow: firstRow)
            states = states.map { automaton.state(after: $0, token) }
        } else {
            grown.restrict(&scores, firstRow: firstRow)
            let chosen = allotted(candidates(scores, firstRow: firstRow))
            states = chosen.filter { grown.take($0.proposal) }.map(\.state)
        }
        grown.endStep()
    }

    // MARK: Candidates

    /// What the rows propose; those that would end without a term are set aside.
    private mutating func candidates(_ scores: StepScores, firstRow: Int) -> [Candidate] {
        var candidates: [Candidate] = []
        for row in 0..<grown.live.count {
            let state = states[row]
            var advances = automaton.advances(state)
            for proposal in grown.proposals(row: row, scores, firstRow: firstRow) {
                advances.remove(proposal.token)
                if proposal.token == SpecialToken.end, !automaton.isMet(state) {
                    grown.take(proposal)
                } else {
                    candidates.append(candidate(proposal, after: state))
                }
            }
            let restriction = advances.isEmpty ? nil : grown.restriction(ofRow: row)
            for token in advances
            where grown.isAllowed(token) && restriction?.permits(token) != false {
                let proposal = grown.proposal(
                    row: row, token: token,
                    stepLogProbability: scores.logProbability(of: token, row: firstRow + row))
                candidates.append(candidate(proposal, after: state))
            }
        }
        return candidates
    }

    private func candidate(_ proposal: Proposal, after state: TermAutomaton.State) -> Candidate {
        let next =
            proposal.token == SpecialToken.end
            ? state : automaton.state(after: state, proposal.token)
        return Candidate(
            proposal: proposal, state: next, missing: automaton.missingTokens(next))
    }

    /// Every bank's best, then every bank's second best and so on, while there is room.
    private func allotted(_ candidates: [Candidate]) -> [Candidate] {
        var bankSizes: [Int: Int] = [:]
        let ranked = candidates.sorted { $0.proposal.precedes($1.proposal) }.map { candidate in
            let rank = bankSizes[candidate.missing, default: 0]
            bankSizes[candidate.missing] = rank + 1
            return (rank: rank, candidate: candidate)
        }
        return ranked.sorted {
            ($0.rank, $0.candidate.missing) < ($1.rank, $1.candidate.missing)
        }.prefix(grown.width).map(\.candidate)
    }
}
