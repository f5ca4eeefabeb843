/// Scaled dot-product attention for all heads of a batch of packed sequences.
///
///     softmax(Q Kᵀ / √(D/H) + mask) V        Vaswani et al. 2017, eq. 1 (arXiv:1706.03762)
///
/// Padding needs no mask, because there is none: a sequence's rows are all its own. The causal
/// mask is part of the plan, and so are the slopes by which scores fall with distance. A sequence without keys has context 0.
package enum Attention {
    /// Keeps the weights for the backward pass and for alignment.
    /// - Parameters:
    ///   - query: columns of a [target rows, …] matrix
    ///   - key: columns of a [source rows, …] matrix
    ///   - value: columns of the same matrix as `key`
    /// - Returns: context, [target rows, dim]; weights, see `AttentionPlan.weights`.
    package static func forward(
        query: HeadColumns, key: HeadColumns, value: HeadColumns, plan: AttentionPlan
    ) -> (context: Tensor, weights: Tensor) {
        AttentionKernel.forward(query: query, key: key, value: value, plan: plan)
    }

    /// The gradients of `forward` where queries, keys and values lie in one matrix.
    ///
    ///     dA = dC Vᵀ      dS = A · (dA − Σ dA·A) / √(D/H)
    ///     dQ = dS K       dK = dSᵀ Q       dV = Aᵀ dC
    package static func selfBackward(
        _ dContext: Tensor, weights: Tensor, query: HeadColumns, key: HeadColumns,
        value: HeadColumns, plan: AttentionPlan
    ) -> Tensor {
        AttentionKernel.selfBackward(
            dContext, weights: weights, query: query, key: key, value: value, plan: plan)
    }

    /// The gradients of `forward` where the queries lie in one matrix, keys and values in another.
    package static func crossBackward(
        _ dContext: Tensor, weights: Tensor, query: HeadColumns, key: HeadColumns,
        value: HeadColumns, plan: AttentionPlan
    ) -> (dQuery: Tensor, dKeyValue: Tensor) {
        AttentionKernel.crossBackward(
            dContext, weights: weights, query: query, key: key, value: value, plan: plan)
    }
}

extension Tape {
    /// - Parameter queryKeyValue: [rows, 3·dim]
    /// - Returns: context, [rows, dim], and the attention weights.
    package func selfAttention(
        _ queryKeyValue: Variable, _ plan: AttentionPlan
    ) -> (context: Variable, weights: Tensor) {
        let D = plan.heads * plan.headDimension
        let query = HeadColumns(queryKeyValue.value)
        let key = HeadColumns(queryKeyValue.value, from: D)
        let value = HeadColumns(queryKeyValue.value, from: 2 * D)
        let (context, weights) = Attention.forward(
            query: query, key: key, value: value, plan: plan)
        let recorded = record(context, from: [queryKeyValue]) { dContext, _ in
            [
                Attention.selfBackward(
                    dContext, weights: weights, query: query, key: key, value: value, plan: plan)
            ]
        }
        return (recorded, weights)
    }

    /// - Parameters:
    ///   - query: [target rows, dim]
    ///   - keyValue: [source rows, 2·dim]
    /// - Returns: context, [target rows, dim], and the attention weights.
    package func crossAttention(
        _ query: Variable, _ keyValue: Variable, _ plan: AttentionPlan
    ) -> (context: Variable, weights: Tensor) {
        let queries = HeadColumns(query.value)
        let keys = HeadColumns(keyValue.value)
        let values = HeadColumns(keyValue.value, from: plan.heads * plan.headDimension)
        let (context, weights) = Attention.forward(
            query: queries, key: keys, value: values, plan: plan)
        let recorded = record(context, from: [query, keyValue]) { dContext, _ in
            let (dQuery, dKeyValue) = Attention.crossBackward(
                dContext, weights: weights, query: queries, key: keys, value: values, plan: plan)
            return [dQuery, dKeyValue]
        }
        return (recorded, weights)
    }
}
