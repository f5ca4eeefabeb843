import Tensors
import Transformer

/// A token that may follow a live hypothesis.
struct Proposal {
    /// The hypothesis' place among the live ones.
    let row: Int
    let token: Int32
    /// Of the token.
    let stepLogProbability: Float
    /// Of the hypothesis with it.
    let logProbability: Float

    /// Whether it is taken first: the likelier; of equals the lower token, then the lower row.
    func precedes(_ other: Proposal) -> Bool {
        if logProbability != other.logProbability { return logProbability > other.logProbability }
        return (token, row) < (other.token, other.row)
    }
}

/// The hypotheses of one sentence while it is searched for: those that live and those that ended.
///
/// Which proposals are taken is the search's business (`SentenceSearch`); what becomes of those is
/// the same for all. A hypothesis is a node of a tree that only grows: tokens are copied out once,
/// for those that are returned.
struct GrowingHypotheses {
    private(set) var live = LiveHypotheses()
    /// Those of the next step while it is made; keeps its memory.
    private var next = LiveHypotheses()
    /// How many lived in the step before.
    private var earlierCount = 0
    /// Tokens of every live hypothesis.
    private(set) var length = 0
    private var tree = HypothesisTree()
    private var finished: FinishedHypotheses
    private var coverage: SourceCoverage?
    /// The most that live side by side.
    let width: Int
    private let request: SearchRequest
    private let lengthCap: Int
    private let options: BeamSearch.Options
    private let penalty: LengthPenalty
    private let rules: SentenceRules?
    private let terms: TermAutomaton?

    /// - Parameters:
    ///   - width: the most hypotheses that live side by side
    ///   - nbest: how many are to be found
    init(
        _ request: SearchRequest, rules: SearchRules, width: Int, nbest: Int,
        terms: TermAutomaton? = nil
    ) {
        self.request = request
        self.width = width
        self.terms = terms
        options = rules.options
        self.rules = rules.forSentence(request)
        // Terms hung on behind the end would be paid for by the length that they add.
        penalty = LengthPenalty(exponent: terms == nil ? options.lengthPenalty : 0)
        lengthCap = options.lengthCap(
            sourceLength: request.tokens.count, prefixLength: request.prefix.count)
        finished = FinishedHypotheses(capacity: nbest)
        if options.coveragePenalty > 0 {
            coverage = SourceCoverage(
                sourceLength: request.tokens.count, strength: options.coveragePenalty)
        }
        live.append(
            token: SpecialToken.begin, parent: -1, node: HypothesisTree.root, logProbability: 0)
    }

    /// Adds the live ones to the rows of the next step.
    /// - Parameter before: this sentence's first row in the step before; becomes the first behind
    func gather(into rows: inout StepRows, before: inout Int32) {
        rows.tokens += live.tokens
        for parent in live.parents { rows.parents.append(parent < 0 ? -1 : before + parent) }
        before += Int32(earlierCount)
    }

    /// The tokens of a live hypothesis.
    func tokens(ofRow row: Int) -> [Int32] { tree.tokens(to: live.nodes[row]) }

    /// The tokens of those that the best may yet come from: all that live, and the best that ended.
    var possible: [[Int32]] {
        (live.nodes + finished.best.prefix(1).map(\.node)).map { tree.tokens(to: $0) }
    }

    // MARK: What may follow

    /// The token that must come next, while what was given is not complete.
    var forcedToken: Int32? { length < request.prefix.count ? request.prefix[length] : nil }

    /// Whether a token may follow at this length; the rules may still be against it.
    func isAllowed(_ token: Int32) -> Bool {
        switch token {
        case SpecialToken.padding, SpecialToken.begin: false
        case SpecialToken.unknown: options.allowsUnknown
        case SpecialToken.end: length >= options.lengthFloor
        default: true
        }
    }

    /// What may follow a live hypothesis because of its tokens; nil for anything.
    func restriction(ofRow row: Int) -> Restriction? {
        rules.flatMap { $0.restriction(after: tokens(ofRow: row)) }
    }

    /// Leaves only candidates that the rules allow.
    func restrict(_ scores: inout StepScores, firstRow: Int) {
        guard rules != nil else { return }
        for row in 0..<live.count {
            if let restriction = restriction(ofRow: row) {
                scores.restrict(firstRow + row, to: restriction)
            }
        }
    }

    func proposal(row: Int, token: Int32, stepLogProbability: Float) -> Proposal {
        let sum = live.logProbabilities[row] + stepLogProbability
        // A broken model's NaN must not decide an order.
        return Proposal(
            row: row, token: token, stepLogProbability: stepLogProbability,
            logProbability: sum.isNaN ? -.infinity : sum)
    }

    /// The candidates of a live hypothesis that are allowed, likeliest first.
    func proposals(row: Int, _ scores: StepScores, firstRow: Int) -> [Proposal] {
        let start = (firstRow + row) * scores.width
        return (start..<start + scores.width).filter { isAllowed(scores.tokens[$0]) }.map {
            proposal(
                row: row, token: scores.tokens[$0],
                stepLogProbability: scores.logProbabilities[$0])
        }
    }

    // MARK: A step

    /// Begins a step in which the live hypotheses have the rows from `firstRow` on.
    mutating func beginStep(_ scores: StepScores, firstRow: Int) {
        next.removeAll()
        coverage?.beginStep(scores.attention, firstRow: firstRow)
    }

    /// Makes a live hypothesis one token longer, or ends it.
    /// - Returns: whether it lives on.
    @discardableResult mutating func take(_ proposal: Proposal) -> Bool {
        let parent = live.nodes[proposal.row]
        guard proposal.token != SpecialToken.end else {
            finish(
                parent, length: length, proposal.logProbability,
                end: proposal.stepLogProbability, coverage: coverage?.penalty(ofRow: proposal.row))
            return false
        }
        let node = tree.append(
            token: proposal.token, logProbability: proposal.stepLogProbability, parent: parent)
        next.append(
            token: proposal.token, parent: proposal.row, node: node,
            logProbability: proposal.logProbability)
        coverage?.extend(row: proposal.row)
        return true
    }

    /// Makes the only live hypothesis longer by a token that was given.
    mutating func takeForced(_ token: Int32, _ scores: StepScores, firstRow: Int) {
        take(
            proposal(
                row: 0, token: token,
                stepLogProbability: scores.logProbability(of: token, row: firstRow)))
    }

    /// Ends a live hypothesis that nothing may follow.
    mutating func cutOff(row: Int) {
        finish(
            live.nodes[row], length: length, live.logProbabilities[row], end: nil,
            coverage: coverage?.penalty(ofRow: row))
    }

    /// Ends a step: the next one's hypotheses live, if they need and may go on.
    mutating func endStep() {
        if length + 1 >= lengthCap {
            cutOffNext()
        } else if isDone {
            next.removeAll()
        } else if next.isEmpty && finished.best.isEmpty {
            // A sentence has a translation, whatever is forbidden.
            for row in 0..<live.count { cutOff(row: row) }
        }
        earlierCount = live.count
        swap(&live, &next)
        coverage?.endStep()
        length += 1
    }

    private mutating func cutOffNext() {
        for row in 0..<next.count {
            finish(
                next.nodes[row], length: length + 1, next.logProbabilities[row], end: nil,
                coverage: coverage?.penalty(ofNextRow: row))
        }
        next.removeAll()
    }

    private var isDone: Bool {
        switch options.stopping {
        case .exact:
            guard let worst = finished.worstCompleteScore,
                let best = next.logProbabilities.max()
            else { return false }
            return best / penalty.divisor(length: lengthCap) <= worst
        case .beamEnded:
            return finished.completeCount >= width
        }
    }

    private mutating func finish(
        _ node: Int, length: Int, _ logProbability: Float, end: Float?, coverage: Float?
    ) {
        finished.insert(
            FinishedHypothesis(
                node: node, endLogProbability: end, logProbability: logProbability,
                score: logProbability / penalty.divisor(length: length) + (coverage ?? 0),
                unmet: terms.map { $0.unmet(in: tree.tokens(to: node)) } ?? 0))
    }

    /// Those found so far, best first.
    var hypotheses: [Hypothesis] {
        finished.best.map { hypothesis in
            let (tokens, path) = tree.path(to: hypothesis.node)
            let logProbabilities = path + [hypothesis.endLogProbability].compactMap(\.self)
            return Hypothesis(
                tokens: tokens, logProbability: hypothesis.logProbability,
                score: hypothesis.score, tokenLogProbabilities: logProbabilities,
                hitLengthCap: !hypothesis.isComplete && options.forcedLength == nil,
                unmetTerms: request.terms.indices.filter { hypothesis.unmet >> $0 & 1 == 1 })
        }
    }
}
