/// One line of the user's text and what became of it.
public struct TranslatedSegment: Sendable, Equatable {
    /// The line as given.
    public let source: String
    public let target: String
    /// Length-normalised log-probability; higher is better, 0 where nothing was translated.
    public let score: Float
    /// The best translations, the first of them `target`.
    public let alternatives: [Alternative]
    /// Which words became which; nil unless asked for.
    public let alignment: SegmentAlignment?
    public let warnings: [Warning]

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
