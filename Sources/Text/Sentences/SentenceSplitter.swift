/// A part of a text and the white space after it; the parts of a text, put together, are the text.
package struct Segment: Sendable, Equatable {
    package var text: String
    /// The white space up to the next segment, as it stood.
    package var separator: String
    /// Where `text` stands in the whole, in Unicode scalars.
    package var range: Range<Int>
}

/// Cuts a text into sentences by ICU's rules for the language, without being misled by
/// abbreviations, initials, ordinals and quotations.
package struct SentenceSplitter: Sendable {
    private let stops: StopReader
    private let breakers: Pool<BreakIterator>

    /// - Parameters:
    ///   - language: a code such as `de` or `pt-BR`.
    ///   - rules: abbreviations besides those that are known of the language.
    package init(language: String, rules: AbbreviationRules = .none) {
        stops = StopReader(language: language, rules: rules)
        breakers = Pool { BreakIterator(.sentence, language: language) }
    }

    /// The sentences of `text`.
    ///
    /// White space at the very beginning is the separator of an empty
    /// first segment.
    /// - Parameter spans: in which no sentence ends, in UTF-16 units; in order
    package func sentences(of text: String, keeping spans: [Range<Int>] = []) -> [Segment] {
        let source = SegmentSource(text)
        return Self.joining(ranges(in: source), across: spans).map { source.segment($0) }
    }

    /// Joins ranges that meet inside a span.
    private static func joining(
        _ ranges: [Range<Int>], across spans: [Range<Int>]
    ) -> [Range<Int>] {
        var joined: [Range<Int>] = []
        var spans = spans[...]
        for range in ranges {
            spans = spans.drop { $0.upperBound <= range.lowerBound }
            if let last = joined.last, let span = spans.first,
                span.lowerBound < range.lowerBound
            {
                joined[joined.count - 1] = last.lowerBound..<range.upperBound
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    /// Whether what stands before a place is no abbreviation, ordinal or quotation.
    func endsSentence(before place: Int, in source: SegmentSource) -> Bool {
        place < source.units.count && stops.endSentence(before: place, in: source)
    }

    /// The sentences with the white space after them, which together are the text.
    func ranges(in source: SegmentSource) -> [Range<Int>] {
        let numbers = stops.numbersAfterStops(in: source)
        var boundaries = breakers.lend { $0.ends(in: source.units) }.map { Int($0) }
        if !numbers.isEmpty { boundaries = (boundaries + numbers).sorted() }
        var ranges: [Range<Int>] = []
        var start = source.endOfSpace(from: 0)
        if start > 0 { ranges.append(0..<start) }
        for boundary in boundaries where boundary > start {
            let end = stops.endOfQuotation(from: source.endOfSpace(from: boundary), in: source)
            if end < source.units.count, !stops.endSentence(before: end, in: source) { continue }
            ranges.append(start..<end)
            start = end
        }
        return ranges
    }
}

// MARK: - Source

/// A text in the form that cutting needs.
struct SegmentSource {
    let text: UnicodeText
    let classes: [UnitClass]

    init(_ string: String) {
        text = UnicodeText(verbatim: string)
        classes = UnicodeText.classes(of: text.units)
    }

    var units: [UInt16] { text.units }

    func string(_ range: Range<Int>) -> String { text.string(range) }

    /// The scalar that begins at a place; nil at the end.
    func scalar(at place: Int) -> Unicode.Scalar? {
        guard units.indices.contains(place) else { return nil }
        return string(place..<min(place + 2, units.count)).unicodeScalars.first
    }

    func endOfSpace(from start: Int) -> Int {
        var end = start
        while end < classes.count, classes[end].isSpace { end += 1 }
        return end
    }

    /// The whole text, white space at its beginning set apart.
    var withoutLeadingSpace: [Range<Int>] {
        let start = endOfSpace(from: 0)
        return [0..<start, start..<units.count].filter { !$0.isEmpty }
    }

    func startOfSpace(before end: Int, notBefore limit: Int = 0) -> Int {
        var start = end
        while start > limit, classes[start - 1].isSpace { start -= 1 }
        return start
    }

    /// The segment at `range`, white space at its end set apart.
    func segment(_ range: Range<Int>) -> Segment {
        let end = startOfSpace(before: range.upperBound, notBefore: range.lowerBound)
        return Segment(
            text: string(range.lowerBound..<end), separator: string(end..<range.upperBound),
            range: text.source(of: range.lowerBound..<end))
    }
}
