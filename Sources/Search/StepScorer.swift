/// What a search asks of a model: how likely each hypothesis' next tokens are.
package protocol StepScorer {
    /// Extends every hypothesis by one token and scores what may follow it.
    /// - Parameters:
    ///   - tokens: the newest token of each row; `<s>` in the first step
    ///   - parents: the row each row had in the step before; ignored in the first step
    ///   - counts: rows of each sentence, in order; 0 once it is finished
    ///   - width: how many next tokens are wanted for each row
    /// - Returns: the `width` most likely next tokens of each row, or all where there are fewer.
    mutating func step(
        tokens: [Int32], parents: [Int32], counts: [Int], width: Int
    ) -> Candidates
}

/// The most likely next tokens of each row, most likely first; lower tokens first among equals.
package struct Candidates: Sendable, Equatable {
    /// Tokens of each row.
    package let width: Int
    /// Ids, [rows, width].
    package let tokens: [Int32]
    /// Given the sentence and the row so far, [rows, width].
    package let logProbabilities: [Float]

    package init(width: Int, tokens: [Int32], logProbabilities: [Float]) {
        precondition(
            tokens.count == logProbabilities.count,
            "\(tokens.count) tokens, \(logProbabilities.count) log-probabilities")
        self.width = width
        self.tokens = tokens
        self.logProbabilities = logProbabilities
    }
}
