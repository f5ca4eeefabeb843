internal import Text

/// A sentence without the words that the engine's vocabulary cannot spell.
///
/// Such a word (an emoji, a name in another script, a placeholder that no slot has a number for) is
/// kept out of the model, which could only guess at it, and put back next to the translation of the
/// word before it.
struct CoveredSource: Sendable {
    /// Token ids of the covered words and of white space between them.
    ///
    /// None without such words, or when they are but signs between words that are left out or
    /// protected: then there is nothing to translate.
    let ids: [Int32]
    /// The word of each id, an index into `words`; −1 where a token is of no word.
    let wordOfToken: [Int]
    /// All words, covered or not.
    let words: [Word]
    /// Indices of the words left out, in order.
    let uncovered: [Int]
    /// The protected spans among the ids.
    let slots: SlotContents
    /// The same, for a translation to number its own alike.
    let spans: SourceSpans
    /// Indices of the words that are protected spans.
    let protected: Set<Int>

    /// Whether words other than protected spans are left out.
    var hasUnknownWords: Bool { uncovered.contains { !protected.contains($0) } }

    /// - Parameter source: the source, where the text is a translation
    init(_ text: String, subwords: SubwordModel, translating source: SourceSpans? = nil) {
        let encoded = subwords.encode(text, translating: source)
        let words = encoded.words
        let protected = Set(encoded.protectedWords)
        let left = Self.uncovered(in: encoded, subwords)
        let covered = words.indices.filter { !left.contains($0) }
        var reading = Reading(encoded)
        if left.isEmpty, protected.isEmpty {
            if words.isEmpty { reading.tokens = [] }
        } else if !covered.contains(where: { !protected.contains($0) && Self.hasLetter(words[$0]) })
        {
            reading.tokens = []
        } else if !left.isEmpty {
            if let short = Self.reading(
                ofWords: covered, in: encoded, text: text, subwords: subwords, source)
            {
                reading = short
            } else {
                reading.tokens.removeAll { left.contains($0.word) }
            }
        }
        let known = reading.tokens.filter { !subwords.isForeign($0.id) }
        self.words = words
        self.protected = protected
        uncovered = left.sorted()
        slots = reading.slots
        spans = reading.spans
        ids = known.map(\.id)
        wordOfToken = known.map(\.word)
    }

    /// What the model reads.
    private struct Reading {
        var tokens: [(id: Int32, word: Int)]
        let slots: SlotContents
        let spans: SourceSpans

        init(_ encoded: EncodedText) {
            tokens = Array(zip(encoded.ids, encoded.wordOfToken))
            slots = encoded.slots.numbered
            spans = encoded.spans
        }

        /// - Parameter kept: for each word the number that it has in the whole text
        init(_ short: EncodedText, kept: [Int]) {
            tokens = zip(short.ids, short.wordOfToken).map { ($0, $1 < 0 ? -1 : kept[$1]) }
            slots = short.slots.renumbering(words: kept)
            spans = short.spans
        }
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
    private static func reading(
        ofWords kept: [Int], in encoded: EncodedText, text: String, subwords: SubwordModel,
        _ source: SourceSpans?
    ) -> Reading? {
        let short = subwords.encode(
            Self.text(ofWords: kept, in: encoded, text: text), translating: source)
        guard short.words.count == kept.count, short.ids.count <= encoded.ids.count,
            uncovered(in: short, subwords).isEmpty,
            short.protectedWords.map({ kept[$0] })
                == encoded.protectedWords.filter(Set(kept).contains)
        else { return nil }
        return Reading(short, kept: kept)
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
