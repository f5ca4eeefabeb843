package import Tensors
package import Text
package import Transformer

/// Everything that is needed to translate, as one value; on disk, a folder.
///
///     config.json          what it is: languages, sizes, training, checksums of the other files
///     model.safetensors    the weights
///     subwords.bpe         merges, in the order learned   ┐ or, with separate vocabularies, one
///     vocabulary.txt       a token a line                 ┘ each with “.source” and “.target”
///     CARD.md              for people: data, scores, command
///     state/               while training: what is needed to go on
package struct Engine: Sendable {
    package var description: EngineDescription
    package let model: EncoderDecoder
    package var weights: ParameterSet
    /// Of the weights in the file that the engine was loaded from.
    package internal(set) var storedType = Precision.f32
    package let sourceSubwords: SubwordModel
    /// With the vocabulary and the merges of `sourceSubwords` when they are joint.
    package let targetSubwords: SubwordModel

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
            weights: weights, sourceSubwords: sourceSubwords, targetSubwords: targetSubwords)
    }

    init(
        description: EngineDescription, model: EncoderDecoder, weights: ParameterSet,
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
            weights.layout.count == model.layout.count,
            "\(weights.layout.count) weights for \(model.layout.count)")
        self.description = description
        self.model = model
        self.weights = weights
        self.sourceSubwords = isJoint ? sourceSubwords.of(.source) : sourceSubwords
        self.targetSubwords = isJoint ? targetSubwords.of(.target) : targetSubwords
    }
}
