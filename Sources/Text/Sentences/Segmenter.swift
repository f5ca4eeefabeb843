/// Cuts texts that are too long for a model into segments that are not.
package struct Segmenter: Sendable {
    private let splitter: SentenceSplitter
    private let tokenLimit: Int
    private let conjunctions: Set<String>
    private let words = Pool { BreakIterator(.word) }
    private let characters = Pool { BreakIterator(.character) }

    /// - Parameters:
    ///   - language: a code such as `de`, for the rules of its sentences.
    ///   - tokenLimit: the most tokens in a segment, as `tokenCount` counts them.
    ///   - rules: abbreviations besides those that are known of the language.
    package init(language: String, tokenLimit: Int, rules: AbbreviationRules = .none) {
        precondition(tokenLimit > 0, "a segment of \(tokenLimit) tokens")
        splitter = SentenceSplitter(language: language, rules: rules)
        conjunctions = LanguageWords.conjunctions[LanguageWords.code(of: language)] ?? []
        self.tokenLimit = tokenLimit
    }

    /// Segments that together are `text`, cut where it hurts least.
    ///
    /// That is at the end of a sentence, else of a clause, after a comma or before a conjunction,
    /// between words (those of a dictionary where a script has no spaces), or between characters;
    /// among places of a kind, where the parts become about equally long. No segment has more
    /// tokens than the limit, unless a single scalar has.
    /// - Parameters:
    ///   - spans: what is not cut unless one alone is too long, in UTF-16 units; in order.
    ///   - tokenCount: called on parts of the text, a few times for each place of it.
    package func segments(
        of text: String, keeping spans: [Range<Int>] = [], tokenCount: @escaping (String) -> Int
    ) -> [Segment] {
        let source = SegmentSource(text)
        let start = source.endOfSpace(from: 0)
        let end = source.units.count
        var ranges = start > 0 ? [0..<start] : []
        let counter = TokenCounter(source: source, limit: tokenLimit, count: tokenCount)
        if start < end {
            if counter.fits(start..<end) {
                ranges.append(start..<end)
            } else {
                let cutter = TextCutter(
                    counter: counter, places: places(in: source, keeping: spans),
                    isCharacterEnd: isCharacterEnd(in: source))
                ranges += cutter.parts(of: start..<end)
            }
        }
        return ranges.map { source.segment($0) }
    }

    private func places(in source: SegmentSource, keeping spans: [Range<Int>]) -> CutPlaces {
        CutPlaces(
            in: source, wordEnds: words.lend { $0.ends(in: source.units) },
            splitter: splitter, conjunctions: conjunctions, keeping: spans)
    }

    private func isCharacterEnd(in source: SegmentSource) -> [Bool] {
        var isEnd = [Bool](repeating: false, count: source.units.count + 1)
        for end in characters.lend({ $0.ends(in: source.units) }) { isEnd[Int(end)] = true }
        return isEnd
    }
}

/// Counts the tokens of stretches of a text.
struct TokenCounter {
    let source: SegmentSource
    let limit: Int
    let count: (String) -> Int

    /// The tokens at `range`, without the white space at its end.
    func tokens(_ range: Range<Int>) -> Int {
        let end = source.startOfSpace(before: range.upperBound, notBefore: range.lowerBound)
        return end == range.lowerBound ? 0 : count(source.string(range.lowerBound..<end))
    }

    func fits(_ range: Range<Int>) -> Bool { tokens(range) <= limit }

    /// At most how many tokens the white space at the end of `range` takes where text follows:
    /// none where it is expected.
    func spaceTokens(after range: Range<Int>) -> Int {
        let end = range.upperBound
        let start = source.startOfSpace(before: end, notBefore: range.lowerBound)
        guard end - start == 1, start > 0, end < source.units.count, source.units[start] == 0x20,
            source.classes[start - 1].expectsSpace(before: source.classes[end])
        else { return end - start }
        return 0
    }
}
