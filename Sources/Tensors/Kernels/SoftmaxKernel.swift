internal import CKernels

enum SoftmaxKernel {
    /// The loss of each of the first `targets.count` rows; turns the logits into the gradient of
    /// their sum times `gradientScale`, and further rows into zeros.
    static func crossEntropy(
        _ logits: inout Tensor, targets: [Int32], smoothing: Float, gradientScale: Float
    ) -> [Float] {
        let (N, V) = logits.dimensions2
        precondition(targets.count <= N, "\(targets.count) targets for \(N) rows")
        precondition(targets.allSatisfy { $0 >= 0 && $0 < V }, "a target beyond \(V)")
        var losses = [Float](repeating: 0, count: targets.count)
        kernel_cross_entropy(
            &losses, logits.mutableBase, targets, Int64(targets.count), Int64(V), smoothing,
            gradientScale)
        CopyKernel.clearRows(targets.count..<N, of: &logits)
        return losses
    }

    /// The loss of each pair of rows n and targets.count + n; turns the logits into the gradient
    /// of their sum times `gradientScale`, and further rows into zeros.
    static func regularizedDropout(
        _ logits: inout Tensor, targets: [Int32], smoothing: Float, alpha: Float,
        gradientScale: Float
    ) -> [Float] {
        let (N, V) = logits.dimensions2
        precondition(2 * targets.count <= N, "2 × \(targets.count) targets for \(N) rows")
        precondition(targets.allSatisfy { $0 >= 0 && $0 < V }, "a target beyond \(V)")
        var losses = [Float](repeating: 0, count: targets.count)
        let first = logits.mutableBase
        kernel_r_drop(
            &losses, first, first + targets.count * V, targets, Int64(targets.count), Int64(V),
            smoothing, alpha, gradientScale)
        CopyKernel.clearRows(2 * targets.count..<N, of: &logits)
        return losses
    }

    /// The k most likely columns of each of the first `rows` rows, most likely first.
    /// - Returns: log-probabilities and columns, [rows, k] each.
    static func top(
        _ k: Int, of logits: Tensor, rows: Int
    ) -> (logProbabilities: [Float], columns: [Int32]) {
        let (N, V) = logits.dimensions2
        precondition(rows <= N && k > 0 && k <= V, "top \(k) of \(logits.shape)")
        var values = [Float](repeating: 0, count: rows * k)
        var columns = [Int32](repeating: 0, count: rows * k)
        kernel_log_softmax_top(
            &values, &columns, logits.base, Int64(rows), Int64(V), Int64(V), Int64(k))
        return (values, columns)
    }

    /// log p of each row's target, for the first `targets.count` rows.
    static func logProbabilities(of targets: [Int32], in logits: Tensor) -> [Float] {
        let (N, V) = logits.dimensions2
        precondition(targets.count <= N && targets.allSatisfy { $0 >= 0 && $0 < V })
        var values = [Float](repeating: 0, count: targets.count)
        kernel_log_softmax_at(
            &values, logits.base, targets, Int64(targets.count), Int64(V), Int64(V))
        return values
    }
}
