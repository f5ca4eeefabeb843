/// Reads UTF-16 units from a place on, and never beyond the end.
struct UnitReader {
    let units: [UInt16]
    private(set) var place: Int

    init(_ units: [UInt16], at place: Int) {
        self.units = units
        self.place = place
    }

    var next: UInt16? { place < units.count ? units[place] : nil }

    func nextIs(_ character: Unicode.Scalar) -> Bool {
        place < units.count && UInt32(units[place]) == character.value
    }

    /// Steps over the next unit, unless the text has ended.
    mutating func skip() {
        if place < units.count { place += 1 }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard nextIs(character) else { return false }
        place += 1
        return true
    }

    mutating func take(where fits: (UInt16) -> Bool) -> Bool {
        guard let next, fits(next) else { return false }
        place += 1
        return true
    }

    /// Steps over units that fit.
    /// - Returns: how many, `limit` at most
    @discardableResult
    mutating func takeAll(atMost limit: Int = .max, where fits: (UInt16) -> Bool) -> Int {
        let start = place
        while place < units.count, place - start < limit, fits(units[place]) { place += 1 }
        return place - start
    }

    mutating func skipSpaces() {
        while nextIs(" ") { place += 1 }
    }

    /// The class of the scalar here; nil at the end.
    var nextClass: UnitClass? { units.unitClass(at: place) }
}

extension UInt16 {
    init(ascii character: Unicode.Scalar) {
        self = UInt16(UInt8(ascii: character))
    }

    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
    var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }
    var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }
    var isASCIIHexadecimal: Bool { isASCIIDigit || (0x61...0x66).contains(self | 0x20) }
}

extension [UInt16] {
    /// The class of the scalar that begins here; nil at the end.
    func unitClass(at place: Int) -> UnitClass? {
        guard indices.contains(place) else { return nil }
        guard UTF16.isLeadSurrogate(self[place]), place + 1 < count else {
            return UnitClass(unit: self[place])
        }
        return UnitClass(lead: self[place], trail: self[place + 1])
    }

    /// The class of the scalar that ends here; nil at the beginning.
    func unitClass(before place: Int) -> UnitClass? {
        guard indices.contains(place - 1) else { return nil }
        guard UTF16.isTrailSurrogate(self[place - 1]), place > 1 else {
            return UnitClass(unit: self[place - 1])
        }
        return UnitClass(lead: self[place - 2], trail: self[place - 1])
    }
}

extension UnitClass {
    /// Of half a surrogate pair, the class of a sign.
    init(unit: UInt16) {
        self.init(Unicode.Scalar(unit) ?? "\u{FFFD}")
    }

    fileprivate init(lead: UInt16, trail: UInt16) {
        let value = 0x10000 + (UInt32(lead) & 0x3FF) << 10 + UInt32(trail) & 0x3FF
        self.init(Unicode.Scalar(value) ?? "\u{FFFD}")
    }

    /// A letter, a digit, or what belongs to one before it.
    var isWordPart: Bool { kind == .letter || kind == .digit || kind == .mark }
    /// A letter of a script with spaces between words, or what belongs to it.
    var isSpacedLetter: Bool { (kind == .letter || kind == .mark) && !isUnspaced }
}
