import ArgumentParser
import Training
import Transformer

/// What the model is like, and its vocabulary.
struct TrainModelOptions: ParsableArguments {
    @Option(help: "Model size; auto chooses by corpus size.")
    var preset: PresetChoice = .auto

    @Option(
        help: ArgumentHelp(
            """
            Layers of the encoder. A deep encoder with a shallow decoder, such as 6 and 2, \
            translates faster. Default: by preset, 3 or 6.
            """, valueName: "n"))
    var encoderLayers: Int?

    @Option(
        help: ArgumentHelp("Layers of the decoder. Default: by preset, 3 or 6.", valueName: "n"))
    var decoderLayers: Int?

    @Option(
        help: ArgumentHelp(
            "Width of embeddings and layers. Default: by preset, 128 to 1,024.", valueName: "n"))
    var dimension: Int?

    @Option(
        help: ArgumentHelp(
            "Width of the feed-forward layers' middle. Default: 4 times the dimension.",
            valueName: "n"))
    var feedForward: Int?

    @Option(
        help: ArgumentHelp(
            "Heads of each attention; they divide the dimension. Default: by preset, 4 to 16.",
            valueName: "n"))
    var heads: Int?

    @Option(help: "Embeddings that share weights: all, target or none. Default: all, if joint.")
    var tying: Configuration.Tying?

    @Option(help: "A norm after (post) or before (pre) each sublayer. Default: post.")
    var normalization: Configuration.Normalization?

    @Option(help: "Layer normalization (layer), or RMSNorm (rms). Default: layer.")
    var norm: Configuration.Norm?

    @Option(
        help: """
            Activation of the feed-forward layers: relu, gelu (its approximation with tanh), or \
            swiglu, which has a third product. Default: relu.
            """)
    var activation: Configuration.Activation?

    @Option(
        help: """
            How positions are known: sinusoidal or learned vectors added to the embeddings, rotary \
            queries and keys, or alibi, scores that fall with distance. Default: sinusoidal.
            """)
    var positions: Configuration.Positions?

    @Option(
        help: ArgumentHelp(
            "Share of activations dropped in training, 0 to 0.9. Default: 0.1 or 0.2.",
            valueName: "share"))
    var dropout: Float?

    @Option(
        help: ArgumentHelp(
            """
            Probability that a layer is left out of a step of training (LayerDrop), 0 to 0.9. \
            Default: 0.
            """, valueName: "share"))
    var layerDropout: Float?

    @Option(
        help: ArgumentHelp(
            "Tokens in the vocabulary, or auto: by corpus size, 1,000 to 16,000. Default: auto.",
            valueName: "n"))
    var vocabulary: VocabularySize = .auto

    @Option(
        help: ArgumentHelp(
            """
            Cut tokens of a joint vocabulary that occur fewer times on a side into smaller ones \
            there, so that the engine never meets them untrained. Default: 0, none.
            """, valueName: "n"))
    var vocabularyThreshold: Int?

    @Flag(help: "A vocabulary for each language instead of one for both.")
    var separateVocabularies = false

    func validate() throws {
        try checkRange(dropout, "--dropout", 0...0.9)
        try checkRange(layerDropout, "--layer-dropout", 0...0.9)
        try checkRange(encoderLayers, "--encoder-layers", Configuration.layerRange)
        try checkRange(decoderLayers, "--decoder-layers", Configuration.layerRange)
        try checkRange(dimension, "--dimension", Configuration.dimensionRange)
        try checkRange(feedForward, "--feed-forward", Configuration.feedForwardRange)
        try checkRange(heads, "--heads", Configuration.headRange)
        do throws(TrainingError) {
            try choices.check()
        } catch {
            throw ValidationError("\(error)")
        }
        try checkRange(vocabulary.number, "--vocabulary", 16...1_000_000)
        try checkRange(vocabularyThreshold, "--vocabulary-threshold", 0...1_000_000_000)
        if separateVocabularies, tying == .all {
            throw ValidationError(
                "--tying all with --separate-vocabularies: one table cannot serve two "
                    + "vocabularies. Pass --tying target, or leave one of them out.")
        }
        if separateVocabularies, vocabularyThreshold ?? 0 > 0 {
            throw ValidationError(
                "--vocabulary-threshold with --separate-vocabularies: it is for a vocabulary that "
                    + "two languages share. Leave one of them out.")
        }
    }

    var choices: ModelChoices {
        var choices = ModelChoices()
        choices.preset = preset.preset
        choices.encoderLayers = encoderLayers
        choices.decoderLayers = decoderLayers
        choices.dimension = dimension
        choices.feedForward = feedForward
        choices.heads = heads
        choices.tying = tying
        choices.normalization = normalization
        choices.norm = norm
        choices.activation = activation
        choices.positions = positions
        choices.dropout = dropout
        choices.layerDropout = layerDropout
        return choices
    }

    var vocabularyChoices: VocabularyChoices {
        var choices = VocabularyChoices()
        choices.size = vocabulary.number
        choices.threshold = vocabularyThreshold
        choices.isSeparate = separateVocabularies ? true : nil
        return choices
    }
}
