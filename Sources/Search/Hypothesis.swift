/// One translation that a search found.
package struct Hypothesis: Sendable, Equatable {
    /// Without special tokens, `<unk>` excepted.
    package let tokens: [Int32]
    /// Of all tokens, and of `</s>` unless the hypothesis was cut off before it.
    package let logProbability: Float
    /// What hypotheses are compared by: the log-probability over the length penalty.
    package let score: Float
    /// One for each token, then that of `</s>` unless the hypothesis was cut off before it.
    package let tokenLogProbabilities: [Float]
    /// Whether it was cut off without `</s>`: at the length cap, or where the rules let nothing
    /// follow.
    package let hitLengthCap: Bool
    /// The required terms, by their number in the request, that no hypothesis could be given.
    package let unmetTerms: [Int]

    package init(
        tokens: [Int32], logProbability: Float, score: Float, tokenLogProbabilities: [Float],
        hitLengthCap: Bool, unmetTerms: [Int] = []
    ) {
        self.tokens = tokens
        self.logProbability = logProbability
        self.score = score
        self.tokenLogProbabilities = tokenLogProbabilities
        self.hitLengthCap = hitLengthCap
        self.unmetTerms = unmetTerms
    }

    /// The translation of nothing, which no model is asked for: what was given, if anything.
    static func ofNothing(_ request: SearchRequest) -> Hypothesis {
        let unmet = TermAutomaton(request.terms).unmet(in: request.prefix)
        return Hypothesis(
            tokens: request.prefix, logProbability: 0, score: 0,
            tokenLogProbabilities: request.prefix.map { _ in 0 }, hitLengthCap: false,
            unmetTerms: request.terms.indices.filter { unmet >> $0 & 1 == 1 })
    }

    private var isComplete: Bool { tokenLogProbabilities.count > tokens.count }

    /// Whether it is better: has more of the required terms, ended by itself, has a higher score.
    func precedes(_ other: Hypothesis) -> Bool {
        if unmetTerms.count != other.unmetTerms.count {
            return unmetTerms.count < other.unmetTerms.count
        }
        return isComplete == other.isComplete ? score > other.score : isComplete
    }

    /// Whether it has the same tokens and ended in the same way.
    func isSame(as other: Hypothesis) -> Bool {
        tokens == other.tokens && isComplete == other.isComplete
    }
}
