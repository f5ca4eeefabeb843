/// Finds e-mail addresses.
enum MailScanner {
    private static let longestName = 64
    private static let longestDomain = 253

    /// The address whose `@` is here; nil for none.
    static func range(in units: [UInt16], at sign: Int) -> Range<Int>? {
        guard let start = startOfName(in: units, endingAt: sign),
            let end = endOfDomain(in: units, from: sign + 1)
        else { return nil }
        return start..<end
    }

    private static func startOfName(in units: [UInt16], endingAt sign: Int) -> Int? {
        var start = sign
        while start > 0, sign - start <= longestName, isNameUnit(units[start - 1]) { start -= 1 }
        guard sign - start <= longestName else { return nil }
        while start < sign, nameSigns.contains(units[start]), units[start] != UInt16(ascii: "%") {
            start += 1
        }
        return start < sign && units[sign - 1] != UInt16(ascii: ".") ? start : nil
    }

    private static let nameSigns = Set("._%+-".utf16)

    private static func isNameUnit(_ unit: UInt16) -> Bool {
        isHostUnit(unit) || nameSigns.contains(unit)
    }

    private static func isHostUnit(_ unit: UInt16) -> Bool {
        if unit < 0x80 { return unit.isASCIIAlphanumeric }
        let unitClass = UnitClass(unit: unit)
        return unitClass.isSpacedLetter || unitClass.kind == .digit
    }

    /// Labels with full stops between, the last of two letters at least.
    private static func endOfDomain(in units: [UInt16], from start: Int) -> Int? {
        var reader = UnitReader(units, at: start)
        var end: Int?
        var labels = 0
        while reader.place - start < longestDomain {
            let labelStart = reader.place
            guard let first = reader.next, isHostUnit(first) else { break }
            reader.takeAll(atMost: longestDomain) { isHostUnit($0) || $0 == UInt16(ascii: "-") }
            labels += 1
            let label = units[labelStart..<reader.place]
            if labels > 1, label.count > 1, !label.contains(where: \.isASCIIDigit) {
                end = label.last == UInt16(ascii: "-") ? reader.place - 1 : reader.place
            }
            guard reader.take(".") else { break }
        }
        return end
    }
}
