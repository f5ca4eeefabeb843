internal import CKernels

enum EmbeddingKernel {
    /// dropout(table[ids] · scale + positions[positionOf]); [rows, dim].
    static func forward(
        ids: [Int32], positionOf: [Int32], table: Tensor, positions: Tensor?, scale: Float,
        dropout: Dropout
    ) -> Tensor {
        let (V, D) = table.dimensions2
        check(ids: ids, below: V)
        check(positionOf, of: ids.count, in: positions, dimension: D)
        var y = Tensor(uninitialized: Shape(ids.count, D))
        dropout.withParameters(rows: ids.count) { parameters in
            kernel_embed(
                y.mutableBase, table.base, positions?.base, ids, positionOf, Int64(ids.count),
                Int64(D), scale, parameters)
        }
        return y
    }

    static func check(ids: [Int32], below V: Int) {
        precondition(ids.allSatisfy { $0 >= 0 && $0 < V }, "an id beyond the \(V) of the table")
    }

    /// Checks the places of `rows` rows in a table of positions, if there is one.
    static func check(_ positionOf: [Int32], of rows: Int, in positions: Tensor?, dimension D: Int)
    {
        guard let (P, positionD) = positions?.dimensions2 else { return }
        precondition(positionD == D && positionOf.count == rows)
        precondition(positionOf.allSatisfy { $0 >= 0 && $0 < P }, "a position beyond \(P)")
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
