/// Rows of a table, scaled, with the position's encoding added and dropout applied.
///
///     y = dropout(E[id] · √D + P[position])        Vaswani et al. 2017, §3.4, §3.5, §5.4
///
/// The encodings P are fixed, learned (Gehring et al. 2017, §3.1), or absent where attention knows
/// the positions.
package enum Embedding {
    /// - Parameters:
    ///   - ids: one a row
    ///   - positionOf: each row's place in its sequence
    ///   - table: [vocabulary, dim]
    ///   - positions: [length, dim], or nil to add none
    /// - Returns: [rows, dim]
    package static func forward(
        ids: [Int32], positionOf: [Int32], table: Tensor, positions: Tensor?, scale: Float,
        dropout: Dropout = .none
    ) -> Tensor {
        EmbeddingKernel.forward(
            ids: ids, positionOf: positionOf, table: table, positions: positions, scale: scale,
            dropout: dropout)
    }

    /// The gradient of `forward`: dE[id] += dropout(dy) · √D, where `tableAt` says; with positions
    /// for ids and a scale of 1, that of learned ones.
    package static func backward(
        _ dy: Tensor, ids: [Int32], scale: Float, dropout: Dropout = .none, vocabulary: Int,
        into gradients: inout Tensor, tableAt: Int
    ) {
        EmbeddingKernel.backward(
            dy, ids: ids, scale: scale, dropout: dropout, vocabulary: vocabulary,
            into: &gradients, at: tableAt)
    }
}

extension Embedding {
    /// Where the encodings of positions come from.
    package enum Positions: Sendable {
        case none
        /// [length, dim]
        case fixed(Tensor)
        /// [length, dim]
        case learned(Parameter)
    }
}

extension Tape {
    /// - Parameter rowKeys: what the draws of dropout in each row hang on, here and in all that is
    ///   computed from it (`SequenceLayout.rowKeys`); nil for the rows' numbers
    package func embedding(
        ids: [Int32], positionOf: [Int32], table: Parameter, positions: Embedding.Positions,
        scale: Float, rowKeys: [UInt32]? = nil
    ) -> Variable {
        if let table = packed?.quantizedTable(table) {
            return constant(
                QuantizationKernel.embed(
                    ids: ids, positionOf: positionOf, table: table,
                    positions: encodings(positions), scale: scale))
        }
        let dropout = nextDropout(rowKeys)
        let y = Embedding.forward(
            ids: ids, positionOf: positionOf, table: self[table],
            positions: encodings(positions), scale: scale, dropout: dropout)
        return record(y, from: [], rowKeys: rowKeys) { dy, gradients in
            Embedding.backward(
                dy, ids: ids, scale: scale, dropout: dropout, vocabulary: table.shape[0],
                into: &gradients.flat, tableAt: table.offset)
            if case .learned(let parameter) = positions {
                Embedding.backward(
                    dy, ids: positionOf, scale: 1, dropout: dropout,
                    vocabulary: parameter.shape[0], into: &gradients.flat,
                    tableAt: parameter.offset)
            }
            return []
        }
    }

    private func encodings(_ positions: Embedding.Positions) -> Tensor? {
        switch positions {
        case .none: nil
        case .fixed(let table): table
        case .learned(let parameter): self[parameter]
        }
    }
}
