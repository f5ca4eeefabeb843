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
    private let logits: Tensor
    private let logSums: [Float]

    /// - Parameters:
    ///   - logits: [rows or more, vocabulary]
    ///   - width: how many tokens are wanted of each row, or all where there are fewer
    package init(_ logits: Tensor, rows: Int, width: Int, attention: Tensor? = nil) {
        self.logits = logits
        self.attention = attention
        self.width = min(width, logits.dimensions2.1)
        let top = LogSoftmax.top(self.width, of: logits, rows: rows)
        tokens = top.columns
        logProbabilities = top.logProbabilities
        logSums = top.logSums
    }

    package var vocabulary: Int { logits.dimensions2.1 }

    /// Of any token, to the last bit as among the likeliest.
    package func logProbability(of token: Int32, row: Int) -> Float {
        precondition(token >= 0 && token < vocabulary, "token \(token) of \(vocabulary)")
        return logits[row * vocabulary + Int(token)] - logSums[row]
    }

    // MARK: A row

    func candidates(of row: Int) -> ArraySlice<Int32> {
        tokens[row * width..<(row + 1) * width]
    }

    /// More than `width` of a row, whatever the rules say.
    func likeliest(_ count: Int, row: Int) -> [(Int32, Float)] {
        let top = LogSoftmax.top(
            min(count, vocabulary), of: logits.rows(row..<row + 1), rows: 1)
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
        LogSoftmax.weights(
            of: logits, row: row, beside: Int(token), temperature: temperature)
    }
}
