/// A model's weights for one training step: what products read is rounded once, for all workers
/// and for both passes.
package struct ProductWeights: Sendable {
    package let weights: ParameterSet
    package let precision: Precision
    /// All weights in the layout's order, as products read them.
    private let factors: Tensor

    package init(_ weights: ParameterSet, precision: Precision, workers: Workers) {
        self.weights = weights
        self.precision = precision
        factors =
            switch precision {
            case .f32: weights.flat
            case .bf16: ConversionKernel.toBFloat16(weights.flat, workers: workers)
            }
    }

    subscript(parameter: Parameter) -> Tensor {
        factors.rows(parameter.range).reshaped(parameter.shape)
    }
}
