/// What a user may choose of the vocabulary that is learned.
package struct SubwordOptions: Sendable, Equatable, Codable {
    /// All tokens together, at most.
    package var vocabularySize: Int
    /// Characters seen fewer times get no token of their own.
    package var minimumCharacterCount = 2
    /// Of all characters of the text, the share that has tokens of its own: the most frequent ones,
    /// 0…1.
    package var characterCoverage = 1.0
    /// Pairs seen fewer times are not merged.
    package var minimumPairCount = 2
    /// Whether a character without a token is spelled in bytes instead of becoming `<unk>`.
    package var hasByteFallback = true

    package init(vocabularySize: Int) {
        self.vocabularySize = vocabularySize
    }

    /// The smallest vocabulary that can be asked for.
    package var smallestVocabulary: Int { hasByteFallback ? 320 : 16 }
}
