/// The Gaussian error linear unit, by its approximation with tanh.
///
///     y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))        ≈ x Φ(x)
///
/// Hendrycks & Gimpel 2016, §2 (arXiv:1606.08415). The approximation, within 5·10⁻⁴ of x Φ(x),
/// because it wants one exponential and no error function.
package enum GELU {
    /// - Parameter x: any shape
    package static func forward(_ x: Tensor) -> Tensor { ActivationKernel.gelu(x) }

    /// The gradient of `forward`: dx = dy · ∂y/∂x.
    package static func backward(_ dy: Tensor, x: Tensor) -> Tensor {
        ActivationKernel.geluBackward(dy, x: x)
    }
}

extension Tape {
    package func gelu(_ x: Variable) -> Variable {
        record(GELU.forward(x.value), from: [x]) { dy, _ in [GELU.backward(dy, x: x.value)] }
    }
}
