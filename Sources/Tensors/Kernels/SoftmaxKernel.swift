internal import CKernels

enum SoftmaxKernel {
    /// The loss of each of the first `targets.count` rows.
    ///
    /// Writes the gradient of their sum times `gradientScale` to the rows of `dLogits` from `row`
    /// on, 0 in rows without a target, and adds its columns' sums to `columnSums`.
    static func crossEntropy(
        _ logits: consuming Tensor, targets: ArraySlice<Int32>, smoothing: Float,
        gradientScale: Float, into dLogits: inout Tensor, fromRow row: Int,
        columnSums: inout Tensor
    ) -> [Float] {
        let (N, V) = logits.dimensions2
        precondition(targets.count <= N, "\(targets.count) targets for \(N) rows")
        precondition(targets.allSatisfy { $0 >= 0 && $0 < V }, "a target beyond \(V)")
        precondition(row + N <= dLogits.dimensions2.0 && dLogits.dimensions2.1 == V)
        columnSums.requireShape(V, name: "columnSums")
        var logits = logits
        let (rows, columns, start) = (Int64(targets.count), Int64(V), row * V)
        var losses = [Float](repeating: 0, count: targets.count)
        targets.withUnsafeBufferPointer { targets in
            switch dLogits.precision {
            case .f32:
                kernel_cross_entropy(
                    &losses, dLogits.mutableBase + start, columnSums.mutableBase,
                    logits.mutableBase, targets.baseAddress, rows, columns, smoothing,
                    gradientScale)
            case .bf16:
                kernel_cross_entropy_bf16(
                    &losses, dLogits.mutableHalfBase + start, columnSums.mutableBase,
                    logits.mutableBase, targets.baseAddress, rows, columns, smoothing,
                    gradientScale)
            }
        }
        CopyKernel.clearRows(row + targets.count..<row + N, of: &dLogits)
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
    static func top(_ k: Int, of logits: Tensor, rows: Int) -> LogSoftmax.Top {
        let (N, V) = logits.dimensions2
        precondition(rows <= N && k > 0 && k <= V, "top \(k) of \(logits.shape)")
        var values = [Float](repeating: 0, count: rows * k)
        var columns = [Int32](repeating: 0, count: rows * k)
        var logSums = [Float](repeating: 0, count: rows)
        kernel_log_softmax_top(
            &values, &columns, &logSums, logits.base, Int64(rows), Int64(V), Int64(V), Int64(k))
        withExtendedLifetime(logits) {}
        return LogSoftmax.Top(logProbabilities: values, columns: columns, logSums: logSums)
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

    /// (p(column) / p(beside))^(1 / temperature) of one row's columns.
    static func weights(
        of logits: Tensor, row: Int, beside column: Int, temperature: Float
    ) -> [Float] {
        let (N, V) = logits.dimensions2
        precondition(row >= 0 && row < N && column >= 0 && column < V, "\(row), \(column)")
        let x = logits.base + row * V
        let weights = [Float](unsafeUninitializedCapacity: V) { buffer, count in
            if let weights = buffer.baseAddress {
                kernel_softmax_weights(weights, x, x[column], 1 / temperature, Int64(V))
            }
            count = V
        }
        withExtendedLifetime(logits) {}
        return weights
    }

    /// Mixes the first `rows` rows of two models' logits: (1 − share)·p + share·q.
    static func mix(_ other: Tensor, share: Float, into logits: inout Tensor, rows: Int) {
        let (N, V) = logits.dimensions2
        let (otherN, otherV) = other.dimensions2
        precondition(
            rows <= min(N, otherN) && V == otherV,
            "\(rows) rows of \(logits.shape) and \(other.shape)")
        precondition(share > 0 && share < 1, "a share of \(share)")
        kernel_mix_logits(logits.mutableBase, other.base, share, Int64(rows), Int64(V))
        withExtendedLifetime(other) {}
    }

    /// Divides positive logits by `penalty` and multiplies negative ones.
    static func penalize(
        _ logits: inout Tensor, row: Int, columns: some Sequence<Int32>, penalty: Float
    ) {
        let (N, V) = logits.dimensions2
        precondition(row >= 0 && row < N, "row \(row) of \(N)")
        let x = logits.mutableBase + row * V
        for column in columns {
            precondition(column >= 0 && column < V, "column \(column) of \(V)")
            let logit = x[Int(column)]
            x[Int(column)] = logit > 0 ? logit / penalty : logit * penalty
        }
    }
}
