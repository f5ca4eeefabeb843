import CKernels
import Testing

@testable import Tensors

extension KernelCheck {
    static let decoding = [
        KernelCheck("kernel_slot_attention") { length in
            for precision in Precision.allCases {
                SlotAttentionExample(length: length, slopes: nil).compare(precision)
                SlotAttentionExample(length: length, slopes: [0.01, 0.003]).compare(precision)
            }
        },
        KernelCheck("kernel_transpose_keys") { length in
            // Whole blocks of columns, and a rest.
            let (columns, stride) = (37, 41)
            var random = RandomSource(seed: UInt64(length))
            let keys = random.floats(length * stride)
            let width = padded(length)
            var transposed = [Float](repeating: .nan, count: columns * width)
            var halves = [UInt16](repeating: .max, count: columns * width)
            let (n, m) = (Int64(length), Int64(columns))
            kernel_transpose_keys(&transposed, keys, Int64(stride), n, m, 0)
            kernel_transpose_keys(&halves, keys, Int64(stride), n, m, 1)
            for column in 0..<columns {
                let row = column * width..<(column + 1) * width
                let expected = (0..<width).map { $0 < length ? keys[$0 * stride + column] : 0 }
                #expect(transposed[row].elementsEqual(expected))
                let rounded = Tensor(expected, shape: Shape(max(width, 1))).bfloat16
                #expect(halves[row].elementsEqual(rounded))
            }
        },
        KernelCheck("kernel_source_attention") { length in
            for d in [5, 16, 64] {
                for precision in Precision.allCases {
                    SourceAttentionExample(length: length, headDimension: d).compare(precision)
                }
            }
        },
    ]

    private static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }
}

/// Four rows: one without a past, one with a short one, two with all of it.
private struct SlotAttentionExample {
    let length: Int
    let slopes: [Float]?
    let heads = 2
    let headDimension: Int
    let chunkSlots = 4
    private let queryStride: Int
    private var lengths: [Int32] { [0, Int32((length + 1) / 2), Int32(length), Int32(length)] }

    init(length: Int, slopes: [Float]?) {
        self.length = length
        self.slopes = slopes
        // Whole vectors, and not.
        headDimension = length == 17 ? 80 : 5
        queryStride = 3 * heads * headDimension + 1
    }

    /// - Parameter precision: of the keys and values
    func compare(_ precision: Precision) {
        var random = RandomSource(seed: UInt64(length))
        let (D, rows) = (heads * headDimension, lengths.count)
        let slotCount = 2 * length + 3
        let chunks = (0..<(slotCount + chunkSlots - 1) / chunkSlots).map { _ in
            Tensor(random.floats(chunkSlots * 2 * D), shape: Shape(chunkSlots, 2 * D))
                .converted(to: precision)
        }
        let query = random.floats(rows * queryStride)
        // One more column than positions: the paths' own stride.
        let paths = random.indices(rows * (length + 1), below: slotCount)
        var context = [Float](repeating: .nan, count: rows * D)
        var scores = [Float](repeating: .nan, count: (length + 15) / 16 * 16)
        var scratch = [UnsafeRawPointer?](repeating: nil, count: length)
        let bases = chunks.map { Optional($0.rawBase) }
        bases.withUnsafeBufferPointer { bases in
            paths.withUnsafeBufferPointer { paths in
                lengths.withUnsafeBufferPointer { lengths in
                    kernel_slot_attention(
                        &context, query, Int64(queryStride),
                        kernel_slot_paths(
                            chunks: bases.baseAddress, chunk_slots: Int64(chunkSlots),
                            slots: paths.baseAddress, lengths: lengths.baseAddress,
                            stride: Int64(length + 1), halves: precision == .bf16 ? 1 : 0),
                        Int64(rows), Int64(heads), Int64(headDimension), slopes, &scores, &scratch)
                }
            }
        }
        let slot = { (slot: Int32) in
            chunks[Int(slot) / chunkSlots].rows(Int(slot) % chunkSlots..<Int(slot) % chunkSlots + 1)
                .elements
        }
        var expected: [Double] = []
        for row in 0..<rows {
            let past = (0..<Int(lengths[row])).map { slot(paths[row * (length + 1) + $0]) }
            for head in 0..<heads {
                let start = row * queryStride + head * headDimension
                expected += attended(
                    Array(query[start..<start + headDimension]),
                    keys: past.map { Array($0[head * headDimension..<(head + 1) * headDimension]) },
                    values: past.map {
                        Array($0[D + head * headDimension..<D + (head + 1) * headDimension])
                    }, slope: slopes?[head] ?? 0)
            }
        }
        expectClose(context, expected, relative: 2e-6, scale: 1, "context")
    }
}

/// Four sentences, one without rows and one without a source.
private struct SourceAttentionExample {
    let length: Int
    let headDimension: Int
    let heads = 2
    private let rowCounts = [4, 0, 3, 5]
    private var lengths: [Int] { [length, 3, 0, max(length / 2, 1)] }

    /// - Parameter precision: of the keys and values
    func compare(_ precision: Precision) {
        let D = heads * headDimension
        var random = RandomSource(seed: UInt64(length))
        let query = random.floats(rowCounts.reduce(0, +) * D)
        // As they are kept.
        let sources = lengths.map {
            Tensor(random.floats($0 * 2 * D), shape: Shape($0, 2 * D)).converted(to: precision)
                .converted(to: .f32)
        }
        let memory = sources.map { SourceMemory($0, precision: precision) }
        let rows = SequenceLayout(lengths: rowCounts, roundedTo: 8)
        var padded = query
        padded += [Float](repeating: 9, count: rows.rows * D - query.count)
        let context = SourceMemory.attend(
            Tensor(padded, shape: Shape(rows.rows, D)), rows: rows, to: memory, heads: heads)
        var expected: [Double] = []
        for (sentence, count) in rowCounts.enumerated() {
            let source = (0..<lengths[sentence]).map {
                sources[sentence].rows($0..<$0 + 1).elements
            }
            for row in 0..<count {
                for head in 0..<heads {
                    let columns = head * headDimension..<(head + 1) * headDimension
                    let start = (rows.range(of: sentence).lowerBound + row) * D
                    expected += attended(
                        Array(query[start + columns.lowerBound..<start + columns.upperBound]),
                        keys: source.map { Array($0[columns]) },
                        values: source.map {
                            Array($0[D + columns.lowerBound..<D + columns.upperBound])
                        }, slope: 0)
                }
            }
        }
        expected += [Double](repeating: 0, count: rows.rows * D - query.count)
        expectClose(context.elements, expected, relative: 4e-6, scale: 1, "context")
        let kept = SourceMemory.attendKeepingWeights(
            Tensor(padded, shape: Shape(rows.rows, D)), rows: rows, to: memory, heads: heads)
        #expect(kept.context.elements == context.elements)
        compareWeights(kept.weights, padded, sources, rows)
    }

    /// The mean of the heads', 0 beyond the source and in rows of no sentence.
    private func compareWeights(
        _ weights: Tensor, _ query: [Float], _ sources: [Tensor], _ rows: SequenceLayout
    ) {
        let (D, width) = (heads * headDimension, weights.dimensions2.1)
        var expected = [Double](repeating: 0, count: rows.rows * width)
        for (sentence, source) in sources.enumerated() {
            let elements = source.elements
            for row in rows.range(of: sentence) {
                for head in 0..<heads {
                    let logits = (0..<lengths[sentence]).map { key in
                        (head * headDimension..<(head + 1) * headDimension).reduce(0.0) {
                            $0 + Double(query[row * D + $1]) * Double(elements[key * 2 * D + $1])
                        } / Double(headDimension).squareRoot()
                    }
                    for (key, weight) in softmax(logits).enumerated() {
                        expected[row * width + key] += weight / Double(heads)
                    }
                }
            }
        }
        expectClose(weights.elements, expected, relative: 4e-6, scale: 1, "weights")
    }
}

/// One query of one head: softmax(q Kᵀ/√d − slope · distance) V.
private func attended(
    _ query: [Float], keys: [[Float]], values: [[Float]], slope: Float
) -> [Double] {
    let logits = keys.enumerated().map { t, key in
        zip(query, key).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            / Double(query.count).squareRoot() - Double(slope) * Double(keys.count - 1 - t)
    }
    let weights = softmax(logits)
    return query.indices.map { j in
        zip(weights, values).reduce(0.0) { $0 + $1.0 * Double($1.1[j]) }
    }
}
