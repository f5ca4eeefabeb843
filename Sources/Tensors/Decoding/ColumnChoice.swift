/// Some columns of a projection, with what products of rows with them alone need.
package struct ColumnChoice: Sendable {
    /// Ascending, each once.
    package let columns: [Int32]
    /// The logarithm of the probability that these have of all; 0 or less.
    package let logShare: Float
    /// The same, and the last again until their number is a multiple of `unit`.
    let padded: [Int32]
    /// Of the padded columns.
    let bias: [Float]
    let factors: Factors

    /// What is read of the weights, [vocabulary, dim].
    enum Factors: Sendable {
        case floats(Tensor)
        case int8(QuantizedMatrix, starts: [Int32], scales: [Float])
    }

    var isInt8: Bool { if case .int8 = factors { true } else { false } }

    /// Where a column is among the chosen; nil where it is not.
    package func place(of column: Int32) -> Int? {
        var (low, high) = (0, columns.count)
        while low < high {
            let middle = (low + high) / 2
            if columns[middle] < column { low = middle + 1 } else { high = middle }
        }
        return low < columns.count && columns[low] == column ? low : nil
    }
}

extension Tape {
    /// Chooses columns of a transposed projection.
    ///
    /// Products with them read the weights where they lie: as whole numbers if that is how they
    /// are kept, and else as f32, whatever the other products' precision.
    /// - Parameters:
    ///   - columns: at least one, ascending, each once
    ///   - logShare: the logarithm of what probability they are taken to have of all
    package func choose(
        _ columns: [Int32], of projection: LinearParameters, logShare: Float = 0
    ) -> ColumnChoice {
        precondition(projection.isTransposed, "columns that do not lie together")
        let vocabulary = projection.weight.shape[0]
        precondition(!columns.isEmpty && zip(columns, columns.dropFirst()).allSatisfy(<))
        precondition(columns[0] >= 0 && columns[columns.count - 1] < vocabulary)
        let padded = ChoiceKernel.padded(columns)
        let bias = projection.bias.map { ChoiceKernel.elements(of: self[$0], at: padded) }
        let factors: ColumnChoice.Factors
        if let table = packed?.quantizedTable(projection.weight) {
            let (starts, scales) = ChoiceKernel.choose(padded, of: table)
            factors = .int8(table, starts: starts, scales: scales)
        } else {
            factors = .floats(self[projection.weight])
        }
        return ColumnChoice(
            columns: columns, logShare: logShare, padded: padded,
            bias: bias ?? [Float](repeating: 0, count: padded.count), factors: factors)
    }

    /// Rows times chosen columns, block by block, each with its own choice.
    ///
    /// Whole numbers give what the product with all columns gives, to the last bit; floats are
    /// added up in another order.
    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - blocks: rows of x, and the columns that they want
    /// - Returns: for each block [its rows, columns rounded up]
    package func products(
        _ x: Variable, _ blocks: [(rows: Range<Int>, choice: ColumnChoice)]
    ) -> [Tensor] {
        ChoiceKernel.products(x.value, blocks)
    }
}
