internal import CKernels

/// Loops over all weights of a model at once, every worker in its own range.
package enum ParameterKernel {
    /// Adds the further sets to the first, in order.
    /// - Returns: the Euclidean norm of the sum.
    package static func sum(
        into first: inout ParameterSet, _ further: [ParameterSet], workers: Workers
    ) -> Float {
        let total = first.layout.count
        let target = SharedFloats(first.flat.mutableBase)
        let others = further.map { SharedFloats($0.flat.base) }
        let blockCount = (total + blockSize - 1) / blockSize
        let squares = workers.map { worker in
            let blocks =
                blockCount * worker / workers.count..<blockCount * (worker + 1) / workers.count
            return blocks.map { block in
                let range = block * blockSize..<min((block + 1) * blockSize, total)
                for other in others { target.add(other, in: range) }
                return kernel_sum_of_squares(target.base + range.lowerBound, Int64(range.count))
            }
        }
        withExtendedLifetime(further) {}
        return Float(squares.joined().reduce(0, +).squareRoot())
    }

    /// Floats whose squares are added up by themselves, so that the norm does not depend on the
    /// number of workers.
    private static let blockSize = 1 << 14

    /// One step of Adam (Kingma & Ba 2015, algorithm 1).
    package static func adam(
        weights: inout ParameterSet, moment1: inout ParameterSet, moment2: inout ParameterSet,
        gradients: ParameterSet, rate: Float, beta1: Float, beta2: Float, epsilon: Float,
        step: Int, gradientFactor: Float, workers: Workers
    ) {
        let parameters = kernel_adam_step(
            rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            correction1: Float(1 - power(beta1, step)),
            correction2: Float(1 - power(beta2, step)),
            gradient_factor: gradientFactor)
        let total = weights.layout.count
        let w = SharedFloats(weights.flat.mutableBase)
        let m = SharedFloats(moment1.flat.mutableBase)
        let v = SharedFloats(moment2.flat.mutableBase)
        let g = SharedFloats(gradients.flat.base)
        workers.run { worker in
            let range = workers.share(of: total, for: worker)
            let start = range.lowerBound
            kernel_adam(
                w.base + start, m.base + start, v.base + start, g.base + start,
                Int64(range.count), parameters)
        }
        withExtendedLifetime(gradients) {}
    }

    /// Moves the average toward the weights.
    ///
    ///     average ← average + (1 − decay)(weights − average)
    package static func moveAverage(
        _ average: inout ParameterSet, toward weights: ParameterSet, decay: Float,
        workers: Workers
    ) {
        let total = weights.layout.count
        let a = SharedFloats(average.flat.mutableBase)
        let w = SharedFloats(weights.flat.base)
        workers.run { worker in
            let range = workers.share(of: total, for: worker)
            kernel_moving_average(
                a.base + range.lowerBound, w.base + range.lowerBound, decay, Int64(range.count))
        }
        withExtendedLifetime(weights) {}
    }

    /// Sets every float to zero.
    package static func clear(_ set: inout ParameterSet) {
        CopyKernel.fill(&set.flat, with: 0)
    }

    /// xⁿ in double precision: 1 − 0.98ⁿ loses half its digits in single.
    private static func power(_ x: Float, _ n: Int) -> Double {
        var result = 1.0
        var factor = Double(x)
        var exponent = n
        while exponent > 0 {
            if exponent & 1 == 1 { result *= factor }
            factor *= factor
            exponent >>= 1
        }
        return result
    }
}
