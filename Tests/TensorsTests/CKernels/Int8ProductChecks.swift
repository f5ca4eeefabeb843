import CKernels
import Testing

@testable import Tensors

extension KernelCheck {
    static let int8Product = [
        KernelCheck("kernel_pack_int8") { count in
            // A row of ones times the identity's scales reads every weight back.
            var random = RandomSource(seed: 1)
            let (K, N) = (min(count, 70), 67)
            let w = random.bytes(K * N)
            let scales = [Float](repeating: 1, count: N)
            let transposed = (0..<N * K).map { w[$0 % K * N + $0 / K] }
            let packed = Int8Product.packed(w, scales: scales, K: K, N: N)
            #expect(
                packed == Int8Product.packed(transposed, scales: scales, K: K, N: N, true))
            for k in 0..<K {
                var x = [Int](repeating: 0, count: K)
                x[k] = 1
                let product = Int8Product(packed: packed, K: K, N: N).product([x], scales: [1])
                #expect(product == w[k * N..<(k + 1) * N].map(Float.init))
            }
        },
        KernelCheck("kernel_int8_product") { count in
            var random = RandomSource(seed: 2)
            for (K, N) in [(count, 33), (19, count), (64, 128)] {
                let w = random.bytes(K * N)
                let scales = random.floats(N).map { abs($0) + 0.1 }
                let product = Int8Product(
                    packed: Int8Product.packed(w, scales: scales, K: K, N: N), K: K, N: N)
                for rows in [0, 1, 2, 5, 8, 13] {
                    let x = (0..<rows).map { _ in random.bytes(K).map(Int.init) }
                    let rowScales = random.floats(rows).map { abs($0) + 0.1 }
                    let bias = random.floats(N, limit: 1000)
                    for (fast, relu) in Int8Product.ways {
                        let result = product.product(
                            x, scales: rowScales, bias: bias, relu: relu, fast: fast)
                        let expected = (0..<rows * N).map { index -> Double in
                            let (m, n) = (index / N, index % N)
                            let sum = (0..<K).reduce(0) { $0 + x[m][$1] * Int(w[$1 * N + n]) }
                            let y =
                                Double(sum) * Double(scales[n]) * Double(rowScales[m])
                                + Double(bias[n])
                            return relu ? max(y, 0) : y
                        }
                        // Rounded when it becomes a float, by each factor, and by the bias.
                        expectClose(
                            result, expected, relative: 3e-7, scale: 1000 + 16_129 * Double(K),
                            "\(rows) rows, fast \(fast)")
                    }
                }
            }
        },
        KernelCheck("kernel_has_fast_int8") { _ in
            #expect(kernel_has_fast_int8() == kernel_has_fast_int8())
        },
    ]
}

/// A packed matrix of whole numbers.
struct Int8Product {
    let packed: [UInt8]
    let K: Int
    let N: Int

    /// By all instructions that this processor has, without and with ReLU.
    static var ways: [(fast: Bool, relu: Bool)] {
        let fast = kernel_has_fast_int8() != 0 ? [false, true] : [false]
        return fast.flatMap { way in [false, true].map { (way, $0) } }
    }

    static func packed(
        _ w: [Int8], scales: [Float], K: Int, N: Int, _ transposed: Bool = false
    ) -> [UInt8] {
        let bytes = QuantizationKernel.packedBytes(inner: K, columns: N)
        // Not zero at first: all of it is written.
        return [UInt8](unsafeUninitializedCapacity: bytes) { buffer, count in
            buffer.initialize(repeating: 0xA5)
            kernel_pack_int8(
                buffer.baseAddress, w, scales, Int64(K), Int64(N), transposed ? 1 : 0)
            count = bytes
        }
    }

    /// - Parameter rows: whole numbers, as they are before 128 is added
    func product(
        _ rows: [[Int]], scales: [Float], bias: [Float]? = nil, relu: Bool = false,
        fast: Bool = kernel_has_fast_int8() != 0
    ) -> [Float] {
        let stride = (K + 3) / 4 * 4
        var x = [UInt8](repeating: 0xA5, count: rows.count * stride)
        for (index, row) in rows.enumerated() {
            for (k, number) in row.enumerated() { x[index * stride + k] = UInt8(number + 128) }
        }
        var y = [Float](repeating: .nan, count: rows.count * N)
        kernel_int8_product(
            &y, x, scales, packed, bias, Int64(rows.count), Int64(K), Int64(N), relu ? 1 : 0,
            fast ? 1 : 0)
        return y
    }
}

@Suite struct Int8ProductTests {
    @Test("sums are exact, also the largest there are")
    func exactSums() {
        for K in [4, 63, 1000] {
            let w = [Int8](repeating: 127, count: K * 65)
            let ones = [Float](repeating: 1, count: 65)
            let product = Int8Product(
                packed: Int8Product.packed(w, scales: ones, K: K, N: 65), K: K, N: 65)
            for (fast, _) in Int8Product.ways {
                for number in [127, -127, 1] {
                    let x = [[Int](repeating: number, count: K)]
                    let y = product.product(x, scales: [1], fast: fast)
                    // Below 2²⁴, so exact as a float as well.
                    #expect(y.allSatisfy { $0 == Float(number * 127 * K) }, "\(K), \(number)")
                }
            }
        }
    }

    @Test("a row has the same bits alone and among up to 64, wherever it stands")
    func rowsAreIndependent() {
        var random = RandomSource(seed: 3)
        let (K, N) = (37, 150)
        let (w, scales, bias) = (random.bytes(K * N), random.floats(N), random.floats(N))
        let product = Int8Product(
            packed: Int8Product.packed(w, scales: scales, K: K, N: N), K: K, N: N)
        let x = (0..<64).map { _ in random.bytes(K).map(Int.init) }
        let rowScales = random.floats(64)
        for (fast, relu) in Int8Product.ways {
            let alone = (0..<64).map {
                product.product(
                    [x[$0]], scales: [rowScales[$0]], bias: bias, relu: relu, fast: fast
                ).bits
            }
            for rows in 1...64 {
                let all = product.product(
                    Array(x[64 - rows..<64]), scales: Array(rowScales[64 - rows..<64]),
                    bias: bias, relu: relu, fast: fast
                ).bits
                let isSame = all == Array(alone[64 - rows..<64].joined())
                #expect(isSame, "\(rows) rows, fast \(fast), ReLU \(relu)")
            }
        }
    }

    @Test("NaN stays NaN, through ReLU too")
    func notNumbers() {
        let product = Int8Product(
            packed: Int8Product.packed([1, 1], scales: [1, 1], K: 1, N: 2), K: 1, N: 2)
        for (fast, relu) in Int8Product.ways {
            let y = product.product(
                [[1], [1]], scales: [.nan, 1], bias: [.nan, 0], relu: relu, fast: fast)
            #expect(y[0].isNaN && y[1].isNaN && y[2].isNaN && y[3] == 1)
        }
    }
}
