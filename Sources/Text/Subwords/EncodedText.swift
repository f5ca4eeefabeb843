/// One of the user's own words: as written, and where.
package struct Word: Sendable, Equatable, Codable {
    package var text: String
    /// In Unicode scalars, counted from 0.
    package var range: Range<Int>

    package init(text: String, range: Range<Int>) {
        self.text = text
        self.range = range
    }
}

/// A text as token numbers, and what each token stands for in it.
package struct EncodedText: Sendable, Equatable {
    /// Without `<s>` and `</s>`.
    package var ids: [Int32]
    /// Words and punctuation, no white space; as the user wrote them, before normalization.
    package var words: [Word]
    /// For each token an index into `words`; −1 where it stands for white space.
    package var wordOfToken: [Int]
    /// For each token the Unicode scalars of the user's text that it stands for.
    package var tokenRanges: [Range<Int>]
    /// The text as it was normalized; decoding gives it back.
    package var normalized: String
    /// The protected spans that are tokens.
    package var slots = SlotContents()
    /// The words that are protected spans, those without a token as well; in order.
    package var protectedWords: [Int] = []
    /// The protected spans with their numbers, for a translation.
    package var spans = SourceSpans(contents: [])
}

/// The text that token numbers stand for.
package struct DecodedText: Sendable, Equatable {
    package var text: String
    /// Words and punctuation, no white space; ranges are in `text`.
    package var words: [Word]
    /// For each token an index into `words`; −1 for specials and white space.
    package var wordOfToken: [Int]
    /// The source's words that are protected spans and that no token has given back.
    package var missingWords: [Int] = []
}
