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
    /// Whether it was cut off at the length cap, without `</s>`.
    package let hitLengthCap: Bool

    package init(
        tokens: [Int32], logProbability: Float, score: Float, tokenLogProbabilities: [Float],
        hitLengthCap: Bool
    ) {
        self.tokens = tokens
        self.logProbability = logProbability
        self.score = score
        self.tokenLogProbabilities = tokenLogProbabilities
        self.hitLengthCap = hitLengthCap
    }

    /// The translation of nothing, which no model is asked for.
    static let empty = Hypothesis(
        tokens: [], logProbability: 0, score: 0, tokenLogProbabilities: [], hitLengthCap: false)
}
