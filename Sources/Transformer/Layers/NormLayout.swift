package import Tensors

extension ParameterLayout {
    /// Declares a norm of the configuration's kind over the model's dimension.
    package mutating func addNorm(
        _ configuration: Configuration, at path: String
    ) -> NormParameters {
        NormParameters(
            dimension: configuration.modelDimension, in: &self, at: path,
            hasBeta: configuration.norm == .layer)
    }
}
