internal import Text

/// A piece of a line that is translated on its own; most lines are one.
struct SegmentPart: Sendable {
    let text: String
    /// Where it begins in the line, in Unicode code points.
    let offset: Int
    /// What stands between it and the next part.
    let separator: String
    let source: CoveredSource
}

/// A line taken apart for translation.
struct SegmentPlan: Sendable {
    let line: String
    /// White space around the text; goes around the translation as it is.
    let leading: String
    let trailing: String
    let parts: [SegmentPart]

    /// - Parameter longest: tokens of the longest part
    init(_ line: String, subwords: SubwordModel, segmenter: Segmenter, longest: Int) {
        self.line = line
        let scalars = Array(line.unicodeScalars)
        let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.count
        let end = (scalars.lastIndex { !$0.properties.isWhitespace } ?? scalars.count - 1) + 1
        leading = Self.string(scalars[..<start])
        guard start < end else {
            trailing = ""
            parts = []
            return
        }
        trailing = Self.string(scalars[end...])
        let body = Self.string(scalars[start..<end])
        parts = segmenter.parts(of: body, longest: longest) { subwords.encode($0).ids.count }
            .map { part in
                SegmentPart(
                    text: part.text, offset: start + part.offset, separator: part.separator,
                    source: CoveredSource(subwords.encode(part.text)))
            }
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
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
