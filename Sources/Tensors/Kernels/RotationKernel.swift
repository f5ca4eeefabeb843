internal import CKernels

enum RotationKernel {
    /// Turns `heads` heads of columns from the first on; the other columns stay.
    static func rotate(_ x: Tensor, _ rotation: Rotation, heads: Int, isBackward: Bool) -> Tensor {
        let (N, columns) = x.dimensions2
        let (P, d) = rotation.table.dimensions2
        precondition(d % 2 == 0 && heads * d <= columns, "\(heads) heads of \(d) in \(x.shape)")
        precondition(rotation.positionOf.count == N, "\(N) rows")
        precondition(
            rotation.positionOf.allSatisfy { $0 >= 0 && $0 < P }, "a position beyond \(P)")
        var y = x
        kernel_rotate(
            y.mutableBase, rotation.table.base, rotation.positionOf, Int64(N), Int64(columns),
            Int64(heads), Int64(d), isBackward ? -1 : 1)
        return y
    }
}
