/// Walks over one line of a catalogue.
struct POScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ line: [UInt8]) {
        bytes = line
    }

    /// The byte it is at, nil at the end.
    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// What is left; of bytes that are no UTF-8, the usual replacement.
    var rest: String { String(decoding: bytes[index...], as: UTF8.self) }

    mutating func advance() {
        index = min(index + 1, bytes.count)
    }

    mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { index += 1 }
    }

    /// What comes before a blank or a quotation mark.
    mutating func keyword() -> String {
        let start = index
        while let byte = peek, byte > 0x20, byte != UInt8(ascii: "\"") { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// A string in quotation marks with nothing behind it, without its escapes; nil where there is
    /// none.
    mutating func string() -> [UInt8]? {
        guard peek == UInt8(ascii: "\"") else { return nil }
        advance()
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count - index)
        while let byte = peek {
            advance()
            switch byte {
            case UInt8(ascii: "\""):
                skipBlanks()
                return peek == nil ? result : nil
            case UInt8(ascii: "\\"): appendEscape(to: &result)
            default: result.append(byte)
            }
        }
        return nil
    }

    /// The escapes of C; of an unknown one both characters stay.
    private mutating func appendEscape(to result: inout [UInt8]) {
        guard let byte = peek else { return }
        if let value = number(digits: 3, radix: 8) {
            return result.append(UInt8(truncatingIfNeeded: value))
        }
        advance()
        switch byte {
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "a"): result.append(0x07)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "v"): result.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "?"):
            result.append(byte)
        case UInt8(ascii: "x"):
            if let value = number(digits: 2, radix: 16) {
                result.append(UInt8(truncatingIfNeeded: value))
            } else {
                result += [UInt8(ascii: "\\"), byte]
            }
        default: result += [UInt8(ascii: "\\"), byte]
        }
    }

    private mutating func number(digits: Int, radix: Int) -> Int? {
        var value: Int?
        for _ in 0..<digits {
            guard let byte = peek, byte < 0x80,
                let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix
            else { break }
            value = (value ?? 0) * radix + digit
            index += 1
        }
        return value
    }
}
