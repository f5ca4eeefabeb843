package import Tensors
package import Text
package import Transformer

/// Everything that is needed to translate, as one value; on disk, a folder.
///
///     config.json          what it is: languages, sizes, training, checksums of the other files
///     model.safetensors    the weights
///     subwords.bpe         merges, in the order learned   ┐ or, with separate vocabularies, one
///     vocabulary.txt       a token a line                 ┘ each with “.source” and “.target”
///     shortlist.bin        target tokens by source token, where there is one: see `ShortlistFile`
///     CARD.md              for people: data, scores, command
///     state/               while training: what is needed to go on
package struct Engine: Sendable {
    package var description: EngineDescription
    package let model: EncoderDecoder
    var storage: EngineWeights
    /// Of the weights in the file that the engine was loaded from.
    var filePrecision = Precision.f32
    package let sourceSubwords: SubwordModel
    /// With the vocabulary and the merges of `sourceSubwords` when they are joint.
    package let targetSubwords: SubwordModel
    /// Of which target tokens translations may be made; most engines have none.
    package var shortlist: Shortlist? {
        didSet {
            let (c, own) = (description.configuration, shortlist)
            precondition(
                own.map {
                    ($0.sourceVocabulary, $0.targetVocabulary)
                        == (c.sourceVocabulary, c.targetVocabulary)
                } ?? true, "a shortlist of another vocabulary")
        }
    }

    /// Of the weights as they are stored.
    package var storedType: WeightType {
        if case .quantized = storage { .int8 } else { WeightType(filePrecision) }
    }

    /// The weights as floats; made anew where they are quantized.
    package var weights: ParameterSet {
        get {
            switch storage {
            case .floats(let set): set
            case .quantized(let weights): weights.dequantized
            }
        }
        set { storage = .floats(newValue) }
    }

    /// Whether it knows inline tags such as `<x id="1"/>` as tokens.
    package var keepsTags: Bool {
        sourceSubwords.treatment.protection.kinds.contains(.tags)
    }

    /// - Parameters:
    ///   - weights: of the model that `description.configuration` describes
    ///   - targetSubwords: nil when `description.text` says that subwords are joint
    package init(
        description: EngineDescription, weights: ParameterSet, sourceSubwords: SubwordModel,
        targetSubwords: SubwordModel? = nil
    ) {
        self.init(
            description: description, model: EncoderDecoder(description.configuration),
            storage: .floats(weights), sourceSubwords: sourceSubwords,
            targetSubwords: targetSubwords)
    }

    init(
        description: EngineDescription, model: EncoderDecoder, storage: EngineWeights,
        sourceSubwords: SubwordModel, targetSubwords: SubwordModel?
    ) {
        let isJoint = description.text.kind == .joint
        precondition(
            isJoint == (targetSubwords == nil),
            "\(description.text.kind) subwords, with others given")
        let targetSubwords = targetSubwords ?? sourceSubwords
        let configuration = description.configuration
        let counts = (sourceSubwords.vocabulary.count, targetSubwords.vocabulary.count)
        precondition(
            counts == (configuration.sourceVocabulary, configuration.targetVocabulary),
            "\(counts) tokens for \(configuration)")
        precondition(
            storage.layout.count == model.layout.count,
            "\(storage.layout.count) weights for \(model.layout.count)")
        self.description = description
        self.model = model
        self.storage = storage
        self.sourceSubwords = isJoint ? sourceSubwords.of(.source) : sourceSubwords
        self.targetSubwords = isJoint ? targetSubwords.of(.target) : targetSubwords
    }
}
