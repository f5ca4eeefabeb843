/// Layer normalization over the last axis, of a sum or of one input alone.
///
///     s = x + dropout(f)
///     y = (s − μ) / √(σ² + ε) · γ + β        μ, σ² over dim; σ² biased
///
/// Ba, Kiros & Hinton 2016, eq. 4 (arXiv:1607.06450); the sum is the residual connection of
/// Vaswani et al. 2017, §3.1, fused to save two passes over memory.
package enum AddNorm {
    /// What the backward pass needs besides γ.
    package struct Saved: Sendable {
        let sum: Tensor
        let mean: Tensor
        let inverseDeviation: Tensor  // 1/√(σ² + ε)
        let dropout: Dropout
    }

    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - f: [rows, dim], or nil for the norm of x alone
    ///   - gamma: [dim]
    ///   - beta: [dim]
    package static func forward(
        _ x: Tensor, adding f: Tensor?, gamma: Tensor, beta: Tensor, epsilon: Float = 1e-5,
        dropout: Dropout = .none
    ) -> (y: Tensor, saved: Saved) {
        let (_, D) = x.dimensions2
        gamma.requireShape(D, name: "gamma")
        beta.requireShape(D, name: "beta")
        let (y, sum, mean, inverse) = NormKernel.forward(
            x, adding: f, gamma: gamma, beta: beta, epsilon: epsilon, dropout: dropout)
        return (y, Saved(sum: sum, mean: mean, inverseDeviation: inverse, dropout: dropout))
    }

    /// The gradients of `forward`.
    ///
    ///     ŷ = (s − μ)/√(σ²+ε)      dŷ = dy · γ
    ///     dx = (dŷ − mean(dŷ) − ŷ · mean(dŷ · ŷ)) / √(σ²+ε)      df = dropout(dx)
    ///     dγ += Σ_rows dy · ŷ      dβ += Σ_rows dy
    package static func backward(
        _ dy: Tensor, gamma: Tensor, saved: Saved, withF: Bool, into gradients: inout Tensor,
        gammaAt: Int, betaAt: Int
    ) -> (dx: Tensor, df: Tensor?) {
        NormKernel.backward(
            dy, sum: saved.sum, mean: saved.mean, inverseDeviation: saved.inverseDeviation,
            gamma: gamma, dropout: saved.dropout, withF: withF, into: &gradients,
            gammaAt: gammaAt, betaAt: betaAt)
    }
}

/// The parameters of a layer normalization, or without β of an RMSNorm.
package struct NormParameters: Sendable {
    let gamma: Parameter
    let beta: Parameter?

    package init(
        dimension D: Int, in layout: inout ParameterLayout, at path: String, hasBeta: Bool = true
    ) {
        gamma = layout.add("\(path).gamma", Shape(D), .ones)
        beta = hasBeta ? layout.add("\(path).beta", Shape(D), .zeros) : nil
    }
}

extension Tape {
    /// The norm of x + dropout(f).
    package func addNorm(_ x: Variable, _ f: Variable, _ norm: NormParameters) -> Variable {
        guard let beta = norm.beta else { return addRMSNorm(x, f, gamma: norm.gamma) }
        let gamma = self[norm.gamma]
        let (y, saved) = AddNorm.forward(
            x.value, adding: f.value, gamma: gamma, beta: self[beta], dropout: nextDropout(in: x))
        return record(y, from: [x, f]) { dy, gradients in
            let (dx, df) = AddNorm.backward(
                dy, gamma: gamma, saved: saved, withF: true, into: &gradients.flat,
                gammaAt: norm.gamma.offset, betaAt: beta.offset)
            return [dx, df]
        }
    }

    /// The norm of x alone.
    package func norm(_ x: Variable, _ norm: NormParameters) -> Variable {
        guard let beta = norm.beta else { return addRMSNorm(x, nil, gamma: norm.gamma) }
        let gamma = self[norm.gamma]
        let (y, saved) = AddNorm.forward(x.value, adding: nil, gamma: gamma, beta: self[beta])
        return record(y, from: [x]) { dy, gradients in
            let (dx, _) = AddNorm.backward(
                dy, gamma: gamma, saved: saved, withF: false, into: &gradients.flat,
                gammaAt: norm.gamma.offset, betaAt: beta.offset)
            return [dx]
        }
    }
}
