/// Finds the placeholders in braces.
///
/// `{0}`, `{name}`, `{user.name}`, `{0:N2}`, `{name!r}`, `{{x}}`, `{{{x}}}`, ICU messages; with a
/// sign before, `${x}`, `#{x}`, `$t(key)` and `$NAME$`. Not `[[x]]` and `__x__`, which more often
/// are links and emphasis.
enum BraceScanner {
    private static let longestName = 64
    private static let longestContent = 256

    /// The place behind the placeholder that begins here with `{`; nil for none.
    /// - Parameter messages: where ICU messages are looked for
    static func end(in units: [UInt16], at start: Int, messages: inout MessageScanner) -> Int? {
        var reader = UnitReader(units, at: start)
        let depth = reader.takeAll(atMost: 3) { $0 == UInt16(ascii: "{") }
        if depth > 1 { return endOfContent(&reader, depth: depth) }
        guard depth == 1 else { return nil }
        if reader.take("}") { return reader.place }
        reader.skipSpaces()
        let nameStart = reader.place
        guard skipName(&reader) else { return nil }
        let isPlain = units[nameStart].isASCIIDigit || units[nameStart] == UInt16(ascii: "$")
        let touches = !reader.nextIs(" ")
        reader.skipSpaces()
        if reader.take("}") { return reader.place }
        if reader.take(",") { return messages.end(in: units, at: reader.place) }
        guard isPlain || touches else { return nil }
        return endOfFormat(&reader, takesSpaces: isPlain)
    }

    /// The place behind the `{name}` that begins here; nil for none.
    static func endOfName(in units: [UInt16], at start: Int) -> Int? {
        var reader = UnitReader(units, at: start)
        guard reader.take("{"), skipName(&reader) else { return nil }
        return reader.take("}") ? reader.place : nil
    }

    /// The place behind what begins here with `$` or `#`; nil for none.
    static func endOfSigned(in units: [UInt16], at start: Int) -> Int? {
        var reader = UnitReader(units, at: start)
        let isDollar = reader.nextIs("$")
        reader.skip()
        if reader.take("{") { return endOfContent(&reader, depth: 1) }
        guard isDollar, let first = reader.next, first.isASCIILetter else { return nil }
        let length = reader.takeAll(atMost: longestName) {
            $0.isASCIIAlphanumeric || $0 == UInt16(ascii: "_") || $0 == UInt16(ascii: "@")
        }
        if length > 1, reader.take("$") { return reader.place }
        guard length == 1, first == UInt16(ascii: "t"), reader.take("(") else { return nil }
        let key = reader.takeAll(atMost: longestContent) {
            $0 != UInt16(ascii: "(") && $0 != UInt16(ascii: ")")
        }
        return key > 0 && reader.take(")") ? reader.place : nil
    }

    // MARK: - Parts

    /// Anything but braces, and not white space alone.
    private static func endOfContent(_ reader: inout UnitReader, depth: Int) -> Int? {
        reader.skipSpaces()
        let length = reader.takeAll(atMost: longestContent) {
            $0 != UInt16(ascii: "{") && $0 != UInt16(ascii: "}")
        }
        guard length > 0 else { return nil }
        for _ in 0..<depth {
            guard reader.take("}") else { return nil }
        }
        return reader.place
    }

    private static func skipName(_ reader: inout UnitReader) -> Bool {
        let start = reader.place
        while reader.place - start <= longestName, let next = reader.next, isNameUnit(next) {
            reader.skip()
        }
        return (1...longestName).contains(reader.place - start)
    }

    /// Letters of every language, digits, and what names and paths have between them.
    private static func isNameUnit(_ unit: UInt16) -> Bool {
        if unit < 0x80 { return unit.isASCIIAlphanumeric || signs.contains(unit) }
        return UnitClass(unit: unit).isWordPart
    }

    private static let signs = Set("._-[]()$@#/".utf16)

    /// `:N2}`, `!r}`; with spaces only where the name is no word, so that “{note: see below}” is
    /// text.
    private static func endOfFormat(_ reader: inout UnitReader, takesSpaces: Bool) -> Int? {
        guard reader.take(where: { $0 == UInt16(ascii: ":") || $0 == UInt16(ascii: "!") }) else {
            return nil
        }
        let length = reader.takeAll(atMost: longestName) {
            $0 != UInt16(ascii: "{") && $0 != UInt16(ascii: "}")
                && (takesSpaces || $0 != UInt16(ascii: " "))
        }
        return length > 0 && reader.take("}") ? reader.place : nil
    }
}
