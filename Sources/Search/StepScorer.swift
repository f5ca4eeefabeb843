package import Tensors
package import Transformer

/// What a search asks of a model: how likely each hypothesis' next tokens are.
package protocol StepScorer: SendableMetatype {
    /// Takes up sentences.
    /// - Parameter requests: with one source token at least
    /// - Returns: the number of each, for `StepRows.sentences`, until it is ended
    mutating func begin(_ requests: [SearchRequest]) -> [Int]

    /// Extends every hypothesis by one token and scores what may follow it.
    /// - Returns: logits of the hypotheses, of some tokens alone where a sentence may have no
    ///   others; a hypothesis' own do not depend on the others.
    mutating func step(_ rows: StepRows) -> StepLogits

    /// Where each hypothesis of the last step looked, the mean over heads: [rows ≥ hypotheses,
    /// longest source or more], 0 beyond a row's source. Nil from a scorer that was not made to
    /// keep it, which a search with a coverage penalty must not be given.
    var sourceAttention: Tensor? { get }

    /// Forgets a sentence.
    mutating func end(_ sentence: Int)
}

/// What a model says of every hypothesis' next token: the likeliest ones, and any other by
/// request.
package struct StepScores: Sendable {
    /// Candidates of each row.
    package let width: Int
    /// Ids of the likeliest, [rows, width]; lower ones first among equals.
    ///
    /// Rules leave only those that may follow, and `<pad>` for the rest.
    package private(set) var tokens: [Int32]
    /// Given the sentence and the row so far, [rows, width].
    package private(set) var logProbabilities: [Float]
    /// As `StepScorer.sourceAttention`.
    package let attention: Tensor?
    private let logits: StepLogits
    private let logSums: [Float]

    /// - Parameter width: how many tokens are wanted of each row; of one that has fewer, `<pad>`
    ///   with −∞ follows
    package init(_ logits: StepLogits, width: Int, attention: Tensor? = nil) {
        self.logits = logits
        self.attention = attention
        self.width = min(width, logits.vocabulary)
        let top = logits.top(self.width, filler: SpecialToken.padding)
        tokens = top.columns
        logProbabilities = top.logProbabilities
        logSums = top.logSums
    }

    package var vocabulary: Int { logits.vocabulary }

    /// Of any token, to the last bit as among the likeliest; −∞ where the row has it not.
    package func logProbability(of token: Int32, row: Int) -> Float {
        logits.logit(of: token, row: row) - logSums[row]
    }

    // MARK: A row

    func candidates(of row: Int) -> ArraySlice<Int32> {
        tokens[row * width..<(row + 1) * width]
    }

    /// More than `width` of a row, whatever the rules say.
    func likeliest(_ count: Int, row: Int) -> [(Int32, Float)] {
        let top = logits.top(min(count, vocabulary), row: row, filler: SpecialToken.padding)
        return Array(zip(top.columns, top.logProbabilities))
    }

    /// Gives a row other candidates, the first `width` of these.
    mutating func replace(_ row: Int, by candidates: [(Int32, Float)]) {
        for place in 0..<width {
            let (token, logProbability) =
                place < candidates.count
                ? candidates[place] : (SpecialToken.padding, -.infinity)
            tokens[row * width + place] = token
            logProbabilities[row * width + place] = logProbability
        }
    }

    /// How likely all tokens are after a row beside one of them: (p / p(token))^(1/temperature).
    func weights(_ row: Int, beside token: Int32, temperature: Float) -> [Float] {
        logits.weights(row: row, beside: token, temperature: temperature)
    }
}
