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

    init(_ line: String, subwords: SubwordModel, divider: LineDivider) {
        self.line = line
        var segments = divider.segments(of: line) { subwords.ids(of: $0).count }[...]
        if let first = segments.first, first.text.isEmpty {
            leading = first.separator
            segments = segments.dropFirst()
        } else {
            let start = segments.first?.range.lowerBound ?? line.unicodeScalars.count
            leading = String(String.UnicodeScalarView(line.unicodeScalars.prefix(start)))
        }
        parts = segments.map { segment in
            SegmentPart(
                text: segment.text, offset: segment.range.lowerBound,
                separator: segment.separator,
                source: CoveredSource(subwords.encode(segment.text)))
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
