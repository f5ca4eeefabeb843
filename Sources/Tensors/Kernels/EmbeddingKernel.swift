internal import CKernels

enum EmbeddingKernel {
    /// dropout(table[ids] · scale + positions[positionOf]); [rows, dim].
    static func forward(
        ids: [Int32], positionOf: [Int32], table: Tensor, positions: Tensor?, scale: Float,
        dropout: Dropout
    ) -> Tensor {
        let (V, D) = table.dimensions2
        precondition(ids.allSatisfy { $0 >= 0 && $0 < V }, "an id beyond the \(V) of the table")
        if let (P, positionD) = positions?.dimensions2 {
            precondition(positionD == D && positionOf.count == ids.count)
            precondition(positionOf.allSatisfy { $0 >= 0 && $0 < P }, "a position beyond \(P)")
        }
        var y = Tensor(uninitialized: Shape(ids.count, D))
        dropout.withParameters(rows: ids.count) { parameters in
            kernel_embed(
                y.mutableBase, table.base, positions?.base, ids, positionOf, Int64(ids.count),
                Int64(D), scale, parameters)
        }
        return y
    }

    /// Adds to the table's gradient, which begins at `offset` of `sum`.
    static func backward(
        _ dy: Tensor, ids: [Int32], scale: Float, dropout: Dropout, vocabulary V: Int,
        into sum: inout Tensor, at offset: Int
    ) {
        let (rows, D) = dy.dimensions2
        precondition(rows == ids.count && offset + V * D <= sum.shape.count)
        precondition(ids.allSatisfy { $0 >= 0 && $0 < V })
        dropout.withParameters(rows: rows) { parameters in
            kernel_embed_backward(
                sum.mutableBase + offset, dy.base, ids, Int64(rows), Int64(D), scale, parameters)
        }
    }
}
