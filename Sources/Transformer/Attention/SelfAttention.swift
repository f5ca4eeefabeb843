package import Tensors

/// Multi-head attention of a sequence to itself.
///
///     Concat(head₁, …, head_H) Wᴼ      head_i = attention(x Wᵢ^Q, x Wᵢ^K, x Wᵢ^V)
///
/// Vaswani et al. 2017, §3.2.2. The three projections of all heads are one product. With rotary
/// positions queries and keys are turned, with ALiBi the scores fall with distance.
package struct SelfAttention: Sendable {
    let queryKeyValue: LinearParameters
    let output: LinearParameters
    private let heads: Int
    private let headDimension: Int
    /// By which scores fall with distance, where they do.
    private let slopes: [Float]?

    package init(
        _ configuration: Configuration, in layout: inout ParameterLayout, at path: String
    ) {
        let D = configuration.modelDimension
        heads = configuration.heads
        headDimension = configuration.headDimension
        slopes = configuration.positions == .alibi ? DistanceSlopes.of(heads: heads) : nil
        queryKeyValue = layout.addLinear("\(path).queryKeyValue", from: D, to: D, blocks: 3)
        output = layout.addLinear("\(path).output", from: D, to: D)
    }

    /// Who sees whom when whole sequences attend to themselves.
    /// - Parameter angles: of rotary positions (`RotaryPositions.table`)
    package func plan(
        for layout: SequenceLayout, isCausal: Bool, angles: Tensor?
    ) -> SelfAttentionPlan {
        SelfAttentionPlan(
            attention: AttentionPlan(
                queries: layout, keys: layout, heads: heads, headDimension: headDimension,
                isCausal: isCausal, slopes: slopes),
            rotation: angles.map { Rotation(table: $0, positionOf: layout.positions) })
    }

    /// - Parameter x: [rows, dim]
    /// - Returns: [rows, dim]
    package func callAsFunction(
        _ x: Variable, _ plan: SelfAttentionPlan, on tape: Tape
    ) -> Variable {
        let (context, _) = tape.selfAttention(
            projected(x, plan.rotation, on: tape), plan.attention)
        return tape.linear(context, output)
    }

    /// Queries, keys and values of all heads, [rows, 3·dim].
    private func projected(_ x: Variable, _ rotation: Rotation?, on tape: Tape) -> Variable {
        // The backward pass keeps what attention reads: in half the memory, where that will do.
        guard let rotation else { return tape.linear(x, queryKeyValue, isRounded: true) }
        return tape.rotate(tape.linear(x, queryKeyValue), rotation, heads: 2 * heads)
    }

    /// One more position for every hypothesis.
    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - layer: this one's place in the stack
    ///   - cache: knows every hypothesis' past; gets this position's keys and values
    ///   - rotation: of this step, with rotary positions: a key is turned once, before it is kept
    func step(
        _ x: Variable, layer: Int, cache: inout DecoderCache, rotation: Rotation?, on tape: Tape
    ) -> Variable {
        let projected = projected(x, rotation, on: tape).value
        cache.layers[layer].keep(projected, in: cache.newest)
        let context = cache.layers[layer].attend(
            projected, cache.paths, heads: heads, slopes: slopes)
        return tape.linear(tape.constant(context), output)
    }
}

/// Who sees whom in self-attention, and by which angles they are turned.
package struct SelfAttentionPlan: Sendable {
    let attention: AttentionPlan
    /// With rotary positions.
    let rotation: Rotation?
}
