/// What a Transformer is made of: its sizes and variants.
///
/// Stored in an engine's `config.json`; two engines with equal configurations have the same
/// parameters.
package struct Configuration: Sendable, Codable, Equatable {
    /// Where the layer normalization of a residual connection stands.
    package enum Normalization: String, Sendable, Codable, CaseIterable {
        /// norm(x + f(x)): Vaswani et al. 2017
        case post
        /// x + f(norm(x)): Xiong et al. 2020; deeper models train without warm-up
        case pre
    }

    /// Which of the source embedding, the target embedding and the output projection share weights.
    package enum Tying: String, Sendable, Codable, CaseIterable {
        /// All three; wants one joint vocabulary (Press & Wolf 2017, three-way).
        case all
        /// Target embedding and output projection.
        case target
        case none
    }

    /// What brings a row of activations to one size.
    package enum Norm: String, Sendable, Codable, CaseIterable {
        /// Mean 0 and variance 1: Ba, Kiros & Hinton 2016
        case layer
        /// Mean square 1: Zhang & Sennrich 2019
        case rms
    }

    /// What stands between the products of a feed-forward layer.
    package enum Activation: String, Sendable, Codable, CaseIterable {
        case relu
        /// Hendrycks & Gimpel 2016, by its approximation with tanh
        case gelu
        /// A gated half, so that there are three products of the given inner width: Shazeer 2020
        case swiglu
    }

    /// How a token's place in its sentence is known.
    package enum Positions: String, Sendable, Codable, CaseIterable {
        /// Sines and cosines added to the embeddings: Vaswani et al. 2017, §3.5
        case sinusoidal
        /// A learned vector a position, added to the embeddings: Gehring et al. 2017
        case learned
        /// Queries and keys of self-attention turned by their positions: Su et al. 2021
        case rotary
        /// Scores of self-attention lowered with the distance: Press et al. 2022
        case alibi
    }

    /// Width of embeddings and layers.
    package var modelDimension: Int
    /// Width of the feed-forward layers' middle.
    package var feedForwardDimension: Int
    package var heads: Int
    package var encoderLayers: Int
    package var decoderLayers: Int
    /// Number of source and target tokens.
    package var sourceVocabulary: Int
    package var targetVocabulary: Int
    /// Share of each sublayer's output, and of the embeddings, dropped in training.
    package var dropout: Float
    /// Probability that a layer is left out of a training step.
    ///
    /// LayerDrop; Fan et al. 2020 (arXiv:1909.11556).
    package var layerDropout: Float
    package var normalization: Normalization
    package var norm: Norm
    package var activation: Activation
    package var positions: Positions
    package var tying: Tying

    package init(
        modelDimension: Int, feedForwardDimension: Int, heads: Int, encoderLayers: Int,
        decoderLayers: Int, sourceVocabulary: Int, targetVocabulary: Int, dropout: Float = 0.1,
        layerDropout: Float = 0, normalization: Normalization = .post, norm: Norm = .layer,
        activation: Activation = .relu, positions: Positions = .sinusoidal, tying: Tying = .all
    ) {
        self.modelDimension = modelDimension
        self.feedForwardDimension = feedForwardDimension
        self.heads = heads
        self.encoderLayers = encoderLayers
        self.decoderLayers = decoderLayers
        self.sourceVocabulary = sourceVocabulary
        self.targetVocabulary = targetVocabulary
        self.dropout = dropout
        self.layerDropout = layerDropout
        self.normalization = normalization
        self.norm = norm
        self.activation = activation
        self.positions = positions
        self.tying = tying
    }

    package var headDimension: Int { modelDimension / heads }

    /// Whether its parts are those of the first engines, which had no choice of them.
    package var hasUsualParts: Bool {
        norm == .layer && activation == .relu && positions == .sinusoidal
    }

    /// Positions a sequence may have.
    ///
    /// Longer text is cut into parts before it comes here.
    package static let maximumLength = 1024
}

// MARK: - Reading

extension Configuration {
    /// What older files do not say is as it was when there was no choice.
    package init(from decoder: any Swift.Decoder) throws {
        let file = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, or usual: Value) throws -> Value {
            try file.decodeIfPresent(Value.self, forKey: key) ?? usual
        }
        self.init(
            modelDimension: try file.decode(Int.self, forKey: .modelDimension),
            feedForwardDimension: try file.decode(Int.self, forKey: .feedForwardDimension),
            heads: try file.decode(Int.self, forKey: .heads),
            encoderLayers: try file.decode(Int.self, forKey: .encoderLayers),
            decoderLayers: try file.decode(Int.self, forKey: .decoderLayers),
            sourceVocabulary: try file.decode(Int.self, forKey: .sourceVocabulary),
            targetVocabulary: try file.decode(Int.self, forKey: .targetVocabulary),
            dropout: try file.decode(Float.self, forKey: .dropout),
            layerDropout: try read(.layerDropout, or: 0),
            normalization: try file.decode(Normalization.self, forKey: .normalization),
            norm: try read(.norm, or: .layer), activation: try read(.activation, or: .relu),
            positions: try read(.positions, or: .sinusoidal),
            tying: try file.decode(Tying.self, forKey: .tying))
    }
}

// MARK: - Checking what a file says

/// Why a configuration describes no model.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package let description: String
}

extension Configuration {
    package static let layerRange = 1...256
    package static let dimensionRange = 1...16_384
    package static let feedForwardRange = 1...65_536
    package static let headRange = 1...256

    /// Checks sizes that come from a file, before anything is allocated for them.
    package func validate() throws(ConfigurationError) {
        try check(modelDimension, "modelDimension", Self.dimensionRange)
        try check(feedForwardDimension, "feedForwardDimension", Self.feedForwardRange)
        try check(heads, "heads", Self.headRange)
        try check(encoderLayers, "encoderLayers", Self.layerRange)
        try check(decoderLayers, "decoderLayers", Self.layerRange)
        try check(sourceVocabulary, "sourceVocabulary", 5...1_000_000)
        try check(targetVocabulary, "targetVocabulary", 5...1_000_000)
        guard modelDimension % heads == 0, modelDimension % 2 == 0 else {
            throw ConfigurationError(
                description: "modelDimension \(modelDimension) is not an even multiple of "
                    + "\(heads) heads")
        }
        guard positions != .rotary || headDimension % 2 == 0 else {
            throw ConfigurationError(
                description: "rotary positions turn pairs of columns, and a head has "
                    + "\(headDimension)")
        }
        for (share, name) in [(dropout, "dropout"), (layerDropout, "layerDropout")] {
            guard share >= 0, share < 1 else {
                throw ConfigurationError(description: "\(name) \(share) is not in 0 ..< 1")
            }
        }
        guard tying != .all || sourceVocabulary == targetVocabulary else {
            throw ConfigurationError(
                description: "embeddings are tied, but the vocabularies have "
                    + "\(sourceVocabulary) and \(targetVocabulary) tokens")
        }
    }

    private func check(
        _ number: Int, _ name: String, _ range: ClosedRange<Int>
    ) throws(ConfigurationError) {
        guard range.contains(number) else {
            throw ConfigurationError(
                description: "\(name) \(number) is not in "
                    + "\(range.lowerBound)…\(range.upperBound)")
        }
    }
}

// MARK: - Presets

/// Model sizes by name.
package enum Preset: String, Sendable, Codable, CaseIterable {
    case tiny, small, base, big

    /// The model's dimension.
    package var width: Int {
        switch self {
        case .tiny: 128
        case .small: 256
        case .base: 512
        case .big: 1024
        }
    }

    package func configuration(
        sourceVocabulary: Int, targetVocabulary: Int
    ) -> Configuration {
        let (heads, layers, dropout): (Int, Int, Float) =
            switch self {
            case .tiny, .small: (4, 3, 0.1)
            case .base: (8, 6, 0.1)
            case .big: (16, 6, 0.3)
            }
        return Configuration(
            modelDimension: width, feedForwardDimension: 4 * width, heads: heads,
            encoderLayers: layers, decoderLayers: layers, sourceVocabulary: sourceVocabulary,
            targetVocabulary: targetVocabulary, dropout: dropout)
    }
}
