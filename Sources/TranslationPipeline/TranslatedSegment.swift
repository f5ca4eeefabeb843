/// One line of the user's text and what became of it.
public struct TranslatedSegment: Sendable, Equatable {
    /// The line as given.
    public let source: String
    public let target: String
    /// Length-normalised log-probability; higher is better, 0 where nothing was translated.
    public let score: Float
    /// How much of itself the translation is expected to share with a person's, 0 … 1: twice the
    /// words and signs that both have, over all words and signs of the two.
    ///
    /// Fitted to the engine's development set, so that it holds on the average of like lines; see
    /// `ConfidenceCurve`. Nil where nothing was translated.
    public let confidence: Float?
    /// The best translations, the first of them `target`.
    public let alternatives: [Alternative]
    /// The words and signs of `target` with their probabilities; nil unless asked for.
    public let words: [TargetWord]?
    /// Which words became which; nil unless asked for.
    public let alignment: SegmentAlignment?
    public let warnings: [Warning]
    /// Terms of the glossary that the line has, and whose translations its translation lacks.
    public let unmetTerms: [String]

    /// One of several translations of a line.
    public struct Alternative: Sendable, Equatable, Codable {
        public let target: String
        public let score: Float
    }

    /// Something about a translation that a person should know.
    public enum Warning: String, Sendable, Equatable, Codable, CaseIterable {
        /// The translation reached its greatest length, which is set in proportion to the source,
        /// before the engine ended it.
        case lengthCapReached
        /// Words with characters the engine does not know were carried over as they are.
        case unknownWordsCopied
        /// A placeholder, an address or another protected span that the translation lacked was put
        /// next to the translation of the word before it.
        case protectedSpanPutBack
        /// The line was longer than what the engine learned from, and was translated in parts.
        case splitIntoParts
        /// The translation says something over and over that the source does not: one or two words
        /// three times in a row, three to eight words twice, or a few letters within a word.
        case repetition
        /// The translation lacks a number of the source, or has another; 1,000.5 and 1.000,5 are
        /// one where the languages write them so, and what words say is not read.
        case numberMismatch
        /// A placeholder or an inline tag is missing or too many.
        case placeholderMismatch
        /// An address of the web or of mail is missing, too many, or another.
        case urlMismatch
        /// The translation is the source, all but a tenth of its words.
        case copyOfSource
        /// The confidence is below `TranslationOptions.lowConfidence`.
        case lowConfidence
        /// A term of the glossary stands in the line, and none of its translations in the
        /// translation: see `unmetTerms`.
        case unmetTerm
        /// A forbidden word stands in the translation: it was typed, or carried over.
        case forbiddenWord
        /// The translation does not begin with what was typed.
        case prefixNotKept
    }

    init(
        source: String, target: String, score: Float, confidence: Float? = nil,
        alternatives: [Alternative], words: [TargetWord]? = nil, alignment: SegmentAlignment?,
        warnings: [Warning], unmetTerms: [String] = []
    ) {
        self.source = source
        self.target = target
        self.score = score
        self.confidence = confidence
        self.alternatives = alternatives
        self.words = words
        self.alignment = alignment
        self.warnings = warnings
        self.unmetTerms = unmetTerms
    }
}

/// A word of a translation, and how probable the engine finds it.
public struct TargetWord: Sendable, Equatable, Codable {
    public let text: String
    /// Where it begins and ends in the translation, in Unicode code points.
    public let start: Int
    public let end: Int
    /// Given the source and all words before it, 0 … 1: the product over its subwords.
    ///
    /// Nil for a word that was carried over and not translated.
    public let probability: Float?

    init(_ word: SegmentWord, probability: Float?) {
        text = word.text
        start = word.start
        end = word.end
        self.probability = probability
    }
}

/// A word of the user's text, or of its translation.
public struct SegmentWord: Sendable, Equatable, Codable {
    public let text: String
    /// Where it begins and ends in the text, in Unicode code points.
    public let start: Int
    public let end: Int
}

/// The words of a segment, and how strongly they belong together.
public struct SegmentAlignment: Sendable, Equatable {
    public let sourceWords: [SegmentWord]
    public let targetWords: [SegmentWord]
    /// Pairs of word numbers, from 0, sorted.
    public let links: [Link]
    /// The attention between the words of each part that was translated on its own: one block for
    /// a line of ordinary length.
    public let attention: [Block]

    public struct Link: Sendable, Equatable {
        public let source: Int
        public let target: Int
    }

    public struct Block: Sendable, Equatable {
        public let firstSourceWord: Int
        public let firstTargetWord: Int
        /// One row a target word: the share each source word has in it; a row sums to 1, or to 0
        /// for a word that was not translated but copied.
        public let weights: [[Float]]
    }
}
