package import Tensors

/// Self-attention, then feed-forward, each in a residual connection.
///
/// Vaswani et al. 2017, §3.1.
package struct EncoderLayer: Sendable {
    let attention: SelfAttention
    let feedForward: FeedForward
    private let attentionConnection: SublayerConnection
    private let feedForwardConnection: SublayerConnection

    package init(
        _ configuration: Configuration, in layout: inout ParameterLayout, at path: String
    ) {
        attention = SelfAttention(configuration, in: &layout, at: "\(path).selfAttention")
        attentionConnection = SublayerConnection(
            configuration, in: &layout, at: "\(path).selfAttentionNorm")
        feedForward = FeedForward(configuration, in: &layout, at: "\(path).feedForward")
        feedForwardConnection = SublayerConnection(
            configuration, in: &layout, at: "\(path).feedForwardNorm")
    }

    /// - Parameter x: [rows, dim]
    /// - Returns: [rows, dim]
    package func callAsFunction(_ x: Variable, _ plan: SelfAttentionPlan, on tape: Tape) -> Variable
    {
        let attended = attentionConnection(x, on: tape) { attention($0, plan, on: tape) }
        return feedForwardConnection(attended, on: tape) { feedForward($0, on: tape) }
    }
}
