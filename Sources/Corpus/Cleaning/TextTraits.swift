/// What one look at all bytes of a text finds, so that most rules need no look of their own.
struct TextTraits: Sendable, Equatable {
    /// What occurs in the text, or may.
    struct Marks: OptionSet, Sendable {
        let rawValue: UInt16

        static let asciiLetter = Marks(rawValue: 1 << 0)
        static let digit = Marks(rawValue: 1 << 1)
        static let nonASCII = Marks(rawValue: 1 << 2)
        static let ampersand = Marks(rawValue: 1 << 3)
        /// `%`, `{`, `$` or `<`.
        static let placeholder = Marks(rawValue: 1 << 4)
        /// `@`, or `/`.
        static let address = Marks(rawValue: 1 << 5)
        /// A control character of ASCII other than tab and line breaks.
        static let control = Marks(rawValue: 1 << 6)
        /// The first byte of a character among which there are invisible ones.
        static let maybeInvisible = Marks(rawValue: 1 << 7)
        /// The first byte of U+00C0–U+00FF, where damaged UTF-8 shows.
        static let latin1Letter = Marks(rawValue: 1 << 8)
        /// The first byte of a character of a script that is written without spaces.
        static let unspaced = Marks(rawValue: 1 << 9)
    }

    var marks: Marks = []
    var characters = 0
    /// Characters, each counted as the Latin letters that it customarily stands for.
    var weight = 0
    /// Runs of anything but ASCII white space.
    var words = 0

    var isEmpty: Bool { characters == 0 }
}

/// Finds the traits of texts; holds the tables for it.
struct TextScanner: Sendable {
    /// By byte: marks in the low bits, then the weight and whether a character begins here.
    private let table: [UInt32] = (0..<256).map { TextScanner.entry(UInt8($0)) }

    func traits(of text: borrowing [UInt8]) -> TextTraits {
        var (marks, sum): (UInt32, UInt32) = (0, 0)
        var (characters, weight, words) = (0, 0, 0)
        var isInWord = false
        table.withUnsafeBufferPointer { table in
            for index in text.indices {
                let byte = text[index]
                let entry = table[Int(byte)]
                marks |= entry
                sum &+= entry >> 16
                let isWord = byte > 0x20
                if isWord, !isInWord { words += 1 }
                isInWord = isWord
                // Two sums of eight bits each: no more than 80 bytes between their emptying.
                if index & 63 == 63 { Self.empty(&sum, into: &characters, &weight) }
            }
        }
        Self.empty(&sum, into: &characters, &weight)
        return TextTraits(
            marks: TextTraits.Marks(rawValue: UInt16(truncatingIfNeeded: marks)),
            characters: characters, weight: weight, words: words)
    }

    private static func empty(
        _ sum: inout UInt32, into characters: inout Int, _ weight: inout Int
    ) {
        characters += Int(sum & 0xFF)
        weight += Int(sum >> 8)
        sum = 0
    }

    private static func entry(_ byte: UInt8) -> UInt32 {
        let begins = byte & 0xC0 != 0x80
        return UInt32(marks(byte).rawValue) | (begins ? 1 << 16 : 0) | UInt32(weight(byte)) << 24
    }

    private static func marks(_ byte: UInt8) -> TextTraits.Marks {
        switch byte {
        case 0x09, 0x0A, 0x0D: []
        case 0..<0x20, 0x7F: .control
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
            .asciiLetter
        case UInt8(ascii: "&"): .ampersand
        case UInt8(ascii: "%"), UInt8(ascii: "{"), UInt8(ascii: "$"), UInt8(ascii: "<"):
            .placeholder
        case UInt8(ascii: "/"), UInt8(ascii: "@"): .address
        // U+0080–U+00BF, U+2000–U+2FFF, U+F000–U+FFFF.
        case 0xC2, 0xE2, 0xEF: [.nonASCII, .maybeInvisible]
        case 0xC3: [.nonASCII, .latin1Letter]
        // Thai, Lao, Burmese and Khmer are among E0 and E1; then kana, Han, Yi, Hangul.
        case 0xE0, 0xE1, 0xE3...0xEA, 0xF0: [.nonASCII, .unspaced]
        case 0x80...: .nonASCII
        default: []
        }
    }

    /// English has three to three and a half letters and spaces for a Chinese character, about two
    /// for a Japanese or Korean syllable (TICO-19, Tatoeba).
    private static func weight(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x80..<0xC0: 0
        case 0xE4...0xE9: 3
        case 0xE3, 0xEA...0xED: 2
        default: 1
        }
    }
}
