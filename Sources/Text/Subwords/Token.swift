/// An entry of a vocabulary.
///
/// Text never becomes one of the bracketed tokens by what it says: brackets in text are characters
/// like others, and a file spells them `\u{FF5F}` and `\u{FF60}`.
enum Token: Sendable, Hashable {
    /// `<pad>`, `<unk>`, `<s>` or `</s>`.
    case special(String)
    /// Characters, with the joiners at their sides.
    case text(TokenForm)
    /// A byte of the UTF-8 of a character that the vocabulary lacks: `<0xE2>`.
    case byte(UInt8)
    /// Stands for a protected span: `｟#1｠`. Number 0, `｟#｠`, is for all that have no number.
    case slot(Int)
    /// Says how the letters after it are written: `｟^｠`.
    case mark(CaseMark)
    /// A text that is one token wherever it stands: an inline tag, or a term, `｟=New\u{20}York｠`.
    case whole(TokenForm)

    static let open: Unicode.Scalar = "\u{FF5F}"
    static let close: Unicode.Scalar = "\u{FF60}"
    /// No text has more.
    static let mostSlots = 1 << 16

    /// A glossary's term; nil for any other token.
    var term: String? {
        guard case .whole(let form) = self, !InlineTags.isTag(form.surface) else { return nil }
        return form.surface
    }

    var spelling: String {
        switch self {
        case .special(let name): name
        case .text(let form): form.spelling
        case .byte(let byte): "<0x\(Self.hexadecimal(byte))>"
        case .slot(let number): Self.bracketed("#" + (number == 0 ? "" : "\(number)"))
        case .mark(let mark): Self.bracketed(mark.rawValue)
        case .whole(let form):
            InlineTags.isTag(form.surface) ? form.spelling : Self.bracketed("=" + form.spelling)
        }
    }

    /// Reads the spelling back, or nil when it follows no such rule; never a special.
    init?(spelling: String) {
        if let byte = Self.byte(spelling) {
            self = .byte(byte)
        } else if let inner = Self.withoutBrackets(spelling) {
            guard let token = Self.bracketed(reading: inner) else { return nil }
            self = token
        } else {
            guard let form = TokenForm(spelling: spelling) else { return nil }
            self = InlineTags.isTag(form.surface) && form.isBare ? .whole(form) : .text(form)
        }
    }
}

// MARK: - Spelling

extension Token {
    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }

    private static func byte(_ spelling: String) -> UInt8? {
        guard spelling.utf8.count == 6 else { return nil }
        let letters = Array(spelling.utf8)
        guard letters.starts(with: "<0x".utf8), letters[5] == 0x3E,
            let byte = UInt8(String(decoding: letters[3..<5], as: UTF8.self), radix: 16),
            hexadecimal(byte).utf8.elementsEqual(letters[3..<5])
        else { return nil }
        return byte
    }

    private static func bracketed(_ inner: String) -> String {
        "\(open)\(inner)\(close)"
    }

    private static func withoutBrackets(_ spelling: String) -> String? {
        let scalars = spelling.unicodeScalars
        guard scalars.count >= 2, scalars.first == open, scalars.last == close else { return nil }
        return String(scalars.dropFirst().dropLast())
    }

    private static func bracketed(reading inner: String) -> Token? {
        if let mark = CaseMark(rawValue: inner) { return .mark(mark) }
        if inner == "#" { return .slot(0) }
        if inner.hasPrefix("#"), let number = Int(inner.dropFirst()),
            (1..<mostSlots).contains(number), "#\(number)" == inner
        {
            return .slot(number)
        }
        guard inner.hasPrefix("="), let form = TokenForm(spelling: inner.dropFirst()), form.isBare,
            !InlineTags.isTag(form.surface)
        else { return nil }
        return .whole(form)
    }
}
