package import Transformer

/// What a user asks of the model.
package struct ModelChoices: Sendable, Equatable {
    package var preset: Preset?
    package var encoderLayers: Int?
    package var decoderLayers: Int?
    /// Width of embeddings and layers.
    package var dimension: Int?
    /// Width of the feed-forward layers' middle; four times the dimension where only that is given.
    package var feedForward: Int?
    package var heads: Int?
    package var tying: Configuration.Tying?
    package var normalization: Configuration.Normalization?
    package var norm: Configuration.Norm?
    package var activation: Configuration.Activation?
    package var positions: Configuration.Positions?
    package var dropout: Float?
    /// Probability that a layer is left out of a step.
    package var layerDropout: Float?

    package init() {}

    /// The choices that a model was made by, all of them.
    init(_ preset: Preset?, _ configuration: Configuration) {
        self.preset = preset
        encoderLayers = configuration.encoderLayers
        decoderLayers = configuration.decoderLayers
        dimension = configuration.modelDimension
        feedForward = configuration.feedForwardDimension
        heads = configuration.heads
        tying = configuration.tying
        normalization = configuration.normalization
        norm = configuration.norm
        activation = configuration.activation
        positions = configuration.positions
        dropout = configuration.dropout
        layerDropout = configuration.layerDropout
    }

    /// Replaces what is chosen.
    package func apply(to configuration: inout Configuration) {
        if let encoderLayers { configuration.encoderLayers = encoderLayers }
        if let decoderLayers { configuration.decoderLayers = decoderLayers }
        if let dimension {
            configuration.modelDimension = dimension
            configuration.feedForwardDimension = 4 * dimension
        }
        if let feedForward { configuration.feedForwardDimension = feedForward }
        if let heads { configuration.heads = heads }
        if let tying { configuration.tying = tying }
        if let normalization { configuration.normalization = normalization }
        if let norm { configuration.norm = norm }
        if let activation { configuration.activation = activation }
        if let positions { configuration.positions = positions }
        if let dropout { configuration.dropout = dropout }
        if let layerDropout { configuration.layerDropout = layerDropout }
    }
}

extension ModelChoices: Choices {
    var byOption: [(option: String, words: String?)] {
        [
            ("--preset", preset?.rawValue),
            ("--encoder-layers", encoderLayers.map { "\($0)" }),
            ("--decoder-layers", decoderLayers.map { "\($0)" }),
            ("--dimension", dimension.map { "\($0)" }),
            ("--feed-forward", feedForward.map { "\($0)" }),
            ("--heads", heads.map { "\($0)" }),
            ("--tying", tying?.rawValue),
            ("--normalization", normalization?.rawValue),
            ("--norm", norm?.rawValue),
            ("--activation", activation?.rawValue),
            ("--positions", positions?.rawValue),
            ("--dropout", dropout.map { "\($0)" }),
            ("--layer-dropout", layerDropout.map { "\($0)" }),
        ]
    }
}

// MARK: - What makes no model

extension ModelChoices {
    /// Looks for choices that contradict each other, before a corpus is read.
    ///
    /// Without a preset the sizes that are not chosen are not known yet.
    /// - Throws: `TrainingError` that names the options
    package func check() throws(TrainingError) {
        guard preset != nil || (dimension != nil && heads != nil) else { return }
        var configuration = (preset ?? .small).configuration(
            sourceVocabulary: 8000, targetVocabulary: 8000)
        apply(to: &configuration)
        try Self.check(configuration)
    }

    /// - Throws: `TrainingError` that names the options
    static func check(_ configuration: Configuration) throws(TrainingError) {
        let (D, heads) = (configuration.modelDimension, configuration.heads)
        guard D % heads == 0, D % 2 == 0 else {
            throw TrainingError(
                "--dimension \(D) with --heads \(heads): the dimension must be even and divide "
                    + "into the heads. Pass another of the two.", isWrongUse: true)
        }
        guard configuration.positions != .rotary || configuration.headDimension % 2 == 0 else {
            throw TrainingError(
                "--positions rotary with --dimension \(D) and --heads \(heads): a head has "
                    + "\(configuration.headDimension) columns, and pairs of them are turned. "
                    + "Pass --heads that leave an even number.", isWrongUse: true)
        }
        do throws(ConfigurationError) {
            try configuration.validate()
        } catch {
            throw TrainingError("no such model: \(error)", isWrongUse: true)
        }
    }

    /// - Parameters:
    ///   - weightCount: of the model
    ///   - memory: of the machine, in bytes
    /// - Throws: `TrainingError` for a model whose weights alone cannot be trained in the memory
    static func check(
        weightCount: Int, workers: Int, memory: UInt64
    ) throws(TrainingError) {
        // Weights, their average, the best ones, two moments, and a gradient a worker.
        let bytes = Double(weightCount) * 4 * Double(5 + workers)
        guard bytes > Double(memory) else { return }
        func gigabytes(_ bytes: Double) -> String {
            "\(grouped(Int((bytes / 1e9).rounded(.up)))) GB"
        }
        throw TrainingError(
            "a model of \(grouped(weightCount)) parameters takes \(gigabytes(bytes)) to train with "
                + "\(workers) workers, and this machine has \(gigabytes(Double(memory))). Pass a "
                + "smaller --preset, --dimension, --vocabulary or number of layers.")
    }
}
