import Foundation
import Tensors

/// How much each source token was attended to by what is written so far, for every hypothesis of
/// a sentence; and what a hypothesis loses for the tokens that were not.
///
///     cp(X; Y) = β · Σ_i log(min(Σ_j p_ij, 1))
///
/// Wu et al. 2016, eq. 14 (arXiv:1609.08144); i goes over source tokens, j over target tokens,
/// both without `</s>`. p is the attention that wrote token j, the mean over heads.
struct SourceCoverage {
    private let sourceLength: Int
    /// β.
    private let strength: Float
    /// Of the live hypotheses, [rows, source].
    private var sums: [Float]
    /// Of those of the next step while it is made.
    private var next: [Float] = []
    /// Of this step, [rows of all sentences, longest source or more].
    private var attention: Tensor?
    private var firstRow = 0

    init(sourceLength: Int, strength: Float) {
        self.sourceLength = sourceLength
        self.strength = strength
        sums = [Float](repeating: 0, count: sourceLength)
    }

    mutating func beginStep(_ attention: Tensor?, firstRow: Int) {
        precondition(attention != nil, "a coverage penalty without attention")
        self.attention = attention
        self.firstRow = firstRow
        next.removeAll(keepingCapacity: true)
    }

    /// Adds a hypothesis to those of the next step: that of `row` and one token more.
    mutating func extend(row: Int) {
        guard let attention else { return }
        let width = attention.dimensions2.1
        for position in 0..<sourceLength {
            next.append(
                sums[row * sourceLength + position]
                    + attention[(firstRow + row) * width + position])
        }
    }

    mutating func endStep() {
        attention = nil
        swap(&sums, &next)
    }

    func penalty(ofRow row: Int) -> Float { penalty(sums, row) }
    func penalty(ofNextRow row: Int) -> Float { penalty(next, row) }

    private func penalty(_ sums: [Float], _ row: Int) -> Float {
        let own = sums[row * sourceLength..<(row + 1) * sourceLength]
        // A token that got nothing at all costs much, but not everything.
        return strength * own.reduce(0) { $0 + log(max(min($1, 1), .leastNormalMagnitude)) }
    }
}
