package import Tensors

/// A stack of encoder layers.
package struct Encoder: Sendable {
    let layers: [EncoderLayer]
    /// Pre-norm stacks end in one more norm; post-norm layers already have.
    private let finalNorm: NormParameters?

    package init(_ configuration: Configuration, in layout: inout ParameterLayout) {
        layers = (0..<configuration.encoderLayers).map {
            EncoderLayer(configuration, in: &layout, at: "encoder.layers.\($0)")
        }
        finalNorm =
            configuration.normalization == .pre
            ? NormParameters(
                dimension: configuration.modelDimension, in: &layout, at: "encoder.norm") : nil
    }

    /// - Parameter x: embedded source tokens, [rows, dim]
    /// - Returns: [rows, dim]
    package func callAsFunction(
        _ x: Variable, _ sequences: SequenceLayout, on tape: Tape
    ) -> Variable {
        let plan = layers[0].attention.plan(for: sequences, isCausal: false)
        let encoded = layers.reduce(x) { x, layer in layer(x, plan, on: tape) }
        return finalNorm.map { tape.norm(encoded, $0) } ?? encoded
    }
}
