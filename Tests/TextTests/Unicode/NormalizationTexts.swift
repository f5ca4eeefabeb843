/// Random texts of what normalizing treats, for property tests.
enum NormalizationTexts {
    /// What normalizing moves, merges or drops, and letters between.
    private static let fragments: [String] = [
        " ", "  ", "\u{A0}", "\u{2009}", "\u{3000}", "\t", "\n", "\u{AD}", "\u{200B}", "\u{FEFF}",
        "\u{200C}", "\u{200D}", "\u{200E}", "\u{2066}", "“", "’", "«", "´", "\u{1FFD}", "\u{2011}",
        "a", "e", "é", "x", "\u{301}", "\u{323}", "\u{307}", "\u{338}", "=", "\u{345}", "\u{344}",
        "\u{1100}", "\u{1161}", "\u{11A8}", "가", "か", "\u{3099}", "ｶ", "\u{FF9E}", "ﬁ", "…", "Ａ",
        "\u{FDFA}", "\u{2000}", "\u{2126}", "\u{F900}", "\u{1D160}", "𝒳", "\u{1D16E}",
        "ه", "ا", "\u{64E}", "\u{651}", "\u{654}", "क", "\u{93C}", "\u{94D}", "\u{958}", "র",
        "\u{9CD}", "\u{9BE}", "\u{9C7}", "\u{DCA}", "\u{DD9}", "א", "\u{5B8}", "ไ", "\u{E38}",
        "👩", "🏽", "💻", "❤", "\u{FE0F}", "🇩", "1", "\u{20E3}", "©", "\u{F71}", "\u{F73}", "\u{34F}",
    ]

    static func random(_ random: inout SeededGenerator) -> String {
        random.text(of: fragments)
    }

    static func random(_ count: Int, seed: UInt64) -> [String] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Self.random(&random) }
    }

    static func hexadecimal(_ text: String) -> String {
        text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
    }
}
