/// A part of a text and the white space after it; the parts of a text, put together, are the text.
package struct Segment: Sendable, Equatable {
    package var text: String
    /// The white space up to the next segment, as it stood.
    package var separator: String
    /// Where `text` stands in the whole, in Unicode scalars.
    package var range: Range<Int>
}

/// Cuts a text into sentences by ICU's rules for the language, without being misled by
/// abbreviations, initials and ordinals.
package struct SentenceSplitter: Sendable {
    private let abbreviations: Abbreviations
    private let breakers: Pool<BreakIterator>

    /// - Parameter language: a code such as `de` or `pt-BR`.
    package init(language: String) {
        abbreviations = Abbreviations(language: language)
        breakers = Pool { BreakIterator(.sentence, language: language) }
    }

    /// The sentences of `text`.
    ///
    /// White space at the very beginning is the separator of an empty
    /// first segment.
    package func sentences(of text: String) -> [Segment] {
        let source = SegmentSource(text)
        return ranges(in: source).map { source.segment($0) }
    }

    /// The sentences with the white space after them, which together are the text.
    func ranges(in source: SegmentSource) -> [Range<Int>] {
        let boundaries = breakers.lend { $0.ends(in: source.units) }.map { Int($0) }
        var ranges: [Range<Int>] = []
        var start = source.endOfSpace(from: 0)
        if start > 0 { ranges.append(0..<start) }
        for boundary in boundaries where boundary > start {
            let end = source.endOfSpace(from: boundary)
            if end < source.units.count, !endsSentence(before: end, in: source) { continue }
            ranges.append(start..<end)
            start = end
        }
        return ranges
    }
}

// MARK: - Abbreviations

extension SentenceSplitter {
    /// The longest abbreviation looked for.
    private static let longestWord = 16

    private func endsSentence(before end: Int, in source: SegmentSource) -> Bool {
        let stop = source.startOfSpace(before: end) - 1
        guard stop > 0, source.units[stop] == 0x2E else { return true }
        // A new line is an end whatever stands before it.
        if source.units[(stop + 1)..<end].contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            return true
        }
        let word = wordStart(before: stop, in: source)..<stop
        guard !word.isEmpty, word.count <= Self.longestWord else { return true }
        return !abbreviations.contain(
            source.string(word), beforeNumber: source.classes[end].kind == .digit)
    }

    private func wordStart(before stop: Int, in source: SegmentSource) -> Int {
        var start = stop
        while start > 0, stop - start <= Self.longestWord {
            let kind = source.classes[start - 1].kind
            let isInner = source.units[start - 1] == 0x2E || source.units[start - 1] == 0x2D
            guard kind == .letter || kind == .mark || kind == .digit || isInner else { break }
            start -= 1
        }
        return start
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
