internal import Alignment
internal import Text

/// A part's translation as text: what the model gave, with the words it never saw put back.
struct TargetText: Sendable {
    private(set) var text: String
    private(set) var words: [SegmentWord]
    private(set) var links: [WordAlignment.Link]
    /// Rows for `words`; nil where no attention was read.
    private(set) var weights: [[Float]]?

    /// - Parameter alignment: needed where the source has uncovered words
    init(_ decoded: DecodedText, source: CoveredSource, alignment: SoftAlignment?) {
        text = decoded.text
        words = decoded.words.map {
            SegmentWord(text: $0.text, start: $0.range.lowerBound, end: $0.range.upperBound)
        }
        links = alignment?.links().links ?? []
        weights = alignment.map { soft in
            decoded.words.indices.map { target in
                source.words.indices.map { soft[target, $0] }
            }
        }
        for word in source.uncovered { putBack(word, of: source) }
    }

    /// Inserts a source word after the translation of the word before it, or at the beginning.
    private mutating func putBack(_ word: Int, of source: CoveredSource) {
        let anchor = targetWord(before: word)
        let copied = source.words[word]
        let position = anchor.map { words[$0].end } ?? 0
        let touches = word > 0 && source.words[word - 1].range.upperBound == copied.range.lowerBound
        let touchesNext =
            word + 1 < source.words.count
            && source.words[word + 1].range.lowerBound == copied.range.upperBound
        let before = position == 0 || touches ? "" : " "
        let after = position == 0 && !text.isEmpty && !touchesNext ? " " : ""
        insert(
            before + copied.text + after, at: position,
            wordAt: position + before.unicodeScalars.count, word: copied.text,
            after: anchor, sourceWord: word, sourceCount: source.words.count)
    }

    /// The last target word of the nearest source word before this one that has any.
    private func targetWord(before word: Int) -> Int? {
        for source in (0..<word).reversed() {
            if let target = links.filter({ $0.source == source }).map(\.target).max() {
                return target
            }
        }
        return nil
    }

    private mutating func insert(
        _ inserted: String, at position: Int, wordAt: Int, word: String, after anchor: Int?,
        sourceWord: Int, sourceCount: Int
    ) {
        var scalars = text.unicodeScalars
        scalars.insert(
            contentsOf: inserted.unicodeScalars,
            at: scalars.index(scalars.startIndex, offsetBy: position))
        text = String(scalars)
        let number = anchor.map { $0 + 1 } ?? 0
        let shift = inserted.unicodeScalars.count
        let count = word.unicodeScalars.count
        words =
            words[..<number]
            + [SegmentWord(text: word, start: wordAt, end: wordAt + count)]
            + words[number...].map {
                SegmentWord(text: $0.text, start: $0.start + shift, end: $0.end + shift)
            }
        links =
            (links.map {
                WordAlignment.Link(
                    source: $0.source, target: $0.target < number ? $0.target : $0.target + 1)
            } + [WordAlignment.Link(source: sourceWord, target: number)]).sorted()
        weights?.insert([Float](repeating: 0, count: sourceCount), at: number)
    }
}
