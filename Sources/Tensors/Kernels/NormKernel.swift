internal import CKernels

enum NormKernel {
    /// sum = x + dropout(f), y = its rows standardized, scaled and shifted; without f, sum is x.
    static func forward(
        _ x: Tensor, adding f: Tensor?, gamma: Tensor, beta: Tensor, epsilon: Float,
        dropout: Dropout
    ) -> (y: Tensor, sum: Tensor, mean: Tensor, inverseDeviation: Tensor) {
        let (N, D) = x.dimensions2
        var y = Tensor(uninitialized: x.shape)
        var mean = Tensor(uninitialized: Shape(N))
        var inverse = Tensor(uninitialized: Shape(N))
        guard let f else {
            dropout.withParameters(rows: N) { parameters in
                kernel_add_norm(
                    nil, y.mutableBase, mean.mutableBase, inverse.mutableBase, x.base, nil,
                    gamma.base, beta.base, Int64(N), Int64(D), epsilon, parameters)
            }
            return (y, x, mean, inverse)
        }
        precondition(f.shape == x.shape, "\(x.shape) + \(f.shape)")
        var sum = Tensor(uninitialized: x.shape)
        dropout.withParameters(rows: N) { parameters in
            kernel_add_norm(
                sum.mutableBase, y.mutableBase, mean.mutableBase, inverse.mutableBase, x.base,
                f.base, gamma.base, beta.base, Int64(N), Int64(D), epsilon, parameters)
        }
        return (y, sum, mean, inverse)
    }

    /// dx and, when `withF`, df; adds to the gradients of gamma and beta in `gradients`.
    static func backward(
        _ dy: Tensor, sum: Tensor, mean: Tensor, inverseDeviation: Tensor, gamma: Tensor,
        dropout: Dropout, withF: Bool, into gradients: inout Tensor, gammaAt: Int, betaAt: Int
    ) -> (dx: Tensor, df: Tensor?) {
        let (N, D) = sum.dimensions2
        precondition(dy.shape == sum.shape)
        precondition(gammaAt + D <= gradients.shape.count && betaAt + D <= gradients.shape.count)
        var dx = Tensor(uninitialized: sum.shape)
        var df = withF ? Tensor(uninitialized: sum.shape) : nil
        let base = gradients.mutableBase
        dropout.withParameters(rows: N) { parameters in
            kernel_add_norm_backward(
                dx.mutableBase, df?.mutableBase, base + gammaAt, base + betaAt, dy.base, sum.base,
                mean.base, inverseDeviation.base, gamma.base, Int64(N), Int64(D), parameters)
        }
        return (dx, df)
    }
}
