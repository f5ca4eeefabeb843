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
    package var normalization: Normalization
    package var tying: Tying

    package init(
        modelDimension: Int, feedForwardDimension: Int, heads: Int, encoderLayers: Int,
        decoderLayers: Int, sourceVocabulary: Int, targetVocabulary: Int, dropout: Float = 0.1,
        normalization: Normalization = .post, tying: Tying = .all
    ) {
        self.modelDimension = modelDimension
        self.feedForwardDimension = feedForwardDimension
        self.heads = heads
        self.encoderLayers = encoderLayers
        self.decoderLayers = decoderLayers
        self.sourceVocabulary = sourceVocabulary
        self.targetVocabulary = targetVocabulary
        self.dropout = dropout
        self.normalization = normalization
        self.tying = tying
    }

    package var headDimension: Int { modelDimension / heads }

    /// Positions a sequence may have.
    ///
    /// Longer text is cut into parts before it comes here.
    package static let maximumLength = 1024
}

// MARK: - Checking what a file says

/// Why a configuration describes no model.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    package let description: String
}

extension Configuration {
    /// Checks sizes that come from a file, before anything is allocated for them.
    package func validate() throws(ConfigurationError) {
        try check(modelDimension, "modelDimension", 1...16_384)
        try check(feedForwardDimension, "feedForwardDimension", 1...65_536)
        try check(heads, "heads", 1...256)
        try check(encoderLayers, "encoderLayers", 1...256)
        try check(decoderLayers, "decoderLayers", 1...256)
        try check(sourceVocabulary, "sourceVocabulary", 5...1_000_000)
        try check(targetVocabulary, "targetVocabulary", 5...1_000_000)
        guard modelDimension % heads == 0, modelDimension % 2 == 0 else {
            throw ConfigurationError(
                description: "modelDimension \(modelDimension) is not an even multiple of "
                    + "\(heads) heads")
        }
        guard dropout >= 0, dropout < 1 else {
            throw ConfigurationError(description: "dropout \(dropout) is not in 0 ..< 1")
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

    package func configuration(
        sourceVocabulary: Int, targetVocabulary: Int
    ) -> Configuration {
        let (D, F, heads, layers, dropout): (Int, Int, Int, Int, Float) =
            switch self {
            case .tiny: (128, 512, 4, 3, 0.1)
            case .small: (256, 1024, 4, 3, 0.1)
            case .base: (512, 2048, 8, 6, 0.1)
            case .big: (1024, 4096, 16, 6, 0.3)
            }
        return Configuration(
            modelDimension: D, feedForwardDimension: F, heads: heads, encoderLayers: layers,
            decoderLayers: layers, sourceVocabulary: sourceVocabulary,
            targetVocabulary: targetVocabulary, dropout: dropout)
    }
}
