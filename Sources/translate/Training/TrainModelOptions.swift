import ArgumentParser
import Training
import Transformer

/// What the model is like, and its vocabulary.
struct TrainModelOptions: ParsableArguments {
    @Option(help: "Model size; auto chooses by corpus size.")
    var preset: PresetChoice = .auto

    @Option(help: "Embeddings that share weights: all, target or none. Default: all, if joint.")
    var tying: Configuration.Tying?

    @Option(help: "Layer normalization after (post) or before (pre) each sublayer. Default: post.")
    var normalization: Configuration.Normalization?

    @Option(
        help: ArgumentHelp(
            "Share of activations dropped in training, 0 to 0.9. Default: 0.1 or 0.2.",
            valueName: "share"))
    var dropout: Float?

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
        choices.tying = tying
        choices.normalization = normalization
        choices.dropout = dropout
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
