/// Logits of rows, some of which have all columns and others those that were chosen for them.
package struct StepLogits: Sendable {
    /// Rows that lie next to each other and have the same columns.
    package struct Block: Sendable {
        package let rows: Range<Int>
        /// Of each row its columns and perhaps more: [rows or more, columns or more].
        fileprivate(set) var logits: Tensor
        /// Nil for all columns.
        package let choice: ColumnChoice?

        package init(rows: Range<Int>, logits: Tensor, choice: ColumnChoice?) {
            self.rows = rows
            self.logits = logits
            self.choice = choice
        }

        var columnCount: Int { choice?.columns.count ?? logits.dimensions2.1 }

        /// Where a column is in a row; nil where the row has it not.
        fileprivate func place(of column: Int32, row: Int) -> Int? {
            let width = logits.dimensions2.1
            let place =
                choice.map { $0.place(of: column) }
                ?? (column >= 0 && column < width ? Int(column) : nil)
            return place.map { (row - rows.lowerBound) * width + $0 }
        }
    }

    /// How many there are, those outside of the choices included.
    package let vocabulary: Int
    package private(set) var blocks: [Block]
    private let blockOfRow: [Int32]

    /// - Parameter blocks: of rows from 0 on, without gaps
    package init(_ blocks: [Block], vocabulary: Int) {
        self.blocks = blocks
        self.vocabulary = vocabulary
        var blockOfRow: [Int32] = []
        for (index, block) in blocks.enumerated() {
            precondition(block.rows.lowerBound == blockOfRow.count, "a gap before \(block.rows)")
            blockOfRow += repeatElement(Int32(index), count: block.rows.count)
        }
        self.blockOfRow = blockOfRow
    }

    /// Logits of all columns.
    /// - Parameter logits: [rows or more, vocabulary]
    package init(_ logits: Tensor, rows: Int) {
        self.init(
            [Block(rows: 0..<rows, logits: logits, choice: nil)],
            vocabulary: logits.dimensions2.1)
    }

    package var rows: Int { blockOfRow.count }

    private func block(ofRow row: Int) -> Int { Int(blockOfRow[row]) }

    /// −∞ for a column that the row has not.
    package func logit(of column: Int32, row: Int) -> Float {
        precondition(column >= 0 && column < vocabulary, "column \(column) of \(vocabulary)")
        let block = blocks[block(ofRow: row)]
        return block.place(of: column, row: row).map { block.logits[$0] } ?? -.infinity
    }

    /// Makes tokens less likely that are there already (`RepetitionPenalty`).
    /// - Parameter tokens: each once; those that the row has not stay as they are
    package mutating func penalize(_ penalty: Float, row: Int, tokens: Set<Int32>) {
        let index = block(ofRow: row)
        let own = row - blocks[index].rows.lowerBound
        let places = blocks[index].choice.map { choice in
            Set(tokens.compactMap { choice.place(of: $0).map(Int32.init) })
        }
        RepetitionPenalty.apply(
            penalty, to: &blocks[index].logits, row: own, tokens: places ?? tokens)
    }

    // MARK: The likeliest

    /// The k likeliest columns of every row, with chosen ones' share of the probability; where a
    /// row has fewer, `filler` with −∞ at the end.
    package func top(_ k: Int, filler: Int32) -> LogSoftmax.Top {
        ChoiceKernel.top(k, of: self, filler: filler)
    }

    /// The same of one row.
    package func top(_ k: Int, row: Int, filler: Int32) -> LogSoftmax.Top {
        let block = blocks[block(ofRow: row)]
        let own = row - block.rows.lowerBound
        let alone = Block(
            rows: 0..<1, logits: block.logits.rows(own..<own + 1), choice: block.choice)
        return StepLogits([alone], vocabulary: vocabulary).top(k, filler: filler)
    }

    /// How likely each column of a row is beside one of its own (`LogSoftmax.weights`): 0 for
    /// those that it has not.
    package func weights(row: Int, beside column: Int32, temperature: Float) -> [Float] {
        let block = blocks[block(ofRow: row)]
        let own = row - block.rows.lowerBound
        let beside = block.choice?.place(of: column) ?? Int(column)
        let weights = LogSoftmax.weights(
            of: block.logits, row: own, beside: beside, temperature: temperature)
        guard let choice = block.choice else { return weights }
        var all = [Float](repeating: 0, count: vocabulary)
        for (column, weight) in zip(choice.columns, weights) { all[Int(column)] = weight }
        return all
    }
}
