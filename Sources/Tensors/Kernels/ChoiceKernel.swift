internal import CKernels

/// Products with chosen columns, and what is likeliest among them.
enum ChoiceKernel {
    /// The columns, and the last again until the kernels can take them.
    static func padded(_ columns: [Int32]) -> [Int32] {
        let unit = Int(KERNEL_CHOICE_UNIT)
        let missing = (unit - columns.count % unit) % unit
        return columns + repeatElement(columns[columns.count - 1], count: missing)
    }

    static func elements(of vector: Tensor, at places: [Int32]) -> [Float] {
        places.map { vector[Int($0)] }
    }

    static func choose(
        _ columns: [Int32], of table: QuantizedMatrix
    ) -> (starts: [Int32], scales: [Float]) {
        precondition(table.channel == .row, "a table with a scale for each column")
        var starts = [Int32](repeating: 0, count: columns.count)
        var scales = [Float](repeating: 0, count: columns.count)
        table.withElements { elements in
            kernel_choose_int8(
                &starts, &scales, elements, table.scales.base, columns, Int64(columns.count),
                Int64(table.shape[1]))
        }
        return (starts, scales)
    }

    // MARK: - Products

    /// One tensor holds all results, and the left factor is quantized once.
    static func products(
        _ x: Tensor, _ blocks: [(rows: Range<Int>, choice: ColumnChoice)]
    ) -> [Tensor] {
        let (rows, inner) = x.dimensions2
        precondition(blocks.allSatisfy { $0.rows.lowerBound >= 0 && $0.rows.upperBound <= rows })
        let count = blocks.reduce(0) { $0 + $1.rows.count * $1.choice.padded.count }
        var all = Tensor(uninitialized: Shape(count))
        let y = all.mutableBase
        let quantized = blocks.contains(where: \.choice.isInt8) ? QuantizedRows(x) : nil
        var results: [(offset: Int, shape: Shape)] = []
        var offset = 0
        for (rows, choice) in blocks {
            switch choice.factors {
            case .floats(let table):
                table.requireShape(table.shape[0], inner, name: "table")
                kernel_chosen_product(
                    y + offset, x.base + rows.lowerBound * inner, table.base, choice.padded,
                    choice.bias, Int64(rows.count), Int64(inner), Int64(choice.padded.count))
            case .int8(let table, let starts, let scales):
                precondition(table.shape[1] == inner, "\(table.shape) for \(x.shape)")
                quantized?.product(
                    rows, table, choice, starts: starts, scales: scales, into: y + offset)
            }
            results.append((offset, Shape(rows.count, choice.padded.count)))
            offset += rows.count * choice.padded.count
        }
        withExtendedLifetime(x) {}
        return results.map { all.rows($0.offset..<$0.offset + $0.shape.count).reshaped($0.shape) }
    }

    /// Rows as factors of products of whole numbers.
    private struct QuantizedRows {
        private let memory: TensorStorage
        private let rows: Int
        private let inner: Int
        private var stride: Int { QuantizationKernel.paddedInner(inner) }

        init(_ x: Tensor) {
            (rows, inner) = x.dimensions2
            // A scale for each row, then the rows.
            memory = MemoryPool.shared.storage(
                for: rows + rows * QuantizationKernel.paddedInner(inner)
                    / MemoryLayout<Float>.stride)
            kernel_quantize_rows(
                numbers, memory.base, x.base, Int64(rows), Int64(inner), Int64(stride))
            withExtendedLifetime(x) {}
        }

        private var numbers: UnsafeMutablePointer<UInt8> {
            UnsafeMutableRawPointer(memory.base + rows).assumingMemoryBound(to: UInt8.self)
        }

        func product(
            _ range: Range<Int>, _ table: QuantizedMatrix, _ choice: ColumnChoice,
            starts: [Int32], scales: [Float], into y: UnsafeMutablePointer<Float>
        ) {
            table.withElements { elements in
                kernel_chosen_int8_product(
                    y, numbers + range.lowerBound * stride, memory.base + range.lowerBound,
                    elements, choice.padded, starts, scales, choice.bias, Int64(range.count),
                    Int64(inner), Int64(choice.padded.count), QuantizationKernel.isFast ? 1 : 0)
            }
            withExtendedLifetime(memory) {}
        }
    }

    // MARK: - The likeliest

    /// The k likeliest columns of every row; where a row has fewer, `filler` and −∞ at their end.
    static func top(_ k: Int, of logits: StepLogits, filler: Int32) -> LogSoftmax.Top {
        let rows = logits.rows
        var values = [Float](repeating: -.infinity, count: rows * k)
        var columns = [Int32](repeating: filler, count: rows * k)
        var logSums = [Float](repeating: 0, count: rows)
        for block in logits.blocks {
            let (first, there) = (block.rows.lowerBound, min(k, block.columnCount))
            let (N, stride) = block.logits.dimensions2
            precondition(block.rows.count <= N && block.rows.upperBound <= rows)
            values.withUnsafeMutableBufferPointer { values in
                columns.withUnsafeMutableBufferPointer { columns in
                    logSums.withUnsafeMutableBufferPointer { logSums in
                        guard let values = values.baseAddress, let columns = columns.baseAddress,
                            let logSums = logSums.baseAddress
                        else { return }
                        kernel_log_softmax_top(
                            values + first * k, columns + first * k, logSums + first,
                            block.logits.base, Int64(block.rows.count),
                            Int64(block.columnCount), Int64(stride), Int64(there))
                    }
                }
            }
            if let choice = block.choice {
                for row in block.rows { logSums[row] -= choice.logShare }
            }
            if there < k || block.choice != nil {
                settle(block, k, there, filler, logSums, &values, &columns)
            }
        }
        return LogSoftmax.Top(logProbabilities: values, columns: columns, logSums: logSums)
    }

    /// Gives a block's columns their own numbers and their share of the probability, and each of
    /// its rows `k` places instead of the `there` in which the kernel left it.
    private static func settle(
        _ block: StepLogits.Block, _ k: Int, _ there: Int, _ filler: Int32, _ logSums: [Float],
        _ values: inout [Float], _ columns: inout [Int32]
    ) {
        let (first, width) = (block.rows.lowerBound, block.logits.dimensions2.1)
        let start = first * k
        // From the end: what is written lies behind all that is still to be read.
        for row in (0..<block.rows.count).reversed() {
            for place in (0..<k).reversed() {
                let to = start + row * k + place
                guard place < there else {
                    (values[to], columns[to]) = (-.infinity, filler)
                    continue
                }
                let from = start + row * there + place
                let column = Int(columns[from])
                values[to] = block.logits[row * width + column] - logSums[first + row]
                columns[to] = block.choice?.columns[column] ?? columns[from]
            }
        }
    }
}
