package import Tensors
package import Text
package import Transformer

/// What an engine is and where it comes from: its `config.json`.
package struct EngineDescription: Sendable, Codable, Equatable {
    /// The newest format that this program writes, and reads with all before it.
    ///
    /// 2: the configuration may have other norms, activations and positions than the usual.
    /// 3: the weights may be quantized.
    package static let currentFormat = 3
    package static let transformer = "transformer"

    /// The oldest that says what this engine is, so that older programs read what they can.
    package var formatVersion: Int
    /// What kind of model it is; `transformer`.
    package var architecture = Self.transformer
    /// BCP 47 tags, such as `en` or `pt-BR`.
    package var sourceLanguage: String
    package var targetLanguage: String
    package var configuration: Configuration
    package var text: TextSettings
    package var training: TrainingSummary
    /// `int8` for quantized weights; nil for floats, of which their file knows the type.
    package internal(set) var weights: WeightType?
    /// What its probabilities are worth; nil for `ConfidenceCurve.usual`, as in engines from before
    /// there was one.
    package var confidence: ConfidenceCurve?
    /// Length and checksum of each of the other files; known once the engine was saved.
    package internal(set) var files: [String: FileRecord] = [:]

    /// CRC-32 of the weights' file, in hexadecimal; of a saved engine.
    package var weightsChecksum: String? { files[EngineFile.weights]?.crc32 }

    /// The size of the weights' file; of a saved engine.
    package var weightsBytes: Int { files[EngineFile.weights]?.bytes ?? 0 }

    package init(
        sourceLanguage: String, targetLanguage: String, configuration: Configuration,
        text: TextSettings, training: TrainingSummary, confidence: ConfidenceCurve? = nil
    ) {
        formatVersion = Self.format(of: configuration, isQuantized: false)
        self.sourceLanguage = sourceLanguage
        self.targetLanguage = targetLanguage
        self.configuration = configuration
        self.text = text
        self.training = training
        self.confidence = confidence
    }

    static func format(of configuration: Configuration, isQuantized: Bool) -> Int {
        isQuantized ? 3 : configuration.hasUsualParts ? 1 : 2
    }
}

/// How text becomes tokens.
package struct TextSettings: Sendable, Codable, Equatable {
    package enum Kind: String, Sendable, Codable {
        /// One set of subwords for both languages.
        case joint
        /// One for each.
        case separate
    }

    package var kind: Kind
    /// The longest segment that is translated whole, in tokens; longer text is cut into parts.
    package var segmentTokens: Int
    /// The most sentences that are translated together; a line of more is divided at each.
    package var segmentSentences: Int
    /// What ends no sentence besides what is known of the source language; nil for nothing, and in
    /// engines from before there was a choice.
    package var abbreviations: AbbreviationRules?

    package init(
        kind: Kind, segmentTokens: Int, segmentSentences: Int = 1,
        abbreviations: AbbreviationRules? = nil
    ) {
        self.kind = kind
        self.segmentTokens = segmentTokens
        self.segmentSentences = segmentSentences
        self.abbreviations = abbreviations
    }
}

/// How an engine was trained.
package struct TrainingSummary: Sendable, Codable, Equatable {
    /// Sentence pairs of the training set.
    package var pairs: Int
    /// Target tokens of the training set.
    package var tokens: Int
    /// Passes through the training set, the last one perhaps in part.
    package var epochs: Double
    /// Updates of the weights.
    package var steps: Int
    /// On the development set, of the weights that were kept: cross-entropy of a target token in
    /// nats.
    package var bestLoss: Double?
    /// On the development set, of the weights that were kept: 0 … 100.
    package var bestBLEU: Double?
    /// How that BLEU was computed.
    package var bleuSignature: String?
    /// Time spent training, over all sessions.
    package var seconds: Double
    package var seed: UInt64
    /// The model's size by name, such as `small`.
    package var preset: String
    /// What the user typed.
    package var commandLine: String

    package init(
        pairs: Int, tokens: Int, epochs: Double, steps: Int, bestLoss: Double? = nil,
        bestBLEU: Double? = nil, bleuSignature: String? = nil, seconds: Double, seed: UInt64,
        preset: String, commandLine: String
    ) {
        self.pairs = pairs
        self.tokens = tokens
        self.epochs = epochs
        self.steps = steps
        self.bestLoss = bestLoss
        self.bestBLEU = bestBLEU
        self.bleuSignature = bleuSignature
        self.seconds = seconds
        self.seed = seed
        self.preset = preset
        self.commandLine = commandLine
    }
}
