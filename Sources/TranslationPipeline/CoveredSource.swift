internal import Text

/// A source sentence without the words that the engine's vocabulary cannot spell.
///
/// Such a word (an emoji, a name in another script) is kept out of the model, which could only
/// guess at it, and put back next to the translation of the word before it.
struct CoveredSource: Sendable {
    /// Token ids of the covered words.
    let ids: [Int32]
    /// The word of each id, an index into `words`; −1 where a token is of no word.
    let wordOfToken: [Int]
    let words: [Word]
    /// Indices of the words left out, in order.
    let uncovered: [Int]

    init(_ encoded: EncodedText) {
        let unknown = Vocabulary.unknown
        var uncovered: Set<Int> = []
        for (id, word) in zip(encoded.ids, encoded.wordOfToken) where id == unknown && word >= 0 {
            uncovered.insert(word)
        }
        let kept = encoded.ids.indices.filter {
            encoded.ids[$0] != unknown && !uncovered.contains(encoded.wordOfToken[$0])
        }
        ids = kept.map { encoded.ids[$0] }
        wordOfToken = kept.map { encoded.wordOfToken[$0] }
        words = encoded.words
        self.uncovered = uncovered.sorted()
    }
}
