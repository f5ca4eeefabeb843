internal import CKernels

enum ActivationKernel {
    static func gelu(_ x: Tensor) -> Tensor {
        var y = Tensor(uninitialized: x.shape)
        kernel_gelu(y.mutableBase, x.base, Int64(x.shape.count))
        return y
    }

    static func geluBackward(_ dy: Tensor, x: Tensor) -> Tensor {
        precondition(dy.shape == x.shape, "\(dy.shape), \(x.shape)")
        var dx = Tensor(uninitialized: x.shape)
        kernel_gelu_backward(dx.mutableBase, dy.base, x.base, Int64(x.shape.count))
        return dx
    }

    /// From [rows, 2F] to [rows, F].
    static func swiglu(_ x: Tensor) -> Tensor {
        let (N, columns) = x.dimensions2
        precondition(columns % 2 == 0, "\(x.shape) has no two halves")
        var y = Tensor(uninitialized: Shape(N, columns / 2))
        kernel_swiglu(y.mutableBase, x.base, Int64(N), Int64(columns / 2))
        return y
    }

    static func swigluBackward(_ dy: Tensor, x: Tensor) -> Tensor {
        let (N, F) = dy.dimensions2
        x.requireShape(N, 2 * F, name: "x")
        var dx = Tensor(uninitialized: x.shape)
        kernel_swiglu_backward(dx.mutableBase, dy.base, x.base, Int64(N), Int64(F))
        return dx
    }
}
