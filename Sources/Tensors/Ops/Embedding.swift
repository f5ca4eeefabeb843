/// Rows of a table, scaled, with the position's encoding added and dropout applied.
///
///     y = dropout(E[id] · √D + P[position])        Vaswani et al. 2017, §3.4, §3.5, §5.4
package enum Embedding {
    /// - Parameters:
    ///   - ids: one a row
    ///   - positionOf: each row's place in its sequence
    ///   - table: [vocabulary, dim]
    ///   - positions: [length, dim]
    /// - Returns: [rows, dim]
    package static func forward(
        ids: [Int32], positionOf: [Int32], table: Tensor, positions: Tensor, scale: Float,
        dropout: Dropout = .none
    ) -> Tensor {
        EmbeddingKernel.forward(
            ids: ids, positionOf: positionOf, table: table, positions: positions, scale: scale,
            dropout: dropout)
    }

    /// The gradient of `forward`: dE[id] += dropout(dy) · √D, where `tableAt` says.
    package static func backward(
        _ dy: Tensor, ids: [Int32], scale: Float, dropout: Dropout = .none, vocabulary: Int,
        into gradients: inout Tensor, tableAt: Int
    ) {
        EmbeddingKernel.backward(
            dy, ids: ids, scale: scale, dropout: dropout, vocabulary: vocabulary,
            into: &gradients, at: tableAt)
    }
}

extension Tape {
    /// - Parameter rowKeys: what the draws of dropout in each row hang on, here and in all that is
    ///   computed from it (`SequenceLayout.rowKeys`); nil for the rows' numbers
    package func embedding(
        ids: [Int32], positionOf: [Int32], table: Parameter, positions: Tensor, scale: Float,
        rowKeys: [UInt32]? = nil
    ) -> Variable {
        let dropout = nextDropout(rowKeys)
        let y = Embedding.forward(
            ids: ids, positionOf: positionOf, table: self[table], positions: positions,
            scale: scale, dropout: dropout)
        return record(y, from: [], rowKeys: rowKeys) { dy, gradients in
            Embedding.backward(
                dy, ids: ids, scale: scale, dropout: dropout, vocabulary: table.shape[0],
                into: &gradients.flat, tableAt: table.offset)
            return []
        }
    }
}
