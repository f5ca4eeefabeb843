/// A token as a file spells it, and what it stands for.
///
///     token    = ["￭"] surface ["￭"]          the joiner: no space on that side
///     surface  = any characters; white space, invisible ones, `￭`, `｟`, `｠` and `\` as `\u{HEX}`
///
/// `￭` alone joins what stands on both sides of it. Two are equal when their scalars are: `é` is
/// not the same token as `e` with an accent after it.
package struct TokenForm: Sendable {
    /// What appears in the text.
    package var surface: String
    package var joinsLeft = false
    package var joinsRight = false

    static let joiner: Unicode.Scalar = "\u{FFED}"
    /// Joins what stands on both sides of it.
    static let joinerAlone = TokenForm(surface: "", joinsLeft: true)

    init(surface: String, joinsLeft: Bool = false, joinsRight: Bool = false) {
        self.surface = surface
        self.joinsLeft = joinsLeft
        self.joinsRight = joinsRight
    }

    /// Reads the spelling back, or nil when it follows no such rule.
    init?(spelling: some StringProtocol) {
        var scalars = Substring(spelling).unicodeScalars
        guard !scalars.isEmpty else { return nil }
        if scalars.first == Self.joiner {
            joinsLeft = true
            scalars.removeFirst()
        }
        if scalars.last == Self.joiner {
            joinsRight = true
            scalars.removeLast()
        }
        guard let surface = Self.unescaped(scalars) else { return nil }
        self.surface = surface
        guard !surface.isEmpty || (joinsLeft && !joinsRight) else { return nil }
    }

    var isBare: Bool { !joinsLeft && !joinsRight }

    /// How a file spells it.
    package var spelling: String {
        let joiner = String(Self.joiner)
        return (joinsLeft ? joiner : "") + surface.unicodeScalars.map(Self.spell).joined()
            + (joinsRight ? joiner : "")
    }
}

extension TokenForm: Hashable {
    package static func == (one: TokenForm, other: TokenForm) -> Bool {
        one.joinsLeft == other.joinsLeft && one.joinsRight == other.joinsRight
            && one.surface.utf8.elementsEqual(other.surface.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var surface = surface
        surface.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(joinsLeft)
        hasher.combine(joinsRight)
    }
}

// MARK: - Escapes

extension TokenForm {
    private static func spell(_ scalar: Unicode.Scalar) -> String {
        isPlain(scalar)
            ? String(scalar) : "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value > 0x20 && scalar.value < 0x7F && scalar != "\\" }
        if scalar == joiner || scalar == Token.open || scalar == Token.close { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }

    private static func unescaped(_ spelling: Substring.UnicodeScalarView) -> String? {
        guard spelling.contains(where: { $0 == "\\" || $0 == joiner }) else {
            return String(spelling)
        }
        let scalars = Array(spelling)
        var surface = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "\\" else {
                if scalars[index] == joiner { return nil }
                surface.append(scalars[index])
                index += 1
                continue
            }
            guard let end = scalars[index...].firstIndex(of: "}"), end - index <= 9,
                index + 3 < end, scalars[index + 1] == "u", scalars[index + 2] == "{",
                let value = hexadecimal(scalars[index + 3..<end]),
                let scalar = Unicode.Scalar(value)
            else { return nil }
            surface.append(scalar)
            index = end + 1
        }
        return String(surface)
    }

    private static func hexadecimal(_ digits: ArraySlice<Unicode.Scalar>) -> UInt32? {
        UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
    }
}
