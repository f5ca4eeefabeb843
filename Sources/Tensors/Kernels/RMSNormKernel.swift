internal import CKernels

enum RMSNormKernel {
    /// sum = x + dropout(f), y = its rows over their root mean square, scaled; without f, sum is x.
    static func forward(
        _ x: Tensor, adding f: Tensor?, gamma: Tensor, epsilon: Float, dropout: Dropout
    ) -> (y: Tensor, sum: Tensor, inverse: Tensor) {
        let (N, D) = x.dimensions2
        precondition(
            f == nil || f?.shape == x.shape, "\(x.shape) + \(String(describing: f?.shape))")
        var y = Tensor(uninitialized: x.shape)
        var inverse = Tensor(uninitialized: Shape(N))
        var sum = f == nil ? nil : Tensor(uninitialized: x.shape)
        dropout.withParameters(rows: N) { parameters in
            kernel_add_rms_norm(
                sum?.mutableBase, y.mutableBase, inverse.mutableBase, x.base, f?.base, gamma.base,
                Int64(N), Int64(D), epsilon, parameters)
        }
        return (y, sum ?? x, inverse)
    }

    /// dx and, when `withF`, df; adds to the gradient of gamma in `gradients`.
    static func backward(
        _ dy: Tensor, sum: Tensor, inverse: Tensor, gamma: Tensor, dropout: Dropout, withF: Bool,
        into gradients: inout Tensor, gammaAt: Int
    ) -> (dx: Tensor, df: Tensor?) {
        let (N, D) = sum.dimensions2
        precondition(dy.shape == sum.shape && gammaAt + D <= gradients.shape.count)
        var dx = Tensor(uninitialized: sum.shape)
        var df = withF ? Tensor(uninitialized: sum.shape) : nil
        let base = gradients.mutableBase
        dropout.withParameters(rows: N) { parameters in
            kernel_add_rms_norm_backward(
                dx.mutableBase, df?.mutableBase, base + gammaAt, dy.base, sum.base, inverse.base,
                gamma.base, Int64(N), Int64(D), parameters)
        }
        return (dx, df)
    }
}
