internal import Text

/// A piece of a line that is translated on its own; most lines are one.
struct SegmentPart: Sendable {
    let text: String
    /// Where it begins in the line, in Unicode code points.
    let offset: Int
    /// White space between it and the next part, or the end of the line.
    let separator: String
    let source: CoveredSource
}

/// A line taken apart for translation.
struct SegmentPlan: Sendable {
    let line: String
    /// White space before the text; goes before the translation as it is.
    let leading: String
    let parts: [SegmentPart]

    init(_ line: String, subwords: SubwordModel, segmenter: Segmenter) {
        self.line = line
        let segments = segmenter.segments(of: line) { subwords.ids(of: $0).count }
        let scalars = line.unicodeScalars
        let leadingCount = segments.first?.range.lowerBound ?? scalars.count
        leading = String(String.UnicodeScalarView(scalars.prefix(leadingCount)))
        parts = segments.map { segment in
            SegmentPart(
                text: segment.text, offset: segment.range.lowerBound,
                separator: segment.separator,
                source: CoveredSource(segment.text, subwords: subwords))
        }
    }
}

extension SegmentWord {
    init(_ word: Word) {
        self.init(text: word.text, start: word.range.lowerBound, end: word.range.upperBound)
    }

    func shifted(by offset: Int) -> SegmentWord {
        SegmentWord(text: text, start: start + offset, end: end + offset)
    }
}
