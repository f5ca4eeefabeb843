extension Configuration: CustomStringConvertible {
    /// `3+3 layers, dim 256/1024, 4 heads, post-norm`, then what is not usual: `, RMSNorm, SwiGLU`.
    package var description: String {
        var words = [
            "\(encoderLayers)+\(decoderLayers) layers",
            "dim \(modelDimension)/\(feedForwardDimension)",
            heads == 1 ? "1 head" : "\(heads) heads",
            "\(normalization)-norm",
        ]
        if norm == .rms { words.append("RMSNorm") }
        switch activation {
        case .relu: break
        case .gelu: words.append("GELU")
        case .swiglu: words.append("SwiGLU")
        }
        switch positions {
        case .sinusoidal: break
        case .learned: words.append("learned positions")
        case .rotary: words.append("rotary positions")
        case .alibi: words.append("ALiBi")
        }
        return words.joined(separator: ", ")
    }
}
