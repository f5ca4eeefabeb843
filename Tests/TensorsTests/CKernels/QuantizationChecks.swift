import CKernels
import Testing

@testable import Tensors

/// One rounding of a single, with room for a second one.
private let rounding = 2.4e-7

extension KernelCheck {
    static let quantization = [
        KernelCheck("kernel_quantize_rows") { columns in
            var random = RandomSource(seed: 1)
            let (rows, stride) = (3, columns + 5)
            let x = random.floats(rows * columns, limit: 7)
            var result = [UInt8](repeating: 0, count: rows * stride)
            var scales = [Float](repeating: 0, count: rows)
            kernel_quantize_rows(
                &result, &scales, x, Int64(rows), Int64(columns), Int64(stride))
            for row in 0..<rows {
                let own = Array(x[row * columns..<(row + 1) * columns])
                let (expected, scale) = quantized(own)
                let bytes = result[row * stride..<(row + 1) * stride]
                #expect(bytes.prefix(columns).map { Int($0) - 128 } == expected)
                #expect(bytes.dropFirst(columns).allSatisfy { $0 == 128 })
                #expect(scales[row] == scale)
            }
        },
        KernelCheck("kernel_quantize_by_row") { columns in
            var random = RandomSource(seed: 2)
            let w = random.floats(3 * columns)
            var result = [Int8](repeating: 0, count: w.count)
            var scales = [Float](repeating: 0, count: 3)
            kernel_quantize_by_row(&result, &scales, w, 3, Int64(columns))
            for row in 0..<3 {
                let (expected, scale) = quantized(Array(w[row * columns..<(row + 1) * columns]))
                #expect(result[row * columns..<(row + 1) * columns].map { Int($0) } == expected)
                #expect(scales[row] == scale)
            }
        },
        KernelCheck("kernel_quantize_by_column") { columns in
            var random = RandomSource(seed: 3)
            let w = random.floats(5 * columns)
            var result = [Int8](repeating: 0, count: w.count)
            var scales = [Float](repeating: 0, count: columns)
            kernel_quantize_by_column(&result, &scales, w, 5, Int64(columns))
            for column in 0..<columns {
                let (expected, scale) = quantized((0..<5).map { w[$0 * columns + column] })
                #expect((0..<5).map { Int(result[$0 * columns + column]) } == expected)
                #expect(scales[column] == scale)
            }
        },
        KernelCheck("kernel_dequantize_by_row") { columns in
            var random = RandomSource(seed: 4)
            let (q, scales) = (random.bytes(3 * columns), random.floats(3))
            var result = [Float](repeating: .nan, count: q.count)
            kernel_dequantize_by_row(&result, q, scales, 3, Int64(columns))
            #expect(result == q.indices.map { Float(q[$0]) * scales[$0 / columns] })
        },
        KernelCheck("kernel_dequantize_by_column") { columns in
            var random = RandomSource(seed: 5)
            let (q, scales) = (random.bytes(3 * columns), random.floats(columns))
            var result = [Float](repeating: .nan, count: q.count)
            kernel_dequantize_by_column(&result, q, scales, 3, Int64(columns))
            #expect(result == q.indices.map { Float(q[$0]) * scales[$0 % columns] })
        },
        KernelCheck("kernel_embed_int8") { D in
            var random = RandomSource(seed: 6)
            let (table, scales) = (random.bytes(9 * D), random.floats(9))
            let positions = random.floats(4 * D)
            let (ids, places) = (random.indices(6, below: 9), random.indices(6, below: 4))
            for withPositions in [false, true] {
                var result = [Float](repeating: .nan, count: 6 * D)
                kernel_embed_int8(
                    &result, table, scales, withPositions ? positions : nil, ids, places, 6,
                    Int64(D), 4)
                let expected = result.indices.map { index -> Double in
                    let (row, column) = (index / D, index % D)
                    let word = Int(ids[row])
                    let embedding = Double(table[word * D + column]) * Double(scales[word]) * 4
                    let position = Double(positions[Int(places[row]) * D + column])
                    return embedding + (withPositions ? position : 0)
                }
                expectClose(result, expected, relative: rounding, scale: 100)
            }
        },
    ]

    /// By the definition, in the precision of the kernel: the scale of floats is a float.
    private static func quantized(_ numbers: [Float]) -> (integers: [Int], scale: Float) {
        let scale = max((numbers.map(abs).max() ?? 0) / 127, .leastNormalMagnitude)
        let inverse = 1 / scale
        return (numbers.map { Int(($0 * inverse).rounded(.toNearestOrEven)) }, scale)
    }
}

extension RandomSource {
    /// Draws from −127 … 127.
    mutating func bytes(_ count: Int) -> [Int8] {
        (0..<count).map { _ in Int8(Int(next() % 255) - 127) }
    }
}

@Suite struct QuantizedRowsTests {
    private func quantized(_ row: [Float]) -> (bytes: [UInt8], scale: Float) {
        var bytes = [UInt8](repeating: 0, count: row.count)
        var scale: Float = 0
        kernel_quantize_rows(&bytes, &scale, row, 1, Int64(row.count), Int64(row.count))
        return (bytes, scale)
    }

    @Test("a row of zeros stays zero, with a scale that divides")
    func zeros() {
        let (bytes, scale) = quantized([0, -0, 0])
        #expect(bytes == [128, 128, 128] && scale > 0 && (1 / scale).isFinite)
    }

    @Test("the smallest and the largest numbers have scales that divide")
    func extremes() {
        #expect(quantized([.leastNonzeroMagnitude, 0]).scale.isNormal)
        let (bytes, scale) = quantized([.greatestFiniteMagnitude, -.greatestFiniteMagnitude])
        #expect(bytes == [255, 1] && scale.isFinite)
    }

    @Test("a row with NaN or infinity says so by its scale, which its products then have")
    func notNumbers() {
        for row in [[1, .nan, 2], [.nan, .infinity, 0], [-.nan, 0, 0]] as [[Float]] {
            #expect(quantized(row).scale.isNaN)
        }
        #expect(quantized([1, -.infinity]).scale == .infinity)
    }
}
