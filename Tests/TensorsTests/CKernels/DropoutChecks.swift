import CKernels
import Testing

@testable import Tensors

extension kernel_dropout {
    static var none: kernel_dropout {
        kernel_dropout(row_keys: nil, seed: 1, threshold: 0, scale: 1)
    }
    static var third: kernel_dropout {
        kernel_dropout(row_keys: nil, seed: 0xDEAD_BEEF, threshold: 0x5555_5555, scale: 1.5)
    }

    /// `x` scaled where the hash of its row's key and its column keeps it, else 0.
    func applied(to x: Double, at index: Int, columns D: Int) -> Double {
        if threshold == 0 { return x }
        let key = row_keys.map { $0[index / D] } ?? UInt32(index / D)
        let hash = Self.mixed(UInt32(index % D) &* 0x9E37_79B9 &+ Self.mixed(key &+ seed))
        return hash >= threshold ? x * Double(scale) : 0
    }

    private static func mixed(_ number: UInt32) -> UInt32 {
        var hash = (number ^ number >> 16) &* 0x7FEB_352D
        hash = (hash ^ hash >> 15) &* 0x846C_A68B
        return hash ^ hash >> 16
    }

    /// Calls `body` with keys for rows 0 ..< 9.
    func withKeys(_ body: (kernel_dropout) -> Void) {
        let keys: [UInt32] = [7, 0, 0xFFFF_FFFF, 0x9E37_79B9, 5, 6, 4, 0x8000_0000, 7]
        keys.withUnsafeBufferPointer { keys in
            var keyed = self
            keyed.row_keys = keys.baseAddress
            body(keyed)
        }
    }
}

extension KernelCheck {
    static let dropout = [
        KernelCheck("kernel_dropout_apply") { D in
            var random = RandomSource(seed: 1)
            let x = random.floats(9 * D)
            func compare(_ dropout: kernel_dropout) {
                let expected = x.indices.map {
                    dropout.applied(to: Double(x[$0]), at: $0, columns: D)
                }
                var result = [Float](repeating: .nan, count: x.count)
                kernel_dropout_apply(&result, x, 9, Int64(D), dropout)
                expectClose(result, expected, relative: 1e-7)
                var inPlace = x
                inPlace.withUnsafeMutableBufferPointer {
                    kernel_dropout_apply($0.baseAddress, $0.baseAddress, 9, Int64(D), dropout)
                }
                #expect(inPlace == result)
                if dropout.row_keys != nil {
                    // Rows 0 and 8 have the same key.
                    let kept = result.map { $0 != 0 }
                    #expect(kept[..<D] == kept[(8 * D)...].prefix(D))
                }
            }
            compare(.third)
            kernel_dropout.third.withKeys(compare)
        }
    ]

    static let embedding = [
        KernelCheck("kernel_embed") { D in
            func compare(_ dropout: kernel_dropout) {
                let example = EmbeddingExample(D)
                var result = [Float](repeating: .nan, count: example.rows * D)
                kernel_embed(
                    &result, example.table, example.positions, example.ids, example.positionOf,
                    Int64(example.rows), Int64(D), 2.5, dropout)
                let expected = (0..<example.rows * D).map { index in
                    let (row, column) = (index / D, index % D)
                    let word = Double(example.table[Int(example.ids[row]) * D + column])
                    let place = Int(example.positionOf[row]) * D + column
                    return dropout.applied(
                        to: word * 2.5 + Double(example.positions[place]), at: index, columns: D)
                }
                expectClose(result, expected, relative: 2.4e-7, scale: 2.5)
            }
            compare(.none)
            compare(.third)
            kernel_dropout.third.withKeys(compare)
            let example = EmbeddingExample(D)
            var bare = [Float](repeating: .nan, count: example.rows * D)
            kernel_embed(
                &bare, example.table, nil, example.ids, example.positionOf, Int64(example.rows),
                Int64(D), 2.5, .none)
            let words = bare.indices.map { index in
                example.table[Int(example.ids[index / D]) * D + index % D] * 2.5
            }
            #expect(bare == words, "without positions")
        },
        KernelCheck("kernel_embed_backward") { D in
            func compare(_ dropout: kernel_dropout) {
                let example = EmbeddingExample(D)
                var result = example.table
                kernel_embed_backward(
                    &result, example.dy, example.ids, Int64(example.rows), Int64(D), 2.5, dropout)
                var expected = example.table.doubles
                for index in 0..<example.rows * D {
                    expected[Int(example.ids[index / D]) * D + index % D] +=
                        dropout.applied(to: Double(example.dy[index]), at: index, columns: D) * 2.5
                }
                expectClose(result, expected, relative: 1e-6, scale: 5)
            }
            compare(.none)
            compare(.third)
            kernel_dropout.third.withKeys(compare)
        },
    ]
}

/// Rows that take words and positions more than once.
private struct EmbeddingExample {
    let rows = 9
    let table, positions, dy: [Float]
    let ids, positionOf: [Int32]

    init(_ D: Int) {
        var random = RandomSource(seed: UInt64(D))
        table = random.floats(5 * D)
        positions = random.floats(4 * D)
        dy = random.floats(rows * D)
        ids = random.indices(rows, below: 5)
        positionOf = random.indices(rows, below: 4)
    }
}
