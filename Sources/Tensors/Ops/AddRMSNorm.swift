/// Root-mean-square normalization over the last axis, of a sum or of one input alone.
///
///     s = x + dropout(f)
///     y = s / √(mean(s²) + ε) · γ
///
/// Zhang & Sennrich 2019, eq. 4 (arXiv:1910.07467): layer normalization without the mean; the sum
/// is fused as in `AddNorm`.
package enum AddRMSNorm {
    /// What the backward pass needs besides γ.
    package struct Saved: Sendable {
        let sum: Tensor
        let inverse: Tensor  // 1/√(mean(s²) + ε)
        let dropout: Dropout
    }

    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - f: [rows, dim], or nil for the norm of x alone
    ///   - gamma: [dim]
    package static func forward(
        _ x: Tensor, adding f: Tensor?, gamma: Tensor, epsilon: Float = 1e-6,
        dropout: Dropout = .none
    ) -> (y: Tensor, saved: Saved) {
        let (_, D) = x.dimensions2
        gamma.requireShape(D, name: "gamma")
        let (y, sum, inverse) = RMSNormKernel.forward(
            x, adding: f, gamma: gamma, epsilon: epsilon, dropout: dropout)
        return (y, Saved(sum: sum, inverse: inverse, dropout: dropout))
    }

    /// The gradients of `forward`.
    ///
    ///     ŷ = s/√(mean(s²)+ε)      dŷ = dy · γ
    ///     dx = (dŷ − ŷ · mean(dŷ · ŷ)) / √(mean(s²)+ε)      df = dropout(dx)
    ///     dγ += Σ_rows dy · ŷ
    package static func backward(
        _ dy: Tensor, gamma: Tensor, saved: Saved, withF: Bool, into gradients: inout Tensor,
        gammaAt: Int
    ) -> (dx: Tensor, df: Tensor?) {
        RMSNormKernel.backward(
            dy, sum: saved.sum, inverse: saved.inverse, gamma: gamma, dropout: saved.dropout,
            withF: withF, into: &gradients, gammaAt: gammaAt)
    }
}

extension Tape {
    /// The norm of x + dropout(f), or of x alone.
    func addRMSNorm(_ x: Variable, _ f: Variable?, gamma parameter: Parameter) -> Variable {
        let gamma = self[parameter]
        let (y, saved) = AddRMSNorm.forward(
            x.value, adding: f?.value, gamma: gamma, dropout: f == nil ? .none : nextDropout(in: x))
        return record(y, from: f.map { [x, $0] } ?? [x]) { dy, gradients in
            let (dx, df) = AddRMSNorm.backward(
                dy, gamma: gamma, saved: saved, withF: f != nil, into: &gradients.flat,
                gammaAt: parameter.offset)
            return f == nil ? [dx] : [dx, df]
        }
    }
}
