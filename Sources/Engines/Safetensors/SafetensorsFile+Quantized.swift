package import Tensors

// Quantized weights in a file: a matrix NAME has type I8 and the shape of the floats that it
// stands for, and NAME.scale, F32, has a number for each of its columns, or for each row of a
// table of embeddings. All other tensors are F32.

extension SafetensorsFile {
    static func scaleName(of parameter: Parameter) -> String { "\(parameter.name).scale" }

    /// The tensors as quantized weights, the matrices in place.
    /// - Parameter channels: what has a scale in the parameters that are quantized, by number
    package func quantizedWeights(
        _ layout: ParameterLayout, channels: [Int: QuantizedMatrix.Channel]
    ) throws(EngineError) -> QuantizedWeights {
        try check(layout, channels: channels)
        var matrices: [Int: QuantizedMatrix] = [:]
        var floats: [Int: Tensor] = [:]
        for parameter in layout.parameters {
            if let channel = channels[parameter.index] {
                matrices[parameter.index] = try matrix(parameter, channel)
            } else {
                floats[parameter.index] = try tensor(parameter.name)
            }
        }
        return QuantizedWeights(layout: layout, matrices: matrices, floats: floats)
    }

    private func matrix(
        _ parameter: Parameter, _ channel: QuantizedMatrix.Channel
    ) throws(EngineError) -> QuantizedMatrix {
        let name = Self.scaleName(of: parameter)
        let scales = try tensor(name)
        guard scales.elements.allSatisfy({ $0.isFinite && $0 > 0 }) else {
            throw EngineError(.invalidScale(name), at: path)
        }
        return QuantizedMatrix(
            file, at: try offset(of: parameter.name), shape: parameter.shape, channel: channel,
            scales: scales)
    }

    /// The file has what the weights need and nothing else, all of the right type and shape.
    private func check(
        _ layout: ParameterLayout, channels: [Int: QuantizedMatrix.Channel]
    ) throws(EngineError) {
        var expected: Set<String> = []
        for parameter in layout.parameters {
            let shape = parameter.shape.array
            expected.insert(parameter.name)
            guard let channel = channels[parameter.index] else {
                try require(parameter.name, .f32, shape)
                continue
            }
            try require(parameter.name, .i8, shape)
            let scaleName = Self.scaleName(of: parameter)
            expected.insert(scaleName)
            try require(scaleName, .f32, [shape[channel == .row ? 0 : 1]])
        }
        try requireNoOthers(than: expected)
    }
}
