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

    /// The mean of sets of one layout, taken in one after the other.
    package static func mean(of sets: [ParameterSet], workers: Workers) -> ParameterSet {
        guard var mean = sets.first else { preconditionFailure("the mean of no sets") }
        for (index, set) in sets.enumerated().dropFirst() {
            move(&mean, toward: set, share: 1 / Float(index + 1), workers: workers)
        }
        return mean
    }

    /// Moves a set toward another.
    ///
    ///     set ← (1 − share) · set + share · other
    package static func move(
        _ set: inout ParameterSet, toward other: ParameterSet, share: Float, workers: Workers
    ) {
        let total = set.layout.count
        precondition(other.layout.count == total, "sets of other layouts")
        let target = SharedFloats(set.flat.mutableBase)
        let source = SharedFloats(other.flat.base)
        workers.run { worker in
            let range = workers.share(of: total, for: worker)
            kernel_move(
                target.base + range.lowerBound, source.base + range.lowerBound, share,
                Int64(range.count))
        }
        withExtendedLifetime(other) {}
    }

    /// What one step of Adam depends on besides weights and gradients.
    package struct AdamStep: Sendable {
        /// The learning rate α.
        package var rate: Float
        package var beta1: Float
        package var beta2: Float
        package var epsilon: Float
        /// From 1.
        package var step: Int
        /// Multiplies every gradient first (clipping).
        package var gradientFactor: Float
        /// λ, of matrices alone.
        package var weightDecay: Float = 0
        /// Of the moving average of the weights.
        package var averageDecay: Float = 0

        package init(
            rate: Float, beta1: Float, beta2: Float, epsilon: Float, step: Int,
            gradientFactor: Float
        ) {
            self.rate = rate
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
            self.step = step
            self.gradientFactor = gradientFactor
        }
    }

    /// One step of Adam (Kingma & Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov &
    /// Hutter 2019, algorithm 2), and of the weights' moving average.
    ///
    ///     w ← (1 − αλ)·w − α · m̂/(√v̂ + ε)      average ← average + (1 − decay)(w − average)
    /// - Parameter average: nil where none is kept
    package static func adam(
        weights: inout ParameterSet, moment1: inout ParameterSet, moment2: inout ParameterSet,
        average: inout ParameterSet?, gradients: ParameterSet, _ step: AdamStep, workers: Workers
    ) {
        let spans = weights.layout.spans(decaying: step.weightDecay != 0)
        let (plain, decaying) = (step.parameters(decays: false), step.parameters(decays: true))
        let total = weights.layout.count
        let w = SharedFloats(weights.flat.mutableBase)
        let m = SharedFloats(moment1.flat.mutableBase)
        let v = SharedFloats(moment2.flat.mutableBase)
        let a = (average?.flat.mutableBase).map { SharedFloats($0) }
        let g = SharedFloats(gradients.flat.base)
        workers.run { worker in
            let share = workers.share(of: total, for: worker)
            for span in spans {
                let range = span.range.clamped(to: share)
                let start = range.lowerBound
                kernel_adam(
                    w.base + start, m.base + start, v.base + start, a.map { $0.base + start },
                    g.base + start, Int64(range.count), span.decays ? decaying : plain)
            }
        }
        withExtendedLifetime(gradients) {}
    }

    /// Sets every float to zero.
    package static func clear(_ set: inout ParameterSet) {
        CopyKernel.fill(&set.flat, with: 0)
    }
}

extension ParameterKernel.AdamStep {
    fileprivate func parameters(decays: Bool) -> kernel_adam_step {
        kernel_adam_step(
            rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            correction1: Float(1 - Self.power(beta1, step)),
            correction2: Float(1 - Self.power(beta2, step)),
            gradient_factor: gradientFactor, weight_decay: decays ? weightDecay : 0,
            average_decay: averageDecay)
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

extension ParameterLayout {
    /// The whole layout, gaps included, cut where weight decay begins or ends.
    ///
    /// Matrices decay; biases and the parameters of normalization, which are vectors, do not:
    /// to pull these toward 0 is not to prefer simple maps.
    /// - Parameter decaying: false for one span without decay
    func spans(decaying: Bool) -> [(range: Range<Int>, decays: Bool)] {
        guard decaying else { return [(0..<count, false)] }
        var spans: [(range: Range<Int>, decays: Bool)] = []
        for (index, parameter) in parameters.enumerated() {
            let end = index + 1 < parameters.count ? parameters[index + 1].offset : count
            let decays = parameter.shape.rank >= 2
            if let last = spans.last, last.decays == decays {
                spans[spans.count - 1].range = last.range.lowerBound..<end
            } else {
                spans.append((parameter.offset..<end, decays))
            }
        }
        return spans
    }
}
