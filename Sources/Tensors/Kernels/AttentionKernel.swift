internal import CKernels

/// The columns of a matrix that hold queries, keys or values of all heads.
///
/// Queries, keys and values of one product lie side by side in its columns; attention reads them
/// there.
package struct HeadColumns: Sendable {
    package var matrix: Tensor
    package var firstColumn: Int

    package init(_ matrix: Tensor, from firstColumn: Int = 0) {
        self.matrix = matrix
        self.firstColumn = firstColumn
    }

    /// The first of them, as the matrix has its elements.
    var base: UnsafeRawPointer {
        switch matrix.precision {
        case .f32: UnsafeRawPointer(matrix.base + firstColumn)
        case .bf16: UnsafeRawPointer(matrix.halfBase + firstColumn)
        }
    }
    var stride: Int { matrix.dimensions2.1 }

    func check(rows: Int, columns: Int) {
        let (N, width) = matrix.dimensions2
        precondition(N >= rows && firstColumn + columns <= width, "\(matrix.shape)")
    }
}

/// Who attends to whom, for a batch of packed sequences.
package struct AttentionPlan: Sendable {
    package let queries: SequenceLayout
    package let keys: SequenceLayout
    package let heads: Int
    package let headDimension: Int
    /// Whether query t sees keys 0 … t only.
    package let isCausal: Bool
    /// What a score loses of each head with each position between query and key; nil for nothing.
    ///
    ///     (Q Kᵀ)[t, s]/√d − slope · |t − s|        Press et al. 2022, §3 (arXiv:2108.12409)
    package let slopes: [Float]?
    /// Where each sequence's weights begin: [heads, queries, keys rounded up to 16].
    let weightStarts: [Int64]
    let weightCount: Int
    let longestKeys: Int
    let longestQueries: Int

    package init(
        queries: SequenceLayout, keys: SequenceLayout, heads: Int, headDimension: Int,
        isCausal: Bool, slopes: [Float]? = nil
    ) {
        precondition(slopes == nil || slopes?.count == heads, "slopes for \(heads) heads")
        precondition(queries.count == keys.count, "\(queries.count) and \(keys.count) sequences")
        self.queries = queries
        self.keys = keys
        self.heads = heads
        self.headDimension = headDimension
        self.isCausal = isCausal
        self.slopes = slopes
        var starts: [Int64] = []
        starts.reserveCapacity(queries.count)
        var total = 0
        for sequence in 0..<queries.count {
            starts.append(Int64(total))
            total +=
                heads * queries.length(of: sequence)
                * Self.padded(keys.length(of: sequence))
        }
        weightStarts = starts
        weightCount = total
        longestKeys = keys.longest
        longestQueries = queries.longest
    }

    /// Rows of weights are padded to whole vectors.
    static func padded(_ count: Int) -> Int { (count + 15) & ~15 }

    /// The weights of one head of one sequence from what `AttentionKernel.forward` returned.
    /// - Returns: [queries, keys], row-major; each row sums to 1.
    package func weights(of sequence: Int, head: Int, in weights: Tensor) -> [Float] {
        let T = queries.length(of: sequence)
        let S = keys.length(of: sequence)
        let width = Self.padded(S)
        let start = Int(weightStarts[sequence]) + head * T * width
        var result: [Float] = []
        result.reserveCapacity(T * S)
        for t in 0..<T {
            for s in 0..<S { result.append(weights[start + t * width + s]) }
        }
        return result
    }

    /// Floats that the kernels need to convert one head's queries, keys and values.
    fileprivate func roomForFloats(_ precision: Precision) -> Int {
        precision == .f32 ? 0 : (longestQueries + 2 * longestKeys) * headDimension
    }

    fileprivate func withShape<Result>(
        _ query: HeadColumns, _ key: HeadColumns, _ value: HeadColumns,
        _ body: (kernel_attention_shape) -> Result
    ) -> Result {
        let precision = query.matrix.precision
        precondition(
            key.matrix.precision == precision && value.matrix.precision == precision,
            "queries, keys and values of several precisions")
        return queries.starts.withUnsafeBufferPointer { queryStart in
            keys.starts.withUnsafeBufferPointer { keyStart in
                withWeightStartsAndSlopes { weightsStart, slopes in
                    body(
                        kernel_attention_shape(
                            query_start: queryStart.baseAddress, key_start: keyStart.baseAddress,
                            weights_start: weightsStart,
                            sequences: Int64(queries.count), heads: Int64(heads),
                            head_dim: Int64(headDimension), query_stride: Int64(query.stride),
                            key_stride: Int64(key.stride), value_stride: Int64(value.stride),
                            causal: isCausal ? 1 : 0, slopes: slopes,
                            halves: precision == .bf16 ? 1 : 0))
                }
            }
        }
    }

    private func withWeightStartsAndSlopes<Result>(
        _ body: (UnsafePointer<Int64>?, UnsafePointer<Float>?) -> Result
    ) -> Result {
        weightStarts.withUnsafeBufferPointer { starts in
            guard let slopes else { return body(starts.baseAddress, nil) }
            return slopes.withUnsafeBufferPointer { body(starts.baseAddress, $0.baseAddress) }
        }
    }
}

enum AttentionKernel {
    static func forward(
        query: HeadColumns, key: HeadColumns, value: HeadColumns, plan: AttentionPlan
    ) -> (context: Tensor, weights: Tensor) {
        let D = plan.heads * plan.headDimension
        query.check(rows: plan.queries.rows, columns: D)
        key.check(rows: plan.keys.rows, columns: D)
        value.check(rows: plan.keys.rows, columns: D)
        var context = Tensor(uninitialized: Shape(plan.queries.rows, D))
        CopyKernel.clearRows(plan.queries.used..<plan.queries.rows, of: &context)
        var weights = Tensor(uninitialized: Shape(max(plan.weightCount, 1)))
        var scratch = Tensor(
            uninitialized: Shape(
                max(
                    plan.headDimension * AttentionPlan.padded(plan.longestKeys)
                        + plan.roomForFloats(query.matrix.precision), 1)))
        plan.withShape(query, key, value) { shape in
            kernel_attention(
                context.mutableBase, weights.mutableBase, query.base, key.base, value.base,
                scratch.mutableBase, shape)
        }
        withExtendedLifetime(scratch) {}
        return (context, weights)
    }

    /// The gradient of one matrix that holds queries, keys and values.
    static func selfBackward(
        _ dContext: Tensor, weights: Tensor, query: HeadColumns, key: HeadColumns,
        value: HeadColumns, plan: AttentionPlan
    ) -> Tensor {
        var gradient = zeroTailed(like: query.matrix, layout: plan.queries)
        let base = gradient.mutableBase
        run(
            dContext, weights, query, key, value, plan, base + query.firstColumn,
            base + key.firstColumn, base + value.firstColumn)
        return gradient
    }

    /// The gradients of a matrix of queries, and of another of keys and values.
    static func crossBackward(
        _ dContext: Tensor, weights: Tensor, query: HeadColumns, key: HeadColumns,
        value: HeadColumns, plan: AttentionPlan
    ) -> (dQuery: Tensor, dKeyValue: Tensor) {
        var dQuery = zeroTailed(like: query.matrix, layout: plan.queries)
        var dKeyValue = zeroTailed(like: key.matrix, layout: plan.keys)
        let base = dKeyValue.mutableBase
        run(
            dContext, weights, query, key, value, plan, dQuery.mutableBase + query.firstColumn,
            base + key.firstColumn, base + value.firstColumn)
        return (dQuery, dKeyValue)
    }

    /// Uninitialized but for the rows of no sequence, which are 0.
    private static func zeroTailed(like matrix: Tensor, layout: SequenceLayout) -> Tensor {
        var result = Tensor(uninitialized: matrix.shape)
        CopyKernel.clearRows(layout.used..<matrix.dimensions2.0, of: &result)
        return result
    }

    private static func run(
        _ dContext: Tensor, _ weights: Tensor, _ query: HeadColumns, _ key: HeadColumns,
        _ value: HeadColumns, _ plan: AttentionPlan, _ dQuery: UnsafeMutablePointer<Float>,
        _ dKey: UnsafeMutablePointer<Float>, _ dValue: UnsafeMutablePointer<Float>
    ) {
        let width = AttentionPlan.padded(plan.longestKeys)
        var scratch = Tensor(
            uninitialized: Shape(
                max(
                    (plan.headDimension + plan.longestQueries) * width
                        + plan.roomForFloats(query.matrix.precision), 1)))
        plan.withShape(query, key, value) { shape in
            kernel_attention_backward(
                dQuery, dKey, dValue, dContext.base, weights.base, query.base, key.base,
                value.base, scratch.mutableBase, shape)
        }
        withExtendedLifetime(scratch) {}
    }
}
