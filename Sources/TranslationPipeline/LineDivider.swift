internal import Engines
internal import Text

/// Divides lines into what an engine translates at once.
///
/// A line as long as those the engine learned from stays whole. One with more sentences, or more
/// tokens, is divided at every sentence: an engine that has only seen single sentences loses some
/// when it is given several. A sentence too long by itself is cut where it hurts least.
struct LineDivider: Sendable {
    private let splitter: SentenceSplitter
    private let segmenter: Segmenter
    private let sentencesTogether: Int

    /// - Parameter abbreviations: those of the engine when nil.
    init(_ description: EngineDescription, abbreviations: AbbreviationRules? = nil) {
        let language = description.sourceLanguage
        let rules = abbreviations ?? description.text.abbreviations ?? .none
        splitter = SentenceSplitter(language: language, rules: rules)
        segmenter = Segmenter(
            language: language, tokenLimit: description.text.segmentTokens, rules: rules)
        sentencesTogether = description.text.segmentSentences
    }

    /// The segments with the white space after each; joined they are the line.
    /// - Parameter spans: finds what is not cut, in UTF-16 units
    func segments(
        of line: String, keeping spans: (String) -> [Range<Int>] = { _ in [] },
        tokenCount: @escaping (String) -> Int
    ) -> [Segment] {
        let lineSpans = spans(line)
        let sentences = splitter.sentences(of: line, keeping: lineSpans)
        if sentences.count(where: { !$0.text.isEmpty }) <= sentencesTogether {
            let whole = segmenter.segments(of: line, keeping: lineSpans, tokenCount: tokenCount)
            if whole.count(where: { !$0.text.isEmpty }) <= 1 { return whole }
        }
        return sentences.flatMap { sentence -> [Segment] in
            var parts = segmenter.segments(
                of: sentence.text, keeping: spans(sentence.text), tokenCount: tokenCount)
            guard let last = parts.indices.last else { return [sentence] }
            for index in parts.indices {
                let range = parts[index].range
                parts[index].range =
                    range.lowerBound + sentence.range.lowerBound..<range.upperBound
                    + sentence.range.lowerBound
            }
            parts[last].separator += sentence.separator
            return parts
        }
    }
}
