import CKernels
import Foundation
import Testing

@testable import Tensors

private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// ½(1 + tanh(u)) and ∂u/∂x, with u as in the paper's approximation.
private func gate(_ x: Double) -> (share: Double, slope: Double) {
    let rate = (2 / Double.pi).squareRoot()
    let u = rate * (x + 0.044715 * x * x * x)
    return ((1 + tanh(u)) / 2, rate * (1 + 3 * 0.044715 * x * x))
}

extension KernelCheck {
    static let activation = [
        KernelCheck("kernel_gelu") { count in
            let x = wideDraws(count)
            var y = [Float](repeating: .nan, count: count)
            kernel_gelu(&y, x, Int64(count))
            expectClose(y, x.map { Double($0) * gate(Double($0)).share }, relative: 2e-6, scale: 1)
        },
        KernelCheck("kernel_gelu_backward") { count in
            let x = wideDraws(count)
            let dy = wideDraws(count, seed: 3)
            var dx = [Float](repeating: .nan, count: count)
            kernel_gelu_backward(&dx, dy, x, Int64(count))
            let expected = zip(x, dy).map { x, dy in
                let (share, slope) = gate(Double(x))
                return Double(dy) * (share + 2 * Double(x) * share * (1 - share) * slope)
            }
            expectClose(dx, expected, relative: 4e-6, scale: 12)
        },
        KernelCheck("kernel_swiglu") { F in
            let x = wideDraws(6 * F)
            var y = [Float](repeating: .nan, count: 3 * F)
            kernel_swiglu(&y, x, 3, Int64(F))
            let expected = y.indices.map { index in
                let (gate, value) = halves(of: x, at: index, F)
                return gate * sigmoid(gate) * value
            }
            expectClose(y, expected, relative: 2e-6, scale: 1)
        },
        KernelCheck("kernel_swiglu_backward") { F in
            let x = wideDraws(6 * F)
            let dy = wideDraws(3 * F, seed: 3)
            var dx = [Float](repeating: .nan, count: 6 * F)
            kernel_swiglu_backward(&dx, dy, x, 3, Int64(F))
            var expected = [Double](repeating: 0, count: 6 * F)
            for index in dy.indices {
                let (gate, value) = halves(of: x, at: index, F)
                let place = index / F * 2 * F + index % F
                let share = sigmoid(gate)
                expected[place] =
                    Double(dy[index]) * value * share * (1 + gate * (1 - share))
                expected[place + F] = Double(dy[index]) * gate * share
            }
            expectClose(dx, expected, relative: 4e-6, scale: 12)
        },
    ]

    /// From (−12, 12): beyond both ends of the curves.
    private static func wideDraws(_ count: Int, seed: UInt64 = 2) -> [Float] {
        var random = RandomSource(seed: seed)
        return random.floats(count, limit: 12)
    }

    /// Gate and value of an element of the result.
    private static func halves(
        of x: [Float], at index: Int, _ F: Int
    ) -> (gate: Double, value: Double) {
        let place = index / F * 2 * F + index % F
        return (Double(x[place]), Double(x[place + F]))
    }
}

extension KernelCheck {
    /// Heads of as many pairs as the size, between columns that are no head's.
    static let rotation = [
        KernelCheck("kernel_rotate") { half in
            let (rows, heads, d) = (3, 2, 2 * half)
            let stride = heads * d + 3
            var random = RandomSource(seed: UInt64(half))
            let x = random.floats(rows * stride)
            let table = random.floats(2 * d)
            let positionOf: [Int32] = [1, 0, 1]
            for direction in [1, -1] as [Float] {
                var result = x
                kernel_rotate(
                    &result, table, positionOf, Int64(rows), Int64(stride), Int64(heads),
                    Int64(d), direction)
                var expected = x.doubles
                for row in 0..<rows {
                    for head in 0..<heads {
                        for j in 0..<half {
                            let first = row * stride + head * d + j
                            let angle = Int(positionOf[row]) * d + j
                            let (a, b) = (Double(x[first]), Double(x[first + half]))
                            let cosine = Double(table[angle])
                            let sine = Double(direction * table[angle + half])
                            expected[first] = a * cosine - b * sine
                            expected[first + half] = a * sine + b * cosine
                        }
                    }
                }
                expectClose(result, expected, relative: 2.4e-7, scale: 2)
            }
        }
    ]
}
