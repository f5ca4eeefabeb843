import CKernels
import Testing

@testable import Tensors

/// One rounding of a single, with room for a second one.
private let rounding = 2.4e-7

extension KernelCheck {
    static let elementwise = [
        KernelCheck("kernel_add") { count in
            let (x, y) = pair(count)
            var result = x
            kernel_add(&result, y, Int64(count))
            #expect(result == zip(x, y).map { $0 + $1 })
        },
        KernelCheck("kernel_scale") { count in
            let (x, _) = pair(count)
            var result = x
            kernel_scale(&result, 0.3, Int64(count))
            #expect(result == x.map { $0 * 0.3 })
        },
        KernelCheck("kernel_sum_of_squares") { count in
            let (x, _) = pair(count)
            let expected = x.doubles.reduce(0) { $0 + $1 * $1 }
            // Double precision, whose rounding depends on the order of summation.
            #expect(abs(kernel_sum_of_squares(x, Int64(count)) - expected) <= 1e-13 * expected)
        },
        KernelCheck("kernel_to_bf16") { count in
            // All magnitudes, each with its half-way case.
            var random = RandomSource(seed: 5)
            let x = (0..<count).map { index -> Float in
                let bits = UInt32(truncatingIfNeeded: random.next())
                let half = bits & 0xFFFF_0000 | 0x8000
                let number = Float(bitPattern: index % 3 == 0 ? half : bits)
                return number.isNaN ? 1 : number
            }
            var result = [UInt16](repeating: 0, count: count)
            kernel_to_bf16(&result, x, Int64(count))
            #expect(result == x.map { UInt16($0.roundedToBFloat16.bitPattern >> 16) })
        },
        KernelCheck("kernel_relu_backward") { count in
            let (dy, y) = pair(count)
            let clipped = y.map { max($0, 0) }
            var result = [Float](repeating: .nan, count: count)
            kernel_relu_backward(&result, dy, clipped, Int64(count))
            #expect(result == zip(dy, clipped).map { $1 > 0 ? $0 : 0 })
        },
        KernelCheck("kernel_add_column_sums") { columns in
            var random = RandomSource(seed: 6)
            for rows in [0, 1, 4, 7] {
                let x = random.floats(rows * columns)
                let held = random.floats(columns)
                var result = held
                kernel_add_column_sums(&result, x, Int64(rows), Int64(columns))
                let expected = (0..<columns).map { column in
                    (0..<rows).reduce(Double(held[column])) { sum, row in
                        sum + Double(x[row * columns + column])
                    }
                }
                expectClose(result, expected, relative: rounding, scale: 4, "\(rows) rows")
            }
        },
    ]

    private static func pair(_ count: Int) -> ([Float], [Float]) {
        var random = RandomSource(seed: UInt64(count))
        return (random.floats(count), random.floats(count))
    }
}

@Suite struct BFloat16Tests {
    private func converted(_ x: Float) -> UInt16 {
        var result: UInt16 = 0
        kernel_to_bf16(&result, [x], 1)
        return result
    }

    @Test("ties go to the even neighbour")
    func ties() {
        #expect(converted(Float(bitPattern: 0x3F80_8000)) == 0x3F80)
        #expect(converted(Float(bitPattern: 0x3F81_8000)) == 0x3F82)
        #expect(converted(Float(bitPattern: 0x3F80_8001)) == 0x3F81)
        #expect(converted(Float(bitPattern: 0xBF81_7FFF)) == 0xBF81)
    }

    @Test("infinities, zeros and subnormals keep their sign; what is too large becomes infinite")
    func specialValues() {
        #expect(converted(.infinity) == 0x7F80)
        #expect(converted(-.infinity) == 0xFF80)
        #expect(converted(0) == 0)
        #expect(converted(-0.0) == 0x8000)
        #expect(converted(.greatestFiniteMagnitude) == 0x7F80)
        #expect(converted(-.leastNonzeroMagnitude) == 0x8000)
        #expect(converted(.leastNormalMagnitude) == 0x0080)
    }

    @Test(
        "NaN stays NaN, whatever its payload",
        arguments: [0x7FC0_0000, 0x7F80_0001, 0xFFFF_FFFF, 0xFF80_0001] as [UInt32])
    func notANumber(bits: UInt32) {
        let result = Float(bitPattern: UInt32(converted(Float(bitPattern: bits))) << 16)
        #expect(result.isNaN)
    }
}
