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
            return SegmentText.normalized(inserting { $0.trace })
        case .placeholders:
            let nested = nestedPairs
            return SegmentText.normalized(
                inserting { $0.placeholder(isNested: nested.contains($0.number)) })
        }
    }

    /// The text with a string in the place of each code.
    func inserting(_ replacement: (InlineCode) -> String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 16 * codes.count)
        var done = 0
        for code in codes {
            let place = min(max(code.offset, done), bytes.count)
            result += bytes[done..<place]
            result += replacement(code).utf8
            done = place
        }
        result += bytes[done...]
        return String(decoding: result, as: UTF8.self)
    }

    /// The numbers of the open codes that are closed in the segment, properly nested.
    var nestedPairs: Set<Int> {
        var open: [Int] = []
        var nested: Set<Int> = []
        var seen: Set<Int> = []
        for code in codes {
            switch code.kind {
            case .open:
                // A number that comes twice names no pair.
                if seen.insert(code.number).inserted { open.append(code.number) }
            case .close:
                guard let index = open.lastIndex(of: code.number) else { continue }
                if index == open.count - 1 { nested.insert(code.number) }
                open.remove(at: index)
            case .alone: break
            }
        }
        return nested
    }
}

extension InlineCode {
    /// What is left of it in a text without codes.
    fileprivate var trace: String {
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
