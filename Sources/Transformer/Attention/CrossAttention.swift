package import Tensors

/// Multi-head attention of target positions to the encoder's output.
///
/// Vaswani et al. 2017, §3.2.3 (“encoder-decoder attention”).
package struct CrossAttention: Sendable {
    let query: LinearParameters
    let keyValue: LinearParameters
    let output: LinearParameters
    private let heads: Int
    private let headDimension: Int

    package init(
        _ configuration: Configuration, in layout: inout ParameterLayout, at path: String
    ) {
        let D = configuration.modelDimension
        heads = configuration.heads
        headDimension = configuration.headDimension
        query = layout.addLinear("\(path).query", from: D, to: D)
        keyValue = layout.addLinear("\(path).keyValue", from: D, to: D, blocks: 2)
        output = layout.addLinear("\(path).output", from: D, to: D)
    }

    package func plan(queries: SequenceLayout, keys: SequenceLayout) -> AttentionPlan {
        AttentionPlan(
            queries: queries, keys: keys, heads: heads, headDimension: headDimension,
            isCausal: false)
    }

    /// The keys and values of the encoder's output, the same for every target position.
    /// - Parameter memory: [source rows, dim]
    /// - Returns: [source rows, 2·dim]
    package func keysAndValues(of memory: Variable, on tape: Tape) -> Variable {
        tape.linear(memory, keyValue, isRounded: true)
    }

    /// - Parameters:
    ///   - x: [target rows, dim]
    ///   - keysAndValues: [source rows, 2·dim]
    /// - Returns: [target rows, dim], and the attention weights (see `AttentionPlan.weights`).
    package func callAsFunction(
        _ x: Variable, _ keysAndValues: Variable, _ plan: AttentionPlan, on tape: Tape
    ) -> (output: Variable, weights: Tensor) {
        let queries = tape.linear(x, query, isRounded: true)
        let (context, weights) = tape.crossAttention(queries, keysAndValues, plan)
        return (tape.linear(context, output), weights)
    }

    /// One more position for every hypothesis.
    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - layer: this one's place in the stack
    ///   - cache: knows every row's source; gets the weights if it keeps this layer's
    /// - Returns: [rows, dim]
    func step(
        _ x: Variable, layer: Int, cache: inout DecoderCache, on tape: Tape
    ) -> Variable {
        let query = tape.linear(x, query).value
        let (rows, sources) = (cache.rows, cache.sources(layer: layer))
        let context: Tensor
        if layer == cache.attentionLayer {
            (context, cache.sourceAttention) = SourceMemory.attendKeepingWeights(
                query, rows: rows, to: sources, heads: heads)
        } else {
            context = SourceMemory.attend(query, rows: rows, to: sources, heads: heads)
        }
        return tape.linear(tape.constant(context), output)
    }
}
