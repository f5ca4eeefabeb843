internal import Text

/// A sentence without the words that the engine's vocabulary cannot spell.
///
/// Such a word (an emoji, a name in another script) is kept out of the model, which could only
/// guess at it, and put back next to the translation of the word before it.
struct CoveredSource: Sendable {
    /// Token ids of the covered words and of white space between them.
    ///
    /// None without such words, or when they are but signs between words that are left out: then
    /// there is nothing to translate.
    let ids: [Int32]
    /// The word of each id, an index into `words`; −1 where a token is of no word.
    let wordOfToken: [Int]
    /// All words, covered or not.
    let words: [Word]
    /// Indices of the words left out, in order.
    let uncovered: [Int]

    init(_ text: String, subwords: SubwordModel) {
        let encoded = subwords.encode(text)
        let words = encoded.words
        let left = Self.uncovered(in: encoded, subwords)
        let covered = words.indices.filter { !left.contains($0) }
        let tokens: [(id: Int32, word: Int)]
        if left.isEmpty {
            tokens = words.isEmpty ? [] : Array(zip(encoded.ids, encoded.wordOfToken))
        } else if !covered.contains(where: { Self.hasLetter(words[$0]) }) {
            tokens = []
        } else {
            tokens =
                Self.tokens(ofWords: covered, in: encoded, text: text, subwords: subwords)
                ?? zip(encoded.ids, encoded.wordOfToken).filter { !left.contains($1) }
        }
        let known = tokens.filter { !subwords.isForeign($0.id) }
        self.words = words
        uncovered = left.sorted()
        ids = known.map(\.id)
        wordOfToken = known.map(\.word)
    }

    private static func uncovered(
        in encoded: EncodedText, _ subwords: SubwordModel
    ) -> Set<Int> {
        var words: Set<Int> = []
        for (id, word) in zip(encoded.ids, encoded.wordOfToken)
        where subwords.isForeign(id) && word >= 0 {
            words.insert(word)
        }
        return words
    }

    /// The tokens of some words of a text as if nothing else had ever stood there: marks for what
    /// stood beside a word that is gone would make other words of its neighbours.
    /// - Returns: nil where the words are not the same without the others.
    private static func tokens(
        ofWords kept: [Int], in encoded: EncodedText, text: String, subwords: SubwordModel
    ) -> [(id: Int32, word: Int)]? {
        let short = subwords.encode(Self.text(ofWords: kept, in: encoded, text: text))
        guard short.words.count == kept.count, short.ids.count <= encoded.ids.count,
            uncovered(in: short, subwords).isEmpty
        else { return nil }
        return zip(short.ids, short.wordOfToken).map { ($0, $1 < 0 ? -1 : kept[$1]) }
    }

    private static func text(ofWords kept: [Int], in encoded: EncodedText, text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var short = String.UnicodeScalarView()
        var last: Int?
        for number in kept {
            let word = encoded.words[number]
            if let last {
                let previous = encoded.words[number - 1]
                if last == number - 1 {
                    short += scalars[previous.range.upperBound..<word.range.lowerBound]
                } else if isLetter(scalars[word.range.lowerBound])
                    || previous.range.upperBound < word.range.lowerBound
                {
                    short.append(" ")
                }
            }
            short += scalars[word.range]
            last = number
        }
        return String(short)
    }

    private static func hasLetter(_ word: Word) -> Bool {
        word.text.unicodeScalars.contains(where: isLetter)
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
