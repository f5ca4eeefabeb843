/// Reads the little JSON that a safetensors header is made of.
///
/// A scanner of its own, because a general reader would take the last of two tensors with one
/// name without a word. It recurses nowhere, and stops at the first byte that does not fit.
struct HeaderScanner {
    private let bytes: [UInt8]
    private(set) var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var syntaxFault: SafetensorsFault { .headerSyntax(at: place) }

    /// Reads `{ "key": value, … }`, with `readValue` reading each value.
    mutating func readObject(
        _ readValue: (inout HeaderScanner, String) throws(SafetensorsFault) -> Void
    ) throws(SafetensorsFault) {
        try expect(UInt8(ascii: "{"))
        if accept(UInt8(ascii: "}")) { return }
        repeat {
            let key = try readString()
            try expect(UInt8(ascii: ":"))
            try readValue(&self, key)
        } while accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
    }

    /// Reads `[1, 2, …]`.
    mutating func readNumbers(atMost limit: Int) throws(SafetensorsFault) -> [Int] {
        var numbers: [Int] = []
        try expect(UInt8(ascii: "["))
        if accept(UInt8(ascii: "]")) { return numbers }
        repeat {
            guard numbers.count < limit else { throw syntaxFault }
            numbers.append(try readNumber())
        } while accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return numbers
    }

    /// Nothing but white space may follow.
    mutating func readEnd() throws(SafetensorsFault) {
        skipSpace()
        guard place == bytes.count else { throw syntaxFault }
    }

    private mutating func readNumber() throws(SafetensorsFault) -> Int {
        skipSpace()
        let start = place
        var number = 0
        while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
            let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(Int(bytes[place]) - 0x30)
            guard !overflow, !carry else { throw syntaxFault }
            number = sum
            place += 1
        }
        guard place > start else { throw syntaxFault }
        return number
    }
}

// MARK: - Strings

extension HeaderScanner {
    mutating func readString() throws(SafetensorsFault) -> String {
        try expect(UInt8(ascii: "\""))
        var letters: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: letters, as: UTF8.self) else {
                    throw syntaxFault
                }
                return text
            case UInt8(ascii: "\\"):
                letters += Array(String(try readEscape()).utf8)
            case 0..<0x20:
                throw syntaxFault
            default:
                letters.append(byte)
            }
        }
        throw syntaxFault
    }

    private mutating func readEscape() throws(SafetensorsFault) -> Unicode.Scalar {
        guard place < bytes.count else { throw syntaxFault }
        place += 1
        switch bytes[place - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try readUnicodeEscape()
        default: throw syntaxFault
        }
    }

    /// The four digits after `\u`, and the second half that a surrogate needs.
    private mutating func readUnicodeEscape() throws(SafetensorsFault) -> Unicode.Scalar {
        let high = try readHexadecimal()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800..<0xDC00).contains(high), place + 1 < bytes.count,
            bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
        else { throw syntaxFault }
        place += 2
        let low = try readHexadecimal()
        guard (0xDC00..<0xE000).contains(low),
            let scalar = Unicode.Scalar(0x1_0000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw syntaxFault }
        return scalar
    }

    private mutating func readHexadecimal() throws(SafetensorsFault) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<4 {
            guard place < bytes.count,
                let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue
            else { throw syntaxFault }
            number = number << 4 | UInt32(digit)
            place += 1
        }
        return number
    }
}

// MARK: - Punctuation

extension HeaderScanner {
    private mutating func skipSpace() {
        while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
    }

    /// Skips `byte` if it is what comes next.
    private mutating func accept(_ byte: UInt8) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(SafetensorsFault) {
        guard accept(byte) else { throw syntaxFault }
    }
}
