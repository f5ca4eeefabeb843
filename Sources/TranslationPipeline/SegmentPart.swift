internal import Text

/// A piece of a line that is translated on its own; most lines are one.
struct SegmentPart: Sendable {
    let text: String
    /// Where it begins in the line, in Unicode code points.
    let offset: Int
    /// White space between it and the next part, or the end of the line.
    fileprivate(set) var separator: String
    let source: CoveredSource
}

/// A line taken apart for translation.
///
/// Tabs and line ends separate texts of their own, such as the cells of a table, and come out
/// where they went in; each text is cut where it is too long for the model.
struct SegmentPlan: Sendable {
    let line: String
    /// White space before the text; goes before the translation as it is.
    private(set) var leading = ""
    private(set) var parts: [SegmentPart] = []
    /// Whether a text was too long to be translated whole.
    private(set) var isDivided = false

    init(_ line: String, subwords: SubwordModel, divider: LineDivider) {
        self.line = line
        let scalars = line.unicodeScalars
        var (start, offset) = (scalars.startIndex, 0)
        for end in Self.separators(in: line, subwords: subwords) {
            let text = String(scalars[start..<end])
            add(text, at: offset, subwords: subwords, divider: divider)
            addSpace(String(scalars[end]))
            offset += text.unicodeScalars.count + 1
            start = scalars.index(after: end)
        }
        add(String(scalars[start...]), at: offset, subwords: subwords, divider: divider)
    }

    /// Where texts are separated; never within a protected span.
    private static func separators(in line: String, subwords: SubwordModel) -> [String.Index] {
        let scalars = line.unicodeScalars
        let places = scalars.indices.filter { separatesTexts(scalars[$0]) }
        guard !places.isEmpty else { return [] }
        var spans = subwords.protectedRanges(in: line)[...]
        return places.filter { place in
            let unit = place.utf16Offset(in: line)
            spans = spans.drop { $0.upperBound <= unit }
            return spans.first.map { unit < $0.lowerBound } ?? true
        }
    }

    /// Tab, line feed and its like, and the separators of lines and paragraphs.
    static func separatesTexts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    private mutating func add(
        _ text: String, at offset: Int, subwords: SubwordModel, divider: LineDivider
    ) {
        let segments = divider.segments(of: text, keeping: subwords.protectedRanges) {
            subwords.ids(of: $0).count
        }
        for segment in segments {
            if !segment.text.isEmpty {
                parts.append(
                    SegmentPart(
                        text: segment.text, offset: offset + segment.range.lowerBound,
                        separator: "", source: CoveredSource(segment.text, subwords: subwords)))
            }
            addSpace(segment.separator)
        }
        isDivided = isDivided || segments.count { !$0.text.isEmpty } > 1
    }

    /// Puts other white space after a part than the line has.
    mutating func replaceSpace(afterPart index: Int, by separator: String) {
        parts[index].separator = separator
    }

    private mutating func addSpace(_ space: String) {
        if parts.isEmpty {
            leading += space
        } else {
            parts[parts.count - 1].separator += space
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
