package import Tensors

/// Multi-head attention of a sequence to itself.
///
///     Concat(head₁, …, head_H) Wᴼ      head_i = attention(x Wᵢ^Q, x Wᵢ^K, x Wᵢ^V)
///
/// Vaswani et al. 2017, §3.2.2. The three projections of all heads are one product.
package struct SelfAttention: Sendable {
    let queryKeyValue: LinearParameters
    let output: LinearParameters
    private let heads: Int
    private let headDimension: Int

    package init(
        _ configuration: Configuration, in layout: inout ParameterLayout, at path: String
    ) {
        let D = configuration.modelDimension
        heads = configuration.heads
        headDimension = configuration.headDimension
        queryKeyValue = layout.addLinear("\(path).queryKeyValue", from: D, to: D, blocks: 3)
        output = layout.addLinear("\(path).output", from: D, to: D)
    }

    /// Who sees whom when whole sequences attend to themselves.
    package func plan(for layout: SequenceLayout, isCausal: Bool) -> AttentionPlan {
        AttentionPlan(
            queries: layout, keys: layout, heads: heads, headDimension: headDimension,
            isCausal: isCausal)
    }

    /// - Parameter x: [rows, dim]
    /// - Returns: [rows, dim]
    package func callAsFunction(_ x: Variable, _ plan: AttentionPlan, on tape: Tape) -> Variable {
        let (context, _) = tape.selfAttention(tape.linear(x, queryKeyValue), plan)
        return tape.linear(context, output)
    }

    /// One more position for every hypothesis.
    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - cache: what the steps before computed; gets this one's
    package func step(
        _ x: Variable, cache: inout AttentionCache, ancestors: [Int32], on tape: Tape
    ) -> Variable {
        cache.steps.append(tape.linear(x, queryKeyValue).value)
        let context = CachedAttention.forward(
            steps: cache.steps, ancestors: ancestors, heads: heads, headDimension: headDimension)
        return tape.linear(tape.constant(context), output)
    }
}

/// Queries, keys and values of all positions decoded so far, a matrix a step, never moved.
package struct AttentionCache: Sendable {
    var steps: [Tensor] = []
}
