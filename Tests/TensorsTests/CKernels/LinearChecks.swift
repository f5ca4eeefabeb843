import CKernels
import Testing

@testable import Tensors

/// One rounding of a single, with room for a second one.
private let rounding = 2.4e-7

extension KernelCheck {
    static let linear = [
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
        KernelCheck("kernel_from_bf16") { count in
            var random = RandomSource(seed: 8)
            let halves = random.indices(count, below: 0x7F80).map { UInt16($0) }
            var result = [Float](repeating: .nan, count: count)
            kernel_from_bf16(&result, halves, Int64(count))
            #expect(result == halves.map { Float(bitPattern: UInt32($0) << 16) })
        },
        KernelCheck("kernel_to_bf16_add_column_sums") { columns in
            var random = RandomSource(seed: 9)
            for rows in [0, 1, 4, 7] {
                let x = random.floats(rows * columns)
                let held = random.floats(columns)
                var (sums, expectedSums) = (held, held)
                var result = [UInt16](repeating: 0xFFFF, count: x.count)
                kernel_to_bf16_add_column_sums(&result, &sums, x, Int64(rows), Int64(columns))
                #expect(result == halves(x))
                kernel_add_column_sums(&expectedSums, x, Int64(rows), Int64(columns))
                #expect(sums == expectedSums)
            }
        },
        KernelCheck("kernel_relu_backward") { columns in
            var random = RandomSource(seed: 10)
            for rows in [0, 1, 4, 7] {
                let dy = random.floats(rows * columns)
                let y = random.floats(rows * columns).map { max($0, 0) }
                let expected = zip(dy, y).map { $1 > 0 ? $0 : 0 }
                let held = random.floats(columns)
                var sums = held
                var result = [Float](repeating: .nan, count: dy.count)
                kernel_relu_backward(&result, &sums, dy, y, Int64(rows), Int64(columns))
                #expect(result == expected)
                expectClose(
                    sums, columnSums(of: expected, columns, startingAt: held), relative: rounding,
                    scale: 4, "\(rows) rows")
                kernel_relu_backward(&result, nil, dy, y, Int64(rows), Int64(columns))
                #expect(result == expected)
            }
        },
        KernelCheck("kernel_relu_backward_bf16") { columns in
            var random = RandomSource(seed: 11)
            for rows in [0, 1, 4, 7] {
                let dy = random.floats(rows * columns).map(\.roundedToBFloat16)
                let y = random.floats(rows * columns).map { max($0, 0) }
                let expected = zip(dy, y).map { $1 > 0 ? $0 : 0 }
                let held = random.floats(columns)
                var sums = held
                var result = [UInt16](repeating: 0xFFFF, count: dy.count)
                kernel_relu_backward_bf16(
                    &result, &sums, halves(dy), halves(y), Int64(rows), Int64(columns))
                #expect(result == halves(expected))
                expectClose(
                    sums, columnSums(of: expected, columns, startingAt: held), relative: rounding,
                    scale: 4, "\(rows) rows")
                kernel_relu_backward_bf16(
                    &result, nil, halves(dy), halves(y), Int64(rows), Int64(columns))
                #expect(result == halves(expected))
            }
        },
        KernelCheck("kernel_add_column_sums") { columns in
            var random = RandomSource(seed: 6)
            for rows in [0, 1, 4, 7] {
                let x = random.floats(rows * columns)
                let held = random.floats(columns)
                var result = held
                kernel_add_column_sums(&result, x, Int64(rows), Int64(columns))
                let expected = columnSums(of: x, columns, startingAt: held)
                expectClose(result, expected, relative: rounding, scale: 4, "\(rows) rows")
            }
        },
    ]

    private static func halves(_ x: [Float]) -> [UInt16] {
        x.map { UInt16($0.roundedToBFloat16.bitPattern >> 16) }
    }

    private static func columnSums(
        of x: [Float], _ columns: Int, startingAt held: [Float]
    ) -> [Double] {
        var sums = held.doubles
        for (index, number) in x.enumerated() { sums[index % columns] += Double(number) }
        return sums
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
