package import Tensors

/// Two linear maps with an activation between them.
///
///     max(0, x W₁ + b₁) W₂ + b₂                    Vaswani et al. 2017, eq. 2
///     gelu(x W₁ + b₁) W₂ + b₂
///     (swish(x W + b) · (x V + c)) W₂ + b₂         Shazeer 2020, eq. 6; W and V side by side
package struct FeedForward: Sendable {
    let inner: LinearParameters
    let outer: LinearParameters
    private let activation: Configuration.Activation

    package init(
        _ configuration: Configuration, in layout: inout ParameterLayout, at path: String
    ) {
        let (D, F) = (configuration.modelDimension, configuration.feedForwardDimension)
        activation = configuration.activation
        inner = layout.addLinear(
            "\(path).inner", from: D, to: F, blocks: activation == .swiglu ? 2 : 1)
        outer = layout.addLinear("\(path).outer", from: F, to: D)
    }

    /// - Parameter x: [rows, dim]
    /// - Returns: [rows, dim]
    package func callAsFunction(_ x: Variable, on tape: Tape) -> Variable {
        switch activation {
        case .relu: tape.linear(tape.linear(x, inner, relu: true), outer)
        case .gelu: tape.linear(tape.gelu(tape.linear(x, inner)), outer)
        case .swiglu: tape.linear(tape.swiglu(tape.linear(x, inner)), outer)
        }
    }
}
