/// What one look at the bytes of a text tells about it.
struct InspectedText: Equatable {
    /// Runs without white space; each Chinese or Japanese character is one.
    var words = 0
    /// Unicode scalars.
    var characters = 0
    /// Has a control character other than a tab or a line break.
    var hasControl = false
    /// Has U+FFFD, which stands where something could not be decoded.
    var hasReplacement = false
    /// Has what UTF-8 looks like when it was read as Windows-1252: `Ã¤`, `â€œ`.
    var isMisdecoded = false
    /// Has `&amp;`, `&lt;` or the like, which should have been decoded once more.
    var hasEntity = false
    /// Has a tag written as text, such as `<b>` or `<f0>`.
    var hasWrittenTag = false

    init(_ text: String) {
        var text = text
        text.withUTF8 { scan($0) }
    }

    private enum Class {
        static let space: UInt8 = 1
        static let control: UInt8 = 2
        static let mark: UInt8 = 4
        static let high: UInt8 = 8
        static let plain: UInt8 = 0
    }

    /// The class of each byte.
    private static let classes: [UInt8] = (0...255).map { (byte: Int) -> UInt8 in
        switch UInt8(byte) {
        case 0x20, 0x09, 0x0A, 0x0D: Class.space
        case 0x00...0x1F, 0x7F: Class.control
        case UInt8(ascii: "<"), UInt8(ascii: "&"): Class.mark
        case 0x80...: Class.high
        default: Class.plain
        }
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        Self.classes.withUnsafeBufferPointer { classes in
            var place = 0
            var isInWord = false
            while place < bytes.count {
                let kind = classes[Int(bytes[place])]
                if kind == Class.plain {
                    if !isInWord { words += 1 }
                    isInWord = true
                } else if kind == Class.space {
                    isInWord = false
                } else if kind == Class.high {
                    place += scanHigh(bytes, at: place, isInWord: &isInWord)
                    characters += 1
                    continue
                } else {
                    if kind == Class.control { hasControl = true } else { mark(bytes, at: place) }
                    if !isInWord { words += 1 }
                    isInWord = true
                }
                characters += 1
                place += 1
            }
        }
    }

    /// - Returns: how many bytes the character has
    private mutating func scanHigh(
        _ bytes: UnsafeBufferPointer<UInt8>, at place: Int, isInWord: inout Bool
    ) -> Int {
        let (scalar, length) = UTF8Decoding.scalar(bytes, at: place)
        if Self.isWordByItself(scalar) {
            words += 1
            isInWord = false
        } else if Self.isSpace(scalar) {
            isInWord = false
        } else {
            if !isInWord { words += 1 }
            isInWord = true
        }
        suspect(scalar, before: place + length, bytes)
        return length
    }

    private mutating func suspect(
        _ scalar: UInt32, before next: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) {
        switch scalar {
        case 0x80...0x9F: hasControl = hasControl || scalar != 0x85
        case 0xFFFD: hasReplacement = true
        // Ã or Â and what a byte of 0x80…0xBF becomes in Windows-1252, of those that no word has.
        case 0xC2, 0xC3:
            guard next + 1 < bytes.count, bytes[next] == 0xC2 else { break }
            isMisdecoded = isMisdecoded || bytes[next + 1] >= 0xA1
        // â€ begins the quotation marks and dashes.
        case 0xE2:
            guard next + 2 < bytes.count else { break }
            let isEuro =
                bytes[next] == 0xE2 && bytes[next + 1] == 0x82 && bytes[next + 2] == 0xAC
            isMisdecoded = isMisdecoded || isEuro
        default: break
        }
    }

    private mutating func mark(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        let rest = UnsafeBufferPointer(rebasing: bytes[(place + 1)...].prefix(100))
        if bytes[place] == UInt8(ascii: "&") {
            hasEntity = hasEntity || Self.beginsEntity(rest)
        } else {
            hasWrittenTag = hasWrittenTag || Self.beginsTag(rest)
        }
    }

    private static func beginsEntity(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        ["amp;", "lt;", "gt;", "quot;", "apos;", "nbsp;", "#"].contains { (name: StaticString) in
            bytes.count >= name.utf8CodeUnitCount
                && (0..<name.utf8CodeUnitCount).allSatisfy { bytes[$0] == name.utf8Start[$0] }
        }
    }

    /// Whether a tag's name and its end follow.
    static func beginsTag(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var place = 0
        if place < bytes.count, bytes[place] == UInt8(ascii: "/") { place += 1 }
        guard place < bytes.count, (bytes[place] | 0x20) &- UInt8(ascii: "a") < 26 else {
            return false
        }
        return bytes[place...].contains(UInt8(ascii: ">"))
    }

    /// Han, Hiragana and Katakana: written without spaces, counted by the character.
    private static func isWordByItself(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
            0x2_0000...0x3_FFFF:
            true
        default: false
        }
    }

    private static func isSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}
