/// One half of the columns, as a gate, times the other.
///
///     y = g σ(g) · v        x = [g, v]
///
/// Shazeer 2020, eq. 6 (arXiv:2002.05202), without its products, of which one makes both halves.
package enum SwiGLU {
    /// - Parameter x: [rows, 2·inner]
    /// - Returns: [rows, inner]
    package static func forward(_ x: Tensor) -> Tensor { ActivationKernel.swiglu(x) }

    /// The gradient of `forward`.
    ///
    ///     dg = dy · v · (σ(g) + g σ(g) (1 − σ(g)))      dv = dy · g σ(g)
    package static func backward(_ dy: Tensor, x: Tensor) -> Tensor {
        ActivationKernel.swigluBackward(dy, x: x)
    }
}

extension Tape {
    package func swiglu(_ x: Variable) -> Variable {
        record(SwiGLU.forward(x.value), from: [x]) { dy, _ in [SwiGLU.backward(dy, x: x.value)] }
    }
}
