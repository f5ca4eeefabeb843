package import Tensors

/// A stack of encoder layers.
package struct Encoder: Sendable {
    let layers: [EncoderLayer]
    /// Pre-norm stacks end in one more norm; post-norm layers already have.
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
        layers = (0..<configuration.encoderLayers).map {
            EncoderLayer(configuration, in: &layout, at: "encoder.layers.\($0)")
        }
        finalNorm =
            configuration.normalization == .pre
            ? layout.addNorm(configuration, at: "encoder.norm") : nil
    }

    /// - Parameter x: embedded source tokens, [rows, dim]
    /// - Returns: [rows, dim]
    package func callAsFunction(
        _ x: Variable, _ sequences: SequenceLayout, on tape: Tape
    ) -> Variable {
        let plan = layers[0].attention.plan(for: sequences, isCausal: false, angles: angles)
        var hidden = x
        for layer in layers where !tape.skips(probability: layerDropout) {
            hidden = layer(hidden, plan, on: tape)
        }
        return finalNorm.map { tape.norm(hidden, $0) } ?? hidden
    }
}
