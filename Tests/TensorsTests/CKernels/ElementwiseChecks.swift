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
        KernelCheck("kernel_moving_average") { count in
            let (x, y) = pair(count)
            var result = x
            kernel_moving_average(&result, y, 0.9, Int64(count))
            let expected = zip(x.doubles, y.doubles).map { $0 + 0.1 * ($1 - $0) }
            expectClose(result, expected, relative: rounding, scale: 1)
        },
        KernelCheck("kernel_adam") { count in
            var random = RandomSource(seed: 7)
            var weights = random.floats(count)
            var moment1 = [Float](repeating: 0, count: count)
            var moment2 = moment1
            var reference = AdamReference(weights: weights)
            for step in 1...5 {
                let gradients = random.floats(count)
                let parameters = kernel_adam_step(
                    rate: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-9,
                    correction1: Float(1 - power(0.9, step)),
                    correction2: Float(1 - power(0.98, step)), gradient_factor: 0.5)
                kernel_adam(
                    &weights, &moment1, &moment2, gradients, Int64(count), parameters)
                reference.update(
                    gradients, rate: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-9, factor: 0.5)
            }
            // A step is at most a few times the rate: its errors are of that size.
            expectClose(weights, reference.weights, relative: 1e-6, scale: 0.05)
            // β₁ and β₂ in single are off by 1e-8, 1 − β₂ by 2e-6 of itself.
            expectClose(moment1, reference.moment1, relative: 1e-6, scale: 0.1)
            expectClose(moment2, reference.moment2, relative: 4e-6)
        },
    ]

    private static func pair(_ count: Int) -> ([Float], [Float]) {
        var random = RandomSource(seed: UInt64(count))
        return (random.floats(count), random.floats(count))
    }
}

/// Algorithm 1 of Kingma & Ba 2015, line by line in double precision.
struct AdamReference {
    var weights: [Double]
    var moment1: [Double]
    var moment2: [Double]
    private var step = 0

    init(weights: [Float]) {
        self.weights = weights.doubles
        moment1 = [Double](repeating: 0, count: weights.count)
        moment2 = moment1
    }

    mutating func update(
        _ gradients: [Float], rate: Double, beta1: Double, beta2: Double, epsilon: Double,
        factor: Double
    ) {
        step += 1
        for i in weights.indices {
            let g = Double(gradients[i]) * factor
            moment1[i] = beta1 * moment1[i] + (1 - beta1) * g
            moment2[i] = beta2 * moment2[i] + (1 - beta2) * g * g
            let m = moment1[i] / (1 - power(beta1, step))
            let v = moment2[i] / (1 - power(beta2, step))
            weights[i] -= rate * m / (v.squareRoot() + epsilon)
        }
    }
}

private func power(_ x: Double, _ n: Int) -> Double {
    (0..<n).reduce(1) { product, _ in product * x }
}
