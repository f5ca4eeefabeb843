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
        KernelCheck("kernel_move") { count in
            let (x, y) = pair(count)
            var result = x
            kernel_move(&result, y, 0.25, Int64(count))
            let expected = zip(x.doubles, y.doubles).map { 0.75 * $0 + 0.25 * $1 }
            expectClose(result, expected, relative: rounding, scale: 1)
        },
    ]

    private static func pair(_ count: Int) -> ([Float], [Float]) {
        var random = RandomSource(seed: UInt64(count))
        return (random.floats(count), random.floats(count))
    }
}
