package import Tensors

/// Causal self-attention, attention to the encoder's output, feed-forward, each in a residual
/// connection.
///
/// Vaswani et al. 2017, §3.1.
package struct DecoderLayer: Sendable {
    let attention: SelfAttention
    let crossAttention: CrossAttention
    let feedForward: FeedForward
    private let attentionConnection: SublayerConnection
    private let crossAttentionConnection: SublayerConnection
    private let feedForwardConnection: SublayerConnection

    package init(
        _ configuration: Configuration, in layout: inout ParameterLayout, at path: String
    ) {
        attention = SelfAttention(configuration, in: &layout, at: "\(path).selfAttention")
        attentionConnection = SublayerConnection(
            configuration, in: &layout, at: "\(path).selfAttentionNorm")
        crossAttention = CrossAttention(configuration, in: &layout, at: "\(path).crossAttention")
        crossAttentionConnection = SublayerConnection(
            configuration, in: &layout, at: "\(path).crossAttentionNorm")
        feedForward = FeedForward(configuration, in: &layout, at: "\(path).feedForward")
        feedForwardConnection = SublayerConnection(
            configuration, in: &layout, at: "\(path).feedForwardNorm")
    }

    /// Whole sequences at once.
    /// - Parameters:
    ///   - x: [target rows, dim]
    ///   - memory: the encoder's output, [source rows, dim]
    /// - Returns: [target rows, dim], and the weights of the attention to the source.
    package func callAsFunction(
        _ x: Variable, memory: Variable, selfPlan: SelfAttentionPlan, crossPlan: AttentionPlan,
        on tape: Tape
    ) -> (output: Variable, weights: Tensor) {
        let attended = attentionConnection(x, on: tape) { attention($0, selfPlan, on: tape) }
        let keysAndValues = crossAttention.keysAndValues(of: memory, on: tape)
        var weights: Tensor?
        let crossed = crossAttentionConnection(attended, on: tape) { x in
            let (output, crossWeights) = crossAttention(x, keysAndValues, crossPlan, on: tape)
            weights = crossWeights
            return output
        }
        guard let weights else { preconditionFailure("the connection skipped its sublayer") }
        return (feedForwardConnection(crossed, on: tape) { feedForward($0, on: tape) }, weights)
    }

    /// One more position for every hypothesis.
    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - layer: this one's place in the stack
    ///   - rotation: of this step, with rotary positions
    /// - Returns: [rows, dim]
    package func step(
        _ x: Variable, layer: Int, cache: inout DecoderCache, rotation: Rotation?, on tape: Tape
    ) -> Variable {
        let attended = attentionConnection(x, on: tape) {
            attention.step($0, layer: layer, cache: &cache, rotation: rotation, on: tape)
        }
        let crossed = crossAttentionConnection(attended, on: tape) {
            crossAttention.step($0, layer: layer, cache: &cache, on: tape)
        }
        return feedForwardConnection(crossed, on: tape) { feedForward($0, on: tape) }
    }
}
