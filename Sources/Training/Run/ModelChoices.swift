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
        for row in Self.table { row.take(configuration, &self) }
    }

    /// Replaces what is chosen.
    package func apply(to configuration: inout Configuration) {
        for row in Self.table { row.apply(self, &configuration) }
    }
}

extension ModelChoices: Choices {
    /// All but the preset, which is of no configuration.
    ///
    /// A dimension comes before the width of the feed-forward layers, which goes with it unless it
    /// is chosen too.
    static var table: [ChoiceRow<Self, Configuration>] {
        [
            .init("--encoder-layers", \.encoderLayers, \.encoderLayers),
            .init("--decoder-layers", \.decoderLayers, \.decoderLayers),
            .init("--dimension", \.dimension, \.dimensionInProportion),
            .init("--feed-forward", \.feedForward, \.feedForwardDimension),
            .init("--heads", \.heads, \.heads),
            .init("--tying", \.tying, \.tying),
            .init("--normalization", \.normalization, \.normalization),
            .init("--norm", \.norm, \.norm),
            .init("--activation", \.activation, \.activation),
            .init("--positions", \.positions, \.positions),
            .init("--dropout", \.dropout, \.dropout),
            .init("--layer-dropout", \.layerDropout, \.layerDropout),
        ]
    }

    var byOption: [(option: String, words: String?)] {
        [("--preset", preset?.rawValue)] + .init(self, in: Self.table)
    }
}

extension Configuration {
    /// The width of the model, with feed-forward layers four times as wide.
    fileprivate var dimensionInProportion: Int {
        get { modelDimension }
        set {
            modelDimension = newValue
            feedForwardDimension = 4 * newValue
        }
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
