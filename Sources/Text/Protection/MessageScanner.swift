/// Finds the ends of ICU messages such as `{n, plural, one {# file} other {# files}}`.
///
/// Braces pair up, but for those in apostrophes: `'{'`. What does not pair up, nests deeper than
/// any message or is longer is text, and no message is looked for within what was read in vain, so
/// that a unit is read twice at most.
struct MessageScanner {
    private static let longest = 16_384
    private static let deepest = 32
    private static let longestWord = 16

    /// Messages before have no end.
    private var firstPlace = 0

    /// - Parameter start: the place behind the comma after the message's argument
    /// - Returns: the place behind the brace that closes the message; nil for none
    mutating func end(in units: [UInt16], at start: Int) -> Int? {
        guard start >= firstPlace else { return nil }
        var reader = UnitReader(units, at: start)
        guard skipType(&reader) else { return nil }
        if reader.take("}") { return reader.place }
        guard reader.take(",") else { return nil }
        let end = Self.endOfStyle(&reader)
        if end == nil { firstPlace = reader.place }
        return end
    }

    private func skipType(_ reader: inout UnitReader) -> Bool {
        reader.skipSpaces()
        let start = reader.place
        reader.takeAll(atMost: Self.longestWord, where: \.isASCIILetter)
        guard Self.types.contains(Array(reader.units[start..<reader.place])) else { return false }
        reader.takeAll { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        return true
    }

    private static let types = Set(
        [
            "plural", "select", "selectordinal", "choice", "number", "date", "time", "spellout",
            "ordinal", "duration", "list",
        ].map { Array($0.utf16) })

    private static func endOfStyle(_ reader: inout UnitReader) -> Int? {
        let start = reader.place
        var depth = 1
        var isQuoted = false
        while let unit = reader.next, reader.place - start < longest {
            reader.skip()
            if unit == UInt16(ascii: "'") {
                if reader.take("'") { continue }
                isQuoted = !isQuoted && reader.next.map(quotable.contains) == true
            } else if !isQuoted, unit == UInt16(ascii: "{") {
                depth += 1
                if depth > deepest { return nil }
            } else if !isQuoted, unit == UInt16(ascii: "}") {
                depth -= 1
                if depth == 0 { return reader.place }
            }
        }
        return nil
    }

    /// What an apostrophe before takes its meaning from.
    private static let quotable = Set("{}#|".utf16)
}
