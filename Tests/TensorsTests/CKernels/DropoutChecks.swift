import CKernels
import Testing

@testable import Tensors

extension kernel_dropout {
    static let none = kernel_dropout(seed: 1, threshold: 0, scale: 1)
    static let third = kernel_dropout(seed: 0xDEAD_BEEF, threshold: 0x5555_5555, scale: 1.5)

    /// `x` scaled where the hash of `index` keeps it, else 0.
    func applied(to x: Double, at index: Int) -> Double {
        if threshold == 0 { return x }
        var hash = UInt32(truncatingIfNeeded: index) &* 0x9E37_79B9 &+ seed
        hash = (hash ^ hash >> 16) &* 0x7FEB_352D
        hash = (hash ^ hash >> 15) &* 0x846C_A68B
        hash ^= hash >> 16
        return hash >= threshold ? x * Double(scale) : 0
    }
}

extension KernelCheck {
    static let dropout = [
        KernelCheck("kernel_dropout_apply") { count in
            var random = RandomSource(seed: 1)
            let x = random.floats(count)
            let expected = x.indices.map { kernel_dropout.third.applied(to: Double(x[$0]), at: $0) }
            var result = [Float](repeating: .nan, count: count)
            kernel_dropout_apply(&result, x, Int64(count), .third)
            expectClose(result, expected, relative: 1e-7)
            var inPlace = x
            inPlace.withUnsafeMutableBufferPointer {
                kernel_dropout_apply($0.baseAddress, $0.baseAddress, Int64(count), .third)
            }
            #expect(inPlace == result)
        }
    ]

    static let embedding = [
        KernelCheck("kernel_embed") { D in
            for dropout in [kernel_dropout.none, .third] {
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
                        to: word * 2.5 + Double(example.positions[place]), at: index)
                }
                expectClose(result, expected, relative: 2.4e-7, scale: 2.5)
            }
        },
        KernelCheck("kernel_embed_backward") { D in
            for dropout in [kernel_dropout.none, .third] {
                let example = EmbeddingExample(D)
                var result = example.table
                kernel_embed_backward(
                    &result, example.dy, example.ids, Int64(example.rows), Int64(D), 2.5, dropout)
                var expected = example.table.doubles
                for index in 0..<example.rows * D {
                    expected[Int(example.ids[index / D]) * D + index % D] +=
                        dropout.applied(to: Double(example.dy[index]), at: index) * 2.5
                }
                expectClose(result, expected, relative: 1e-6, scale: 5)
            }
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
