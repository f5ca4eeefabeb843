package import Tensors

/// A residual connection around a sublayer, with dropout and a norm.
///
///     post:  norm(x + dropout(f(x)))        Vaswani et al. 2017, §3.1, §5.4
///     pre:   x + dropout(f(norm(x)))        Xiong et al. 2020, fig. 1b
package struct SublayerConnection: Sendable {
    private let normalization: Configuration.Normalization
    private let norm: NormParameters

    package init(
        _ configuration: Configuration, in layout: inout ParameterLayout, at path: String
    ) {
        normalization = configuration.normalization
        norm = layout.addNorm(configuration, at: path)
    }

    /// - Parameter x: [rows, dim]
    /// - Returns: [rows, dim]
    package func callAsFunction(
        _ x: Variable, on tape: Tape, around sublayer: (Variable) -> Variable
    ) -> Variable {
        switch normalization {
        case .post: tape.addNorm(x, sublayer(x), norm)
        case .pre: tape.residualAdd(x, sublayer(tape.norm(x, norm)))
        }
    }
}
