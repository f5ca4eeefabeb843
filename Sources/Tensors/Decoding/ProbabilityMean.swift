/// The mean of what several models think may follow.
///
///     p(v) = (1/N) Σ_n p_n(v)
///
/// Kept as logits on the first model's scale, and never as probabilities, of which the smallest
/// would be lost. What a row becomes depends on no other.
package struct ProbabilityMean {
    /// Logits of the mean so far, [rows or more, vocabulary].
    package private(set) var logits: Tensor
    private let rows: Int
    private var count = 1

    /// - Parameters:
    ///   - logits: the first model's, [rows or more, vocabulary]
    ///   - rows: how many are wanted
    package init(_ logits: consuming Tensor, rows: Int) {
        self.logits = logits
        self.rows = rows
    }

    /// Takes in what one more model thinks of the same rows.
    package mutating func add(_ other: Tensor) {
        count += 1
        SoftmaxKernel.mix(other, share: 1 / Float(count), into: &logits, rows: rows)
    }
}
