import CKernels
import Testing

@testable import Tensors

extension KernelCheck {
    static let choice = [
        KernelCheck("kernel_choose_int8") { K in
            let sample = ChoiceSample(K: K, seed: 1)
            let (starts, scales) = sample.startsAndScales
            for (place, column) in sample.columns.enumerated() {
                let w = sample.table[Int(column) * K..<(Int(column) + 1) * K]
                #expect(Int(starts[place]) == -128 * w.reduce(0) { $0 + Int($1) })
                #expect(scales[place] == sample.tableScales[Int(column)])
            }
        },
        KernelCheck("kernel_chosen_product") { K in
            let sample = ChoiceSample(K: K, seed: 2)
            for rows in 0...6 {
                let x = sample.floats(rows: rows)
                var expected: [Double] = []
                for row in 0..<rows {
                    for (place, column) in sample.columns.enumerated() {
                        let sum = (0..<K).reduce(0.0) {
                            $0 + Double(x[row * K + $1])
                                * Double(sample.floatTable[Int(column) * K + $1])
                        }
                        expected.append(sum + Double(sample.bias[place]))
                    }
                }
                expectClose(
                    sample.product(x, rows: rows), expected, relative: 1e-6, scale: Double(K))
            }
        },
        KernelCheck("kernel_chosen_int8_product") { K in
            // The very numbers of the product with all columns.
            let sample = ChoiceSample(K: K, seed: 3)
            let all = Int8Product(
                packed: Int8Product.packed(
                    sample.table, scales: sample.tableScales, K: K, N: ChoiceSample.vocabulary,
                    true), K: K, N: ChoiceSample.vocabulary)
            for rows in 0...9 {
                let x = sample.bytes(rows: rows)
                for (fast, _) in Int8Product.ways {
                    let whole = all.product(
                        x, scales: sample.rowScales(rows), bias: sample.tableBias, fast: fast)
                    let expected = (0..<rows).flatMap { row in
                        sample.columns.map { whole[row * ChoiceSample.vocabulary + Int($0)] }
                    }
                    let result = sample.int8Product(x, fast: fast)
                    #expect(result.bits == expected.bits, "\(rows) rows, fast \(fast)")
                }
            }
        },
    ]
}

/// A table, and columns chosen from it.
private struct ChoiceSample {
    static let vocabulary = 90

    let K: Int
    let columns: [Int32]
    let table: [Int8]
    let tableScales: [Float]
    let floatTable: [Float]
    let tableBias: [Float]
    private let seed: UInt64

    init(K: Int, seed: UInt64) {
        var random = RandomSource(seed: seed)
        self.K = K
        self.seed = seed
        // In any order, some of them twice.
        columns = random.indices(48, below: Self.vocabulary)
        table = random.bytes(Self.vocabulary * K)
        tableScales = random.floats(Self.vocabulary).map { abs($0) + 0.1 }
        floatTable = random.floats(Self.vocabulary * K)
        tableBias = random.floats(Self.vocabulary, limit: 100)
    }

    var bias: [Float] { columns.map { tableBias[Int($0)] } }

    var startsAndScales: ([Int32], [Float]) {
        var starts = [Int32](repeating: 7, count: columns.count)
        var scales = [Float](repeating: .nan, count: columns.count)
        kernel_choose_int8(
            &starts, &scales, table, tableScales, columns, Int64(columns.count), Int64(K))
        return (starts, scales)
    }

    func floats(rows: Int) -> [Float] {
        var random = RandomSource(seed: seed + 1)
        return random.floats(rows * K)
    }

    func bytes(rows: Int) -> [[Int]] {
        var random = RandomSource(seed: seed + 2)
        return (0..<rows).map { _ in random.bytes(K).map(Int.init) }
    }

    func rowScales(_ rows: Int) -> [Float] {
        var random = RandomSource(seed: seed + 3)
        return random.floats(rows).map { abs($0) + 0.1 }
    }

    func product(_ x: [Float], rows: Int) -> [Float] {
        var y = [Float](repeating: .nan, count: rows * columns.count)
        kernel_chosen_product(
            &y, x, floatTable, columns, bias, Int64(rows), Int64(K), Int64(columns.count))
        return y
    }

    func int8Product(_ rows: [[Int]], fast: Bool) -> [Float] {
        let stride = (K + 3) / 4 * 4
        var x = [UInt8](repeating: 0xA5, count: rows.count * stride)
        for (index, row) in rows.enumerated() {
            for (k, number) in row.enumerated() { x[index * stride + k] = UInt8(number + 128) }
        }
        let (starts, scales) = startsAndScales
        var y = [Float](repeating: .nan, count: rows.count * columns.count)
        kernel_chosen_int8_product(
            &y, x, rowScales(rows.count), table, columns, starts, scales, bias,
            Int64(rows.count), Int64(K), Int64(columns.count), fast ? 1 : 0)
        return y
    }
}

@Suite struct ChosenProductTests {
    @Test("a row has the same bits alone and among others", arguments: [31, 64, 256])
    func rowsAreIndependent(K: Int) {
        let sample = ChoiceSample(K: K, seed: 5)
        let (x, count) = (sample.floats(rows: 7), sample.columns.count)
        let together = sample.product(x, rows: 7)
        for row in 0..<7 {
            let alone = sample.product(Array(x[row * K..<(row + 1) * K]), rows: 1)
            #expect(alone.bits == Array(together[row * count..<(row + 1) * count]).bits)
        }
    }
}
