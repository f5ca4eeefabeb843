package import Tensors

/// A stack of decoder layers.
package struct Decoder: Sendable {
    let layers: [DecoderLayer]
    private let finalNorm: NormParameters?
    private let layerDropout: Float
    /// The angles of rotary positions.
    private let angles: Tensor?

    /// - Parameter angles: of rotary positions (`RotaryPositions.table`), where the model has them
    package init(
        _ configuration: Configuration, angles: Tensor? = nil, in layout: inout ParameterLayout
    ) {
        layerDropout = configuration.layerDropout
        self.angles = angles
        layers = (0..<configuration.decoderLayers).map {
            DecoderLayer(configuration, in: &layout, at: "decoder.layers.\($0)")
        }
        finalNorm =
            configuration.normalization == .pre
            ? layout.addNorm(configuration, at: "decoder.norm") : nil
    }

    /// Whole target sequences at once, each position seeing those before it.
    /// - Parameters:
    ///   - x: embedded target tokens, [target rows, dim]
    ///   - memory: the encoder's output, [source rows, dim]
    /// - Returns: [target rows, dim], and the attention to the source of each layer that was not
    ///   left out (`Configuration.layerDropout`).
    package func callAsFunction(
        _ x: Variable, _ sequences: SequenceLayout, memory: Variable, source: SequenceLayout,
        on tape: Tape
    ) -> (output: Variable, attention: SourceAttention) {
        let selfPlan = layers[0].attention.plan(
            for: sequences, isCausal: true, angles: angles)
        let crossPlan = layers[0].crossAttention.plan(queries: sequences, keys: source)
        var hidden = x
        var weights: [Tensor] = []
        for layer in layers where !tape.skips(probability: layerDropout) {
            let (output, layerWeights) = layer(
                hidden, memory: memory, selfPlan: selfPlan, crossPlan: crossPlan, on: tape)
            hidden = output
            weights.append(layerWeights)
        }
        return (finished(hidden, on: tape), SourceAttention(plan: crossPlan, weights: weights))
    }

    /// One more position for every hypothesis in the cache.
    /// - Parameter x: the embedded newest tokens, [rows, dim]
    /// - Returns: [rows, dim]
    package func step(_ x: Variable, cache: inout DecoderCache, on tape: Tape) -> Variable {
        let rotation = angles.map { Rotation(table: $0, positionOf: cache.positions) }
        var hidden = x
        for (index, layer) in layers.enumerated() {
            hidden = layer.step(
                hidden, layer: index, cache: &cache, rotation: rotation, on: tape)
        }
        return finished(hidden, on: tape)
    }

    /// What every layer needs of the encoder's output, computed once for all steps.
    package func keysAndValues(of memory: Variable, on tape: Tape) -> [Tensor] {
        layers.map { $0.crossAttention.keysAndValues(of: memory, on: tape).value }
    }

    private func finished(_ x: Variable, on tape: Tape) -> Variable {
        finalNorm.map { tape.norm(x, $0) } ?? x
    }
}

/// How much each target position attended to each source position, by layer and head.
package struct SourceAttention: Sendable {
    let plan: AttentionPlan
    /// One tensor a layer.
    let weights: [Tensor]

    package var layerCount: Int { weights.count }

    /// The mean over all heads of one layer.
    /// - Returns: [target positions, source positions], row-major; rows sum to 1.
    package func headMean(ofSequence sequence: Int, layer: Int) -> [Float] {
        let heads = (0..<plan.heads).map {
            plan.weights(of: sequence, head: $0, in: weights[layer])
        }
        return heads[0].indices.map { index in
            heads.reduce(0) { $0 + $1[index] } / Float(heads.count)
        }
    }
}
