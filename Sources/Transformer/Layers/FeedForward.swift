package import Tensors

/// Two linear maps with a ReLU between them.
///
/// Vaswani et al. 2017, eq. 2.
package struct FeedForward: Sendable {
    let inner: LinearParameters
    let outer: LinearParameters

    package init(
        modelDimension D: Int, innerDimension F: Int,
        in layout: inout ParameterLayout, at path: String
    ) {
        inner = layout.addLinear("\(path).inner", from: D, to: F)
        outer = layout.addLinear("\(path).outer", from: F, to: D)
    }

    /// - Parameter x: [rows, dim]
    /// - Returns: [rows, dim]
    package func callAsFunction(_ x: Variable, on tape: Tape) -> Variable {
        tape.linear(tape.linear(x, inner, relu: true), outer)
    }
}
