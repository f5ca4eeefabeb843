/// Finds numbers: digits of any script, with what stands between them in amounts, times and dates.
///
/// `1,234.5`, `1’000`, `12:30`, `3.141`, `½`, `١٬٢٣٤٫٥`. Signs, units and ordinals are no part of
/// them, and digits behind a letter (`H2O`, `v1.2`) are no number.
enum NumberScanner {
    /// The place behind the run of digits that begins here, and whether it is a number; nil where
    /// no digit stands.
    static func run(in units: [UInt16], at start: Int) -> (end: Int, isNumber: Bool)? {
        guard var end = endOfDigit(in: units, at: start) else { return nil }
        while true {
            if let next = endOfDigit(in: units, at: end) {
                end = next
            } else if end < units.count,
                let next = endOfGroup(in: units, behind: units[end], at: end + 1)
            {
                end = next
            } else {
                break
            }
        }
        return (end, units.unitClass(before: start)?.isSpacedLetter != true)
    }

    /// The digits behind a separator: any, or three where it only ever parts thousands.
    private static func endOfGroup(
        in units: [UInt16], behind separator: UInt16, at start: Int
    ) -> Int? {
        if separators.contains(separator) { return endOfDigit(in: units, at: start) }
        guard thousands.contains(separator) else { return nil }
        var end = start
        for _ in 0..<3 {
            guard let next = endOfDigit(in: units, at: end) else { return nil }
            end = next
        }
        return endOfDigit(in: units, at: end) == nil ? end : nil
    }

    private static let separators = Set(".,:٫٬".utf16)
    /// Apostrophes, no-break space and its narrow kin.
    private static let thousands = Set("'’\u{A0}\u{202F}\u{2009}".utf16)

    private static func endOfDigit(in units: [UInt16], at place: Int) -> Int? {
        guard place < units.count else { return nil }
        let unit = units[place]
        if unit < 0x80 { return unit.isASCIIDigit ? place + 1 : nil }
        if isFraction(unit) { return place + 1 }
        guard let unitClass = units.unitClass(at: place), unitClass.kind == .digit else {
            return nil
        }
        return UTF16.isLeadSurrogate(unit) ? place + 2 : place + 1
    }

    private static func isFraction(_ unit: UInt16) -> Bool {
        (0xBC...0xBE).contains(unit) || (0x2150...0x215E).contains(unit)
    }
}
