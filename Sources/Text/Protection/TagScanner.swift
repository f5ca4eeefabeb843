/// Finds inline codes written out as markup: numbered tags, tags of XML and HTML, entities.
enum TagScanner {
    private static let longestName = 64
    private static let longestTag = 4_096

    /// The place behind the code that begins here with `<` or `&`; nil for none.
    static func end(in units: [UInt16], at start: Int) -> Int? {
        var reader = UnitReader(units, at: start)
        if reader.take("&") { return endOfEntity(&reader) }
        guard reader.take("<") else { return nil }
        let isClosing = reader.take("/")
        let previous = start > 0 ? units[start - 1] : 0
        guard let first = reader.next,
            first.isASCIILetter || (first.isASCIIDigit && !previous.isASCIIDigit)
        else { return nil }
        if let end = InlineTags.end(of: units[start...]) { return end }
        reader.takeAll(atMost: longestName, where: isNameUnit)
        if !isClosing, !skipAttributes(&reader, from: start) { return nil }
        reader.takeAll(where: isSpace)
        if !isClosing { _ = reader.take("/") }
        return reader.take(">") ? reader.place : nil
    }

    /// Each with a value: words alone are prose, as in “if a <b and c> d”.
    ///
    /// A value has no `<`, as XML demands, so that no unit is read for more than one tag.
    private static func skipAttributes(_ reader: inout UnitReader, from start: Int) -> Bool {
        while reader.takeAll(where: isSpace) > 0, let next = reader.next, isNameUnit(next) {
            reader.takeAll(atMost: longestName, where: isNameUnit)
            reader.takeAll(where: isSpace)
            guard reader.take("=") else { return false }
            reader.takeAll(where: isSpace)
            guard skipValue(&reader), reader.place - start <= longestTag else { return false }
        }
        return true
    }

    private static func skipValue(_ reader: inout UnitReader) -> Bool {
        for quote: Unicode.Scalar in ["\"", "'"] where reader.take(quote) {
            reader.takeAll(atMost: longestTag) {
                $0 != UInt16(ascii: quote) && $0 != UInt16(ascii: "<")
            }
            return reader.take(quote)
        }
        return reader.takeAll(atMost: longestTag) {
            !isSpace($0) && $0 != UInt16(ascii: ">") && $0 != UInt16(ascii: "<")
                && $0 != UInt16(ascii: "/")
        } > 0
    }

    /// `&nbsp;`, `&#160;`, `&#xA0;`.
    private static func endOfEntity(_ reader: inout UnitReader) -> Int? {
        if reader.take("#") {
            let isHexadecimal = reader.take { $0 | 0x20 == UInt16(ascii: "x") }
            let digits = reader.takeAll(atMost: 7) {
                isHexadecimal ? $0.isASCIIHexadecimal : $0.isASCIIDigit
            }
            return digits > 0 && reader.take(";") ? reader.place : nil
        }
        guard let first = reader.next, first.isASCIILetter,
            reader.takeAll(atMost: 32, where: \.isASCIIAlphanumeric) > 1
        else { return nil }
        return reader.take(";") ? reader.place : nil
    }

    private static func isNameUnit(_ unit: UInt16) -> Bool {
        unit.isASCIIAlphanumeric || unit == UInt16(ascii: "-") || unit == UInt16(ascii: "_")
            || unit == UInt16(ascii: ":") || unit == UInt16(ascii: ".")
    }

    private static func isSpace(_ unit: UInt16) -> Bool {
        unit == 0x20 || (0x09...0x0D).contains(unit)
    }
}
