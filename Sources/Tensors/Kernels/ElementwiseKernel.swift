internal import CKernels

/// Loops over elements that need no more than their count.
enum ElementwiseKernel {
    /// Adds y to x.
    static func add(_ x: inout Tensor, _ y: Tensor) {
        precondition(x.shape.count == y.shape.count, "\(x.shape) += \(y.shape)")
        kernel_add(x.mutableBase, y.base, Int64(y.shape.count))
    }

    /// Adds y to the elements of `sum` from `offset` on.
    static func add(_ y: Tensor, to sum: inout Tensor, at offset: Int) {
        precondition(offset + y.shape.count <= sum.shape.count)
        kernel_add(sum.mutableBase + offset, y.base, Int64(y.shape.count))
    }

    static func scale(_ x: inout Tensor, by factor: Float) {
        kernel_scale(x.mutableBase, factor, Int64(x.shape.count))
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
        let (start, count) = (range.lowerBound * columns, range.count * columns)
        switch x.precision {
        case .f32: (x.mutableBase + start).update(repeating: 0, count: count)
        case .bf16: (x.mutableHalfBase + start).update(repeating: 0, count: count)
        }
    }

    /// Ranges of a matrix's rows one after the other, and zeros up to a multiple.
    static func gather(_ ranges: [Range<Int>], of x: Tensor, roundedTo multiple: Int) -> Tensor {
        let (rows, columns) = x.dimensions2
        let count = ranges.reduce(0) { $0 + $1.count }
        var result = Tensor(
            uninitialized: Shape((count + multiple - 1) / multiple * multiple, columns))
        var row = 0
        for range in ranges {
            precondition(range.upperBound <= rows, "rows \(range) of \(rows)")
            copy(x.rows(range), into: &result, at: row * columns)
            row += range.count
        }
        clearRows(count..<result.shape[0], of: &result)
        return result
    }

    static func fill(_ x: inout Tensor, with element: Float) {
        x.mutableBase.update(repeating: element, count: x.shape.count)
    }
}
