/// What tends to break tokenizers.
enum TroublesomeTexts {
    static let fragments: [String] =
        spaces + markers + signs + letters + cases + emoji + odd + protectable

    private static let spaces = [
        " ", " ", " ", "  ", "   ", "\t", "\t\t", "\u{A0}", "\u{A0}\u{A0}", "\u{3000}", "\u{2009}",
        "\u{202F}", "\u{1680}", "\r\n", "\r", "\n", "\u{2028}", "\u{2029}", "\u{85}", "\u{B}",
    ]

    /// As tokens are spelled in files, which in a text are ordinary characters.
    private static let markers = [
        "￭", "￭￭", "￭a", "a￭", "｟", "｠", "｟#1｠", "｟#｠", "｟^｠", "｟^^｠", "｟^^+｠", "｟^^-｠", "｟=New｠",
        "<0xE2>", "<0x20>", "\\", "\\u{20}", "\\u{FFED}", "<s>", "</s>", "<unk>", "<pad>", "@@ ",
        "▁", "Ġ",
    ]

    private static let signs = [
        "'", "’", "'s", "l'", "\"", "“", "”", "„", "(", ")", "...", "…", "----------", "!", "?!",
        "_", "a_b", "3.5", "e.g.", "-", "–", "—", "\u{AD}", "&amp;", "<", ">", "%", "5 %",
    ]

    private static let letters = [
        "a", "B", "ß", "é", "e\u{301}", "\u{301}", "\u{345}\u{301}", "x\u{323}\u{307}", "Å",
        "\u{212B}", "\u{1112}\u{1161}\u{11AB}", "한국", "你好", "世", "，", "。", "ｶﾞ", "が", "か\u{3099}",
        "ไทย", "שָׁלוֹם", "مرحبا", "हिन्दी", "1", "2024", "٣", "½", "m²", "ﬁ", "ﷺ", "Ω", "\u{2126}",
        "\u{F900}", "①", "Ⅷ", "ʼn",
    ]

    private static let cases = [
        "HOUSE", "House", "house", "McDonald", "iPhone", "A", "Ab", "AB", "aB", "USA-wide", "Ǆ",
        "ǅ", "ǆ", "İ", "ı", "I", "ẞ", "STRASSE", "ΣΑΣ", "σας", "Ά", "ΑΪ", "Ⓐ", "ⓐ", "Ⅳ", "ⅳ", "ᲀ",
        "ᾈ", "Ⴀ", "ა", "Ა", "Ꭰ", "ꭰ", "𐐀", "𐐨", "O'NEIL", "E\u{301}A", "DON'T", "ÉCOLE", "ª",
    ]

    private static let emoji = [
        "👩‍💻", "👍🏽", "🇩🇪", "🇩", "❤️", "❤", "1️⃣", "😀", "👩‍👩‍👧‍👦", "🏴\u{E0067}\u{E007F}", "\u{FE0E}",
    ]

    private static let odd = [
        "\u{0}", "\u{1}", "\u{7F}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}",
        "\u{202E}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{1FFFF}", "\u{E000}",
        "\u{10FFFF}", "𝒳", "\u{E0100}", "\u{378}",
    ]

    private static let protectable = [
        "<g id=\"1\">", "</g>", "<x id=\"2\"/>", "<br/>", "<g id=\"", "%1$s", "%d", "%%", "{name}",
        "{{x}}", "${x}", "{", "}", "{0, plural, one {# e\u{301}} other {# B}}",
        "https://a.bc/É?x=1&y=(z)", "www.a.bc.", "me+you@a.example", "@", "1.234,56", "-7",
    ]
}
