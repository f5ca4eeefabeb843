package import Tensors
package import Transformer

/// What a search asks of a model: how likely each hypothesis' next tokens are.
package protocol StepScorer {
    /// Takes up sentences.
    /// - Parameter sentences: source tokens without special ones, at least one each
    /// - Returns: the number of each, for `StepRows.sentences`, until it is ended
    mutating func begin(_ sentences: [[Int32]]) -> [Int]

    /// Extends every hypothesis by one token and scores what may follow it.
    /// - Returns: logits, [rows ≥ hypotheses, target vocabulary]; a hypothesis' own do not depend
    ///   on the others.
    mutating func step(_ rows: StepRows) -> Tensor

    /// Forgets a sentence.
    mutating func end(_ sentence: Int)
}

/// What a model says of every hypothesis' next token: the likeliest ones, and any other by
/// request.
package struct StepScores: Sendable {
    /// Tokens of each row.
    package let width: Int
    /// Ids of the likeliest, [rows, width]; lower ones first among equals.
    package let tokens: [Int32]
    /// Given the sentence and the row so far, [rows, width].
    package let logProbabilities: [Float]
    private let logits: Tensor
    private let logSums: [Float]

    /// - Parameters:
    ///   - logits: [rows or more, vocabulary]
    ///   - width: how many tokens are wanted of each row, or all where there are fewer
    package init(_ logits: Tensor, rows: Int, width: Int) {
        self.logits = logits
        self.width = min(width, logits.dimensions2.1)
        let top = LogSoftmax.top(self.width, of: logits, rows: rows)
        tokens = top.columns
        logProbabilities = top.logProbabilities
        logSums = top.logSums
    }

    package var vocabulary: Int { logits.dimensions2.1 }

    /// Of any token, to the last bit as among the likeliest.
    package func logProbability(of token: Int32, row: Int) -> Float {
        logits[row * vocabulary + Int(token)] - logSums[row]
    }
}
