// A per cent sign begins a placeholder or ends a number, and “100%d'accord” looks like both. What
// nobody writes after a number – `%1$s`, `%@`, `%ld`, `%.2f`, `%(name)s`, `%{name}`, `%%` – is a
// placeholder anywhere; a letter alone is one where no digit stands before, and, behind a digit and
// a space, where it is one of those that programs write most and no apostrophe follows.

/// Finds the placeholders that begin with a per cent sign.
///
/// Those of C and its heirs (`%s`, `%1$s`, `%-5.2f`, `%ld`, `%@`, `%%`, `%#@files@`), of dates
/// (`%Y`), of Python (`%(name)s`), of Ruby (`%{name}`, `%<name>d`), of Qt (`%1`, `%L1`), and
/// `%name%`.
enum PercentScanner {
    private static let longestName = 64

    /// The place behind the placeholder that begins here with `%`; nil for none.
    /// - Parameter protectedEnd: where the placeholder before ends, whose digits are no number.
    static func end(in units: [UInt16], at start: Int, protectedEnd: Int) -> Int? {
        var reader = UnitReader(units, at: start)
        guard reader.take("%") else { return nil }
        if reader.take("%") { return reader.place }
        if reader.nextIs("{") { return BraceScanner.endOfName(in: units, at: start + 1) }
        if reader.take("(") { return endOfNamed(&reader, closedBy: ")") }
        if reader.take("<") { return endOfNamed(&reader, closedBy: ">") }
        if let end = endOfFiles(reader) { return end }
        let number = Number(before: start, in: units, protectedEnd: protectedEnd)
        return endOfPlaceMarker(reader, sign: "L", after: number)
            ?? endOfConversion(reader, after: number)
            ?? endOfPlaceMarker(reader, sign: nil, after: number)
            ?? (number == .touching ? nil : endOfVariable(reader))
    }

    /// What stands before a per cent sign.
    private enum Number {
        case none, spaced, touching

        init(before start: Int, in units: [UInt16], protectedEnd: Int) {
            let previous = start > protectedEnd ? units.unitClass(before: start) : nil
            if previous?.kind == .digit {
                self = .touching
            } else if previous?.isSpace == true, start - 1 > protectedEnd,
                units.unitClass(before: start - 1)?.kind == .digit
            {
                self = .spaced
            } else {
                self = .none
            }
        }
    }

    // MARK: - Conversions

    private static func endOfConversion(_ reader: UnitReader, after number: Number) -> Int? {
        var reader = reader
        let isSure = skipFormat(&reader)
        if reader.take("@") { return reader.place }
        guard let letter = reader.next, letter.isASCIILetter else { return nil }
        reader.skip()
        let end = reader.place
        let lettersBehind = reader.takeAll(atMost: 3, where: \.isASCIILetter)
        if isSure { return lettersBehind == 0 ? end : nil }
        switch number {
        case .touching: return nil
        case .spaced:
            guard usual.contains(letter), lettersBehind == 0, !isApostrophe(reader.next) else {
                return nil
            }
            return end
        case .none:
            return (lettersBehind == 0 && !isEscape(letter, before: reader.next))
                || (lettersBehind <= 2 && beforeUnits.contains(letter)) ? end : nil
        }
    }

    /// Steps over position, flags, width, precision and length.
    /// - Returns: whether no number would be followed by these
    private static func skipFormat(_ reader: inout UnitReader) -> Bool {
        var isSure = false
        var ahead = reader
        if ahead.takeAll(atMost: 3, where: \.isASCIIDigit) > 0, ahead.take("$") {
            reader = ahead
            isSure = true
        }
        reader.takeAll(atMost: 4) { flags.contains($0) }
        reader.takeAll(atMost: 3) { $0.isASCIIDigit || $0 == UInt16(ascii: "*") }
        if reader.nextIs(".") {
            var ahead = reader
            ahead.skip()
            if ahead.takeAll(atMost: 3, where: { $0.isASCIIDigit || $0 == UInt16(ascii: "*") }) > 0
            {
                reader = ahead
                isSure = true
            }
        }
        ahead = reader
        if ahead.takeAll(atMost: 2, where: { lengths.contains($0) }) > 0, let next = ahead.next,
            integers.contains(next)
        {
            reader = ahead
            isSure = true
        }
        return isSure
    }

    /// Not the space, although C has it: “50 % discount”.
    private static let flags = Set("-+0#'".utf16)
    private static let lengths = Set("hlqjzt".utf16)
    private static let integers = Set("diuxXfs".utf16)
    private static let usual = Set("sdiufx".utf16)
    /// A unit may be written to these without a space: `%dpx`.
    private static let beforeUnits = Set("sduf".utf16)

    private static func isApostrophe(_ unit: UInt16?) -> Bool {
        unit == UInt16(ascii: "'") || unit == 0x2019
    }

    /// `%E4` and `%d8` are bytes of an address.
    private static func isEscape(_ letter: UInt16, before next: UInt16?) -> Bool {
        letter.isASCIIHexadecimal && next?.isASCIIDigit == true
    }

    // MARK: - Names and numbers

    /// `%1`, `%L1`, up to two digits.
    private static func endOfPlaceMarker(
        _ reader: UnitReader, sign: Unicode.Scalar?, after number: Number
    ) -> Int? {
        var reader = reader
        guard number != .touching, sign.map({ reader.take($0) }) ?? true else { return nil }
        guard let first = reader.next, first != UInt16(ascii: "0"),
            reader.takeAll(atMost: 2, where: \.isASCIIDigit) > 0, reader.nextClass?.kind != .digit,
            reader.next?.isASCIILetter != true
        else { return nil }
        return reader.place
    }

    /// `%name%`.
    private static func endOfVariable(_ reader: UnitReader) -> Int? {
        var reader = reader
        guard let first = reader.next, first.isASCIILetter,
            reader.takeAll(atMost: longestName, where: isNameUnit) > 2
        else { return nil }
        return reader.take("%") ? reader.place : nil
    }

    /// `%#@files@`.
    private static func endOfFiles(_ reader: UnitReader) -> Int? {
        var reader = reader
        guard reader.take("#"), reader.take("@"),
            reader.takeAll(atMost: longestName, where: isNameUnit) > 0
        else { return nil }
        return reader.take("@") ? reader.place : nil
    }

    /// `%(name)s`, `%<name>d`.
    private static func endOfNamed(
        _ reader: inout UnitReader, closedBy close: Unicode.Scalar
    ) -> Int? {
        guard reader.takeAll(atMost: longestName, where: isNameUnit) > 0, reader.take(close) else {
            return nil
        }
        _ = skipFormat(&reader)
        return reader.take(where: \.isASCIILetter) ? reader.place : nil
    }

    private static func isNameUnit(_ unit: UInt16) -> Bool {
        unit.isASCIIAlphanumeric || unit == UInt16(ascii: "_") || unit == UInt16(ascii: ".")
            || unit == UInt16(ascii: "-")
    }
}
