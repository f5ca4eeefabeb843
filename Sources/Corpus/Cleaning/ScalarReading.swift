extension [UInt8] {
    /// The scalar that begins here, of valid UTF-8, and its bytes; what is cut off counts as far as
    /// it goes.
    borrowing func scalar(at index: Int) -> (value: UInt32, length: Int) {
        let lead = UInt32(self[index])
        guard lead >= 0x80 else { return (lead, 1) }
        let wanted = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        let length = Swift.min(wanted, count - index)
        var value = lead & (0x7F >> UInt32(wanted))
        for place in 1..<Swift.max(1, length) {
            value = value << 6 | UInt32(self[index + place] & 0x3F)
        }
        return (value, length)
    }

    /// The scalar that ends before here.
    borrowing func scalar(before index: Int) -> UInt32? {
        guard index > 0 else { return nil }
        var start = index - 1
        while start > 0, index - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start).value
    }

    borrowing func scalarOrNil(at index: Int) -> UInt32? {
        index < count ? scalar(at: index).value : nil
    }

    /// Whether `literal`, ASCII, stands here.
    borrowing func has(_ literal: StaticString, at index: Int) -> Bool {
        guard index + literal.utf8CodeUnitCount <= count else { return false }
        return literal.withUTF8Buffer { literal in
            for place in literal.indices where self[index + place] != literal[place] {
                return false
            }
            return true
        }
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
    var isASCIILowercase: Bool { self &- UInt8(ascii: "a") < 26 }
    var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
}
