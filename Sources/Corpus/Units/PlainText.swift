/// What becomes of inline codes where a text has to be one plain line.
package enum CodeTreatment: String, Sendable, Codable, CaseIterable,
    CustomStringConvertible
{
    /// Left out; one that only breaks the line becomes a space.
    case dropped = "drop"
    /// Kept as numbered tags: `<g id="1">…</g>`, `<x id="2"/>`, `<bx id="3"/>`, `<ex id="3"/>`.
    case placeholders = "keep"

    package var description: String { rawValue }
}

extension Segment {
    /// The segment as one line of text: white space at its ends goes, and a run of it that holds a
    /// line break becomes one space.
    package func plainText(codes treatment: CodeTreatment = .dropped) -> String {
        guard !codes.isEmpty else { return SegmentText.normalized(text) }
        switch treatment {
        case .dropped:
            guard codes.contains(where: { $0.isLineBreak || !$0.subflows.isEmpty }) else {
                return SegmentText.normalized(text)
            }
            return SegmentText.normalized(inserting { _, code in code.trace })
        case .placeholders:
            let nested = nestedPairs
            return SegmentText.normalized(
                inserting { $1.placeholder(isNested: nested.contains($0)) })
        }
    }

    /// The text with a string in the place of each code, which is passed with its index.
    func inserting(_ replacement: (Int, InlineCode) -> String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16 * codes.count)
        var done = 0
        for (index, code) in codes.enumerated() {
            let place = min(max(code.offset, done), bytes.count)
            result += bytes[done..<place]
            result += replacement(index, code).utf8
            done = place
        }
        result += bytes[done...]
        return String(decoding: result, as: UTF8.self)
    }

    /// The indices of the codes that make pairs within the segment, properly nested.
    var nestedPairs: Set<Int> {
        var open: [(number: Int, index: Int)] = []
        var nested: Set<Int> = []
        for (index, code) in codes.enumerated() {
            switch code.kind {
            case .open: open.append((code.number, index))
            case .close:
                guard let place = open.lastIndex(where: { $0.number == code.number }) else {
                    continue
                }
                let opening = open.remove(at: place)
                // Where others were opened since, the two cross.
                if place == open.count { nested.formUnion([opening.index, index]) }
            case .alone: break
            }
        }
        return nested
    }
}

extension InlineCode {
    /// What is left of it in a text without codes.
    var trace: String {
        if isLineBreak { return "\n" }
        return subflows.map { "\n" + $0.segment.plainText() + "\n" }.joined()
    }

    fileprivate func placeholder(isNested: Bool) -> String {
        switch (kind, isNested) {
        case (.open, true): "<g id=\"\(number)\">"
        case (.close, true): "</g>"
        case (.open, false): "<bx id=\"\(number)\"/>"
        case (.close, false): "<ex id=\"\(number)\"/>"
        case (.alone, _): "<x id=\"\(number)\"/>"
        }
    }
}
