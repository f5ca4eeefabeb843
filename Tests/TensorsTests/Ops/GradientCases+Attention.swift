@testable import Tensors

extension GradientCase {
    // MARK: - Rotary

    /// Two heads of six columns, and three columns that are not turned.
    static let rotation = [
        GradientCase("Rotary", "plain", inputs: [Shape(4, 15)]) { _ in
            let rotation = Rotation(
                table: .random(3, 6, seed: 1), positionOf: [0, 1, 2, 0])
            return { tape, inputs in tape.rotate(inputs[0], rotation, heads: 2) }
        }
    ]

    // MARK: - Attention

    static let attention = [
        selfAttention(
            "self, scores fall with distance", lengths: [3, 1, 0, 7], headDimension: 5,
            slopes: [0.5, 0.1]),
        selfAttention(
            "self, causal, scores fall with distance", lengths: [3, 18], isCausal: true,
            headDimension: 5, slopes: [0.1, 0.02]),
        selfAttention("self", lengths: [3, 1, 0, 7], headDimension: 5),
        selfAttention("self, causal", lengths: [3, 1, 0, 7], isCausal: true, headDimension: 5),
        selfAttention("self, more keys than a vector", lengths: [18, 2], headDimension: 20),
        selfAttention(
            "self, causal, more keys than a vector", lengths: [18, 2], isCausal: true,
            headDimension: 20),
        crossAttention("cross", queries: [3, 4], keys: [5, 2]),
        crossAttention("cross, a sequence without keys", queries: [3, 2, 4], keys: [5, 0, 17]),
        crossAttention("cross, a sequence without queries", queries: [3, 0, 4], keys: [5, 2, 3]),
    ]

    /// Rows are rounded up to 8, so that some are of no sequence.
    private static func selfAttention(
        _ variant: String, lengths: [Int], isCausal: Bool = false, headDimension: Int,
        slopes: [Float]? = nil
    ) -> GradientCase {
        let layout = SequenceLayout(lengths: lengths, roundedTo: 8)
        let plan = AttentionPlan(
            queries: layout, keys: layout, heads: 2, headDimension: headDimension,
            isCausal: isCausal, slopes: slopes)
        let input = Shape(layout.rows, 6 * headDimension)
        return GradientCase("Attention", variant, inputs: [input]) { _ in
            { tape, inputs in tape.selfAttention(inputs[0], plan).context }
        }
    }

    private static func crossAttention(
        _ variant: String, queries: [Int], keys: [Int]
    ) -> GradientCase {
        let plan = AttentionPlan(
            queries: SequenceLayout(lengths: queries, roundedTo: 8),
            keys: SequenceLayout(lengths: keys, roundedTo: 8), heads: 2, headDimension: 6,
            isCausal: false)
        let inputs = [Shape(plan.queries.rows, 12), Shape(plan.keys.rows, 24)]
        return GradientCase("Attention", variant, inputs: inputs) { _ in
            { tape, inputs in tape.crossAttention(inputs[0], inputs[1], plan).context }
        }
    }
}
