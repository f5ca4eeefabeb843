package import Tensors

/// Adam: steps scaled by running means of the gradients and of their squares.
///
///     m ← β₁m + (1−β₁)g      v ← β₂v + (1−β₂)g²
///     w ← (1 − αλ)·w − α · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)
///
/// Kingma & Ba 2015, algorithm 1; the defaults are those of Vaswani et al. 2017, §5.3. The weight
/// decay λ is Loshchilov & Hutter's (2019, algorithm 2), of matrices alone.
package struct Adam: Sendable {
    package var beta1: Float = 0.9
    package var beta2: Float = 0.98
    package var epsilon: Float = 1e-9
    /// Running means of the gradients and of their squares.
    package private(set) var moment1: ParameterSet
    package private(set) var moment2: ParameterSet
    /// Steps made.
    package private(set) var step: Int

    package init(_ layout: ParameterLayout) {
        self.init(
            moment1: ParameterSet(zeros: layout), moment2: ParameterSet(zeros: layout), step: 0)
    }

    /// Goes on from a saved state.
    package init(moment1: ParameterSet, moment2: ParameterSet, step: Int) {
        self.moment1 = moment1
        self.moment2 = moment2
        self.step = step
    }

    /// - Parameters:
    ///   - average: moved toward the new weights in the same pass; nil where none is kept
    ///   - gradientFactor: multiplies every gradient first (clipping)
    ///   - rate: α
    ///   - weightDecay: λ
    ///   - averageDecay: the share of itself that the average keeps
    package mutating func update(
        _ weights: inout ParameterSet, average: inout ParameterSet?,
        with gradients: ParameterSet, gradientFactor: Float, rate: Float, weightDecay: Float = 0,
        averageDecay: Float = 0, workers: Workers
    ) {
        step += 1
        var parameters = ParameterKernel.AdamStep(
            rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, step: step,
            gradientFactor: gradientFactor)
        parameters.weightDecay = weightDecay
        parameters.averageDecay = averageDecay
        ParameterKernel.adam(
            weights: &weights, moment1: &moment1, moment2: &moment2, average: &average,
            gradients: gradients, parameters, workers: workers)
    }

    /// One step where no average is kept.
    package mutating func update(
        _ weights: inout ParameterSet, with gradients: ParameterSet, gradientFactor: Float,
        rate: Float, workers: Workers
    ) {
        var none: ParameterSet?
        update(
            &weights, average: &none, with: gradients, gradientFactor: gradientFactor, rate: rate,
            workers: workers)
    }
}
