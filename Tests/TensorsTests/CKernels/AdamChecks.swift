import CKernels
import Testing

@testable import Tensors

extension KernelCheck {
    static let adam = [
        KernelCheck("kernel_adam") { count in
            for (hasAverage, weightDecay) in [(false, 0.0), (true, 0), (true, 0.5)] {
                expectAdam(count, hasAverage: hasAverage, weightDecay: weightDecay)
            }
        }
    ]

    private static func expectAdam(_ count: Int, hasAverage: Bool, weightDecay: Double) {
        var random = RandomSource(seed: 7)
        var weights = random.floats(count)
        var moment1 = [Float](repeating: 0, count: count)
        var moment2 = moment1
        var average = weights
        var reference = AdamReference(weights: weights)
        reference.weightDecay = weightDecay
        reference.averageDecay = 0.75
        for step in 1...5 {
            let gradients = random.floats(count)
            let parameters = kernel_adam_step(
                rate: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-9,
                correction1: Float(1 - power(0.9, step)),
                correction2: Float(1 - power(0.98, step)), gradient_factor: 0.5,
                weight_decay: Float(weightDecay), average_decay: 0.75)
            average.withUnsafeMutableBufferPointer { average in
                kernel_adam(
                    &weights, &moment1, &moment2, hasAverage ? average.baseAddress : nil,
                    gradients, Int64(count), parameters)
            }
            reference.update(
                gradients, rate: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-9, factor: 0.5)
        }
        // A step is at most a few times the rate: its errors are of that size. Weight decay
        // rounds each weight once more a step.
        let scale = weightDecay > 0 ? 1 : 0.05
        expectClose(weights, reference.weights, relative: 1e-6, scale: scale)
        // β₁ and β₂ in single are off by 1e-8, 1 − β₂ by 2e-6 of itself.
        expectClose(moment1, reference.moment1, relative: 1e-6, scale: 0.1)
        expectClose(moment2, reference.moment2, relative: 4e-6)
        expectClose(
            average, hasAverage ? reference.average : reference.first, relative: 1e-6, scale: 1)
    }
}

/// Algorithm 1 of Kingma & Ba 2015, line by line in double precision, with the weight decay of
/// Loshchilov & Hutter 2019 and a moving average.
struct AdamReference {
    let first: [Double]
    var weights: [Double]
    var moment1: [Double]
    var moment2: [Double]
    var average: [Double]
    var weightDecay = 0.0
    var averageDecay = 0.0
    private var step = 0

    init(weights: [Float]) {
        first = weights.doubles
        self.weights = weights.doubles
        moment1 = [Double](repeating: 0, count: weights.count)
        moment2 = moment1
        average = weights.doubles
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
            weights[i] -= rate * weightDecay * weights[i] + rate * m / (v.squareRoot() + epsilon)
            average[i] = averageDecay * average[i] + (1 - averageDecay) * weights[i]
        }
    }
}

private func power(_ x: Double, _ n: Int) -> Double {
    (0..<n).reduce(1) { product, _ in product * x }
}
