internal import CKernels

/// Loops over elements that need no more than their count.
enum ElementwiseKernel {
    /// Adds y to x.
    static func add(_ x: inout Tensor, _ y: Tensor) {
        precondition(x.shape.count == y.shape.count, "\(x.shape) += \(y.shape)")
        kernel_add(x.mutableBase, y.base, Int64(y.shape.count))
    }

    static func scale(_ x: inout Tensor, by factor: Float) {
        kernel_scale(x.mutableBase, factor, Int64(x.shape.count))
    }

    /// The gradient of y = max(0, ·).
    static func reluBackward(_ dy: Tensor, y: Tensor) -> Tensor {
        precondition(dy.shape == y.shape, "\(dy.shape), \(y.shape)")
        var dx = Tensor(uninitialized: y.shape)
        kernel_relu_backward(dx.mutableBase, dy.base, y.base, Int64(y.shape.count))
        return dx
    }

    /// Adds the sums of x's columns to `sums` from `offset` on.
    static func addColumnSums(of x: Tensor, to sums: inout Tensor, at offset: Int) {
        let (rows, columns) = x.dimensions2
        precondition(offset + columns <= sums.shape.count)
        kernel_add_column_sums(
            sums.mutableBase + offset, x.base, Int64(rows), Int64(columns))
    }
}

enum CopyKernel {
    /// Writes x's elements into `target` from `offset` on.
    static func copy(_ x: Tensor, into target: inout Tensor, at offset: Int) {
        precondition(offset + x.shape.count <= target.shape.count)
        (target.mutableBase + offset).update(from: x.base, count: x.shape.count)
    }

    /// Sets rows `range` of a matrix to zero.
    static func clearRows(_ range: Range<Int>, of x: inout Tensor) {
        let (rows, columns) = x.dimensions2
        precondition(range.upperBound <= rows)
        guard !range.isEmpty else { return }
        (x.mutableBase + range.lowerBound * columns)
            .update(repeating: 0, count: range.count * columns)
    }

    static func fill(_ x: inout Tensor, with element: Float) {
        x.mutableBase.update(repeating: element, count: x.shape.count)
    }
}

extension Tensor {
    /// The elements rounded to bfloat16, to nearest even: the upper halves of the floats.
    package var bfloat16: [UInt16] {
        [UInt16](unsafeUninitializedCapacity: shape.count) { halves, count in
            if let target = halves.baseAddress {
                kernel_to_bf16(target, base, Int64(shape.count))
            }
            count = shape.count
        }
    }
}

enum ConversionKernel {
    /// Writes x's elements as bfloat16 into `memory`.
    static func toBFloat16(_ x: Tensor, into memory: TensorStorage) {
        let count = x.shape.count
        precondition(memory.capacity * 2 >= count)
        memory.base.withMemoryRebound(to: UInt16.self, capacity: count) { halves in
            kernel_to_bf16(halves, x.base, Int64(count))
        }
    }
}
