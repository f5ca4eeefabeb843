/// Makes tokens less likely that are there already.
///
///     x(v) ← x(v) / θ if x(v) > 0, else x(v) · θ
///
/// Keskar et al. 2019, §4.1 (arXiv:1909.05858), who divide whatever the sign; but dividing a
/// negative logit would make its token likelier.
package enum RepetitionPenalty {
    /// - Parameters:
    ///   - penalty: θ, 1 or more
    ///   - logits: [rows, vocabulary]
    ///   - tokens: those that are there, each once
    package static func apply(
        _ penalty: Float, to logits: inout Tensor, row: Int, tokens: Set<Int32>
    ) {
        SoftmaxKernel.penalize(&logits, row: row, columns: tokens, penalty: penalty)
    }
}
