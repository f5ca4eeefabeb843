/// The numbered tags that stand for inline codes in a line of text: `<g id="1">`, `</g>`,
/// `<x id="2"/>`, `<bx id="3"/>` and `<ex id="3"/>`.
///
/// A vocabulary that was learned with them has each as one token, which nothing cuts.
enum InlineTags {
    /// Where tags stand, in order.
    static func ranges(in units: [UInt16]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        while let tag = units[start...].firstIndex(of: lessThan) {
            let end = end(of: units[tag...])
            if let end { ranges.append(tag..<end) }
            start = end ?? tag + 1
        }
        return ranges
    }

    static func isTag(_ text: String) -> Bool {
        let units = Array(text.utf16)
        return units.first == lessThan && end(of: units[...]) == units.count
    }

    private static let lessThan = UInt16(0x3C)
    private static let close = Array("</g>".utf16)
    private static let beginnings = ["<g id=\"", "<x id=\"", "<bx id=\"", "<ex id=\""].map {
        Array($0.utf16)
    }
    private static let endOfOpen = Array("\">".utf16)
    private static let endOfAlone = Array("\"/>".utf16)
    /// No segment has more codes.
    private static let mostDigits = 4

    /// The place behind the tag that `units` begin with, nil for none.
    static func end(of units: ArraySlice<UInt16>) -> Int? {
        if units.starts(with: close) { return units.startIndex + close.count }
        guard let beginning = beginnings.first(where: { units.starts(with: $0) }) else {
            return nil
        }
        let rest = units.dropFirst(beginning.count)
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...mostDigits).contains(digits.count) else { return nil }
        let ending = beginning == beginnings[0] ? endOfOpen : endOfAlone
        return rest[digits.endIndex...].starts(with: ending)
            ? digits.endIndex + ending.count : nil
    }
}
