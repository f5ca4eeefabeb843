extension Segment {
    /// Reads what `plainText(codes: .placeholders)` writes, as text and codes without markup.
    ///
    /// Only the exact forms are codes: `<g id="1">` with its `</g>`, `<x id="1"/>`, `<bx id="1"/>`
    /// and `<ex id="1"/>`. Everything else stays text, also a `<g …>` or `</g>` without the other.
    package init(placeholders line: String) {
        self.init("")
        let bytes = Array(line.utf8)
        let tags = Placeholder.tags(in: bytes)
        guard !tags.isEmpty else {
            text = line
            return
        }
        var content: [UInt8] = []
        content.reserveCapacity(bytes.count)
        var done = 0
        for tag in tags {
            content += bytes[done..<tag.range.lowerBound]
            codes.append(InlineCode(tag.kind, number: tag.number, offset: content.count))
            done = tag.range.upperBound
        }
        content += bytes[done...]
        text = String(decoding: content, as: UTF8.self)
    }
}

/// A numbered tag in a line of text.
private struct Placeholder {
    private enum Form: String, CaseIterable {
        case open = "<g id=\""
        case alone = "<x id=\""
        case isolatedOpen = "<bx id=\""
        case isolatedClose = "<ex id=\""

        var end: String { self == .open ? "\">" : "\"/>" }

        var kind: InlineCode.Kind {
            switch self {
            case .open, .isolatedOpen: .open
            case .isolatedClose: .close
            case .alone: .alone
            }
        }
    }

    private static let close = Array("</g>".utf8)
    private static let forms = Form.allCases.map {
        (form: $0, start: Array($0.rawValue.utf8), end: Array($0.end.utf8))
    }
    /// Enough for every number that a segment has.
    private static let maximumDigits = 18

    let kind: InlineCode.Kind
    var number: Int
    let range: Range<Int>
    /// Whether it counts only with a partner.
    var needsPartner: Bool

    /// All that are valid, in order.
    static func tags(in bytes: [UInt8]) -> [Placeholder] {
        var tags: [Placeholder] = []
        var open: [Int] = []
        var place = 0
        while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
            guard var tag = tag(in: bytes, at: start) else {
                place = start + 1
                continue
            }
            place = tag.range.upperBound
            if tag.kind == .open, tag.needsPartner {
                open.append(tags.count)
            } else if tag.needsPartner, let opening = open.popLast() {
                tag.number = tags[opening].number
                tag.needsPartner = false
                tags[opening].needsPartner = false
            }
            tags.append(tag)
        }
        return tags.filter { !$0.needsPartner }
    }

    private static func tag(in bytes: [UInt8], at start: Int) -> Placeholder? {
        let rest = bytes[start...]
        if rest.starts(with: close) {
            return Placeholder(
                kind: .close, number: 0, range: start..<start + close.count, needsPartner: true)
        }
        for (form, beginning, end) in forms where rest.starts(with: beginning) {
            let digits = rest.dropFirst(beginning.count).prefix(maximumDigits)
                .prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let first = digits.first, first != UInt8(ascii: "0"),
                bytes[digits.endIndex...].starts(with: end),
                let number = Int(String(decoding: digits, as: UTF8.self))
            else { return nil }
            return Placeholder(
                kind: form.kind, number: number, range: start..<digits.endIndex + end.count,
                needsPartner: form == .open)
        }
        return nil
    }
}
