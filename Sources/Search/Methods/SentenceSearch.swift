import Transformer

/// The search for one sentence: which proposals of its hypotheses are taken at each step.
///
/// Sees the scores of its own rows alone, so that it finds the same in every batch.
protocol SentenceSearch {
    /// Whether no hypothesis needs to go on.
    var isFinished: Bool { get }
    /// How many live.
    var liveCount: Int { get }

    /// Adds the live ones to the rows of the next step.
    /// - Parameter before: the sentence's first row in the step before
    func gather(into rows: inout StepRows, before: Int32)

    /// The tokens of a live hypothesis.
    func tokens(ofRow row: Int) -> [Int32]

    /// One more token for all live hypotheses, or the end of some.
    /// - Parameters:
    ///   - scores: of all rows; this sentence's may be changed
    ///   - firstRow: the first of this sentence's rows
    mutating func extend(with scores: inout StepScores, firstRow: Int)

    /// Those found so far, best first.
    var hypotheses: [Hypothesis] { get }

    /// The tokens of those that the best may yet come from.
    var possible: [[Int32]] { get }
}

extension SentenceSearch {
    var isFinished: Bool { liveCount == 0 }

    /// What the best hypothesis begins with, whatever is still to come: what is common to all that
    /// it may come from.
    ///
    /// It only grows: what is possible after a step was possible before it, or is one token longer.
    var settled: [Int32] {
        let possible = possible
        guard var settled = possible.first?[...] else { return [] }
        for tokens in possible.dropFirst() {
            settled = settled.prefix(zip(settled, tokens).prefix { $0 == $1 }.count)
        }
        return Array(settled)
    }
}

/// One whose hypotheses all compete with each other.
protocol UndividedSearch: SentenceSearch {
    var grown: GrowingHypotheses { get }
}

extension UndividedSearch {
    var liveCount: Int { grown.live.count }
    var hypotheses: [Hypothesis] { grown.hypotheses }
    var possible: [[Int32]] { grown.possible }

    func gather(into rows: inout StepRows, before: Int32) {
        var before = before
        grown.gather(into: &rows, before: &before)
    }

    func tokens(ofRow row: Int) -> [Int32] { grown.tokens(ofRow: row) }
}

extension SearchRules {
    /// The search that a sentence's request and the options ask for.
    func search(for request: SearchRequest) -> any SentenceSearch {
        if let sampling = options.sampling {
            Sampler(request, rules: self, sampling: sampling)
        } else if let diversity = options.diversity {
            DiverseBeam(request, rules: self, diversity: diversity)
        } else if !request.terms.isEmpty {
            ConstrainedBeam(request, rules: self)
        } else {
            Beam(request, rules: self)
        }
    }
}
