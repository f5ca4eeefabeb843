internal import CKernels

/// The element-wise part of an affine map's gradient, in one pass: the activation's gradient, its
/// columns' sums for the bias, and the conversion to what products read.
enum LinearKernel {
    /// Adds the sums of x's columns to `sums` from `offset` on.
    static func addColumnSums(of x: Tensor, to sums: inout Tensor, at offset: Int) {
        let (rows, columns) = x.dimensions2
        precondition(offset + columns <= sums.shape.count)
        kernel_add_column_sums(
            sums.mutableBase + offset, x.base, Int64(rows), Int64(columns))
    }

    /// x as bfloat16; adds the sums of its columns where `offset` says.
    static func toBFloat16(
        _ x: Tensor, addingColumnSumsTo sums: inout Tensor, at offset: Int
    ) -> Tensor {
        let (rows, columns) = x.dimensions2
        precondition(offset + columns <= sums.shape.count)
        var result = Tensor(uninitialized: x.shape, precision: .bf16)
        kernel_to_bf16_add_column_sums(
            result.mutableHalfBase, sums.mutableBase + offset, x.base, Int64(rows),
            Int64(columns))
        return result
    }

    /// The gradient of y = max(0, ·), kept as dy is; adds the sums of its columns to `sums` from
    /// `offset` on, if there is one.
    static func reluBackward(
        _ dy: Tensor, y: Tensor, addingColumnSumsTo sums: inout Tensor, at offset: Int?
    ) -> Tensor {
        let (rows, columns) = y.dimensions2
        precondition(dy.shape == y.shape, "\(dy.shape), \(y.shape)")
        precondition((offset ?? 0) + (offset == nil ? 0 : columns) <= sums.shape.count)
        var dx = Tensor(uninitialized: y.shape, precision: dy.precision)
        let bias = offset.map { sums.mutableBase + $0 }
        switch dy.precision {
        case .f32:
            kernel_relu_backward(
                dx.mutableBase, bias, dy.base, y.base, Int64(rows), Int64(columns))
        case .bf16:
            kernel_relu_backward_bf16(
                dx.mutableHalfBase, bias, dy.halfBase, y.halfBase, Int64(rows), Int64(columns))
        }
        return dx
    }
}
