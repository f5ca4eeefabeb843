/// How much each position of a decoder attended to each source token, as the mean over heads.
package struct SoftAttention: Sendable, Equatable {
    /// Source tokens, without `</s>`.
    package let sourceLength: Int
    /// Target tokens, without `</s>`.
    package let targetLength: Int
    /// All of them, [target + 1, source + 1], row-major.
    ///
    /// Row t is the decoder's when it has read `<s>` and t
    /// tokens and predicts the next; the last column is the source's `</s>`. Rows sum to 1.
    package let weights: [Float]

    package init(sourceLength: Int, targetLength: Int, weights: [Float]) {
        precondition(
            weights.count == (sourceLength + 1) * (targetLength + 1),
            "\(weights.count) weights for \(targetLength) × \(sourceLength) tokens")
        self.sourceLength = sourceLength
        self.targetLength = targetLength
        self.weights = weights
    }

    /// Which of the decoder's positions speaks for a target token.
    package enum Reading: String, Sendable, Codable, CaseIterable {
        /// The one that predicts the token; the usual reading.
        case atOutput
        /// The next one, which reads the token: it knows which word it is to align, and aligns
        /// markedly better. “Shift-Att”, Chen et al. 2020, §3 (arXiv:2004.14837).
        case atInput
    }

    /// The weights between tokens, those of `</s>` left out.
    /// - Parameter renormalizing: whether rows sum to 1 again; otherwise what a row lacks is what
    ///   went to the source's `</s>`, a sign that the token has no counterpart.
    /// - Returns: [target, source], row-major.
    package func tokenWeights(_ reading: Reading, renormalizing: Bool = false) -> [Float] {
        let width = sourceLength + 1
        var result: [Float] = []
        result.reserveCapacity(targetLength * sourceLength)
        for target in 0..<targetLength {
            let start = (reading == .atInput ? target + 1 : target) * width
            let row = weights[start..<start + sourceLength]
            let sum = renormalizing ? row.reduce(0, +) : 1
            result += sum > 0 ? row.map { $0 / sum } : Array(row)
        }
        return result
    }
}
