import Testing

@testable import Text

@Suite struct NormalizationTests {
    @Test(
        "the translation profile has one sign for quotation marks, dashes and spaces",
        arguments: [
            ("“a” „b“ ”c‟ «d»", "\"a\" \"b\" \"c\" \"d\""),
            ("‘a’ ‚b‘ ‹c› ‛d’ it´s", "'a' 'b' 'c' 'd' it's"),
            ("a\u{1FFD}", "a'"),
            ("well\u{2010}known\u{2011}er", "well-known-er"),
            ("5\u{2012}6 a – b \u{2015} c", "5–6 a – b — c"),
            ("1\u{A0}000\u{202F}€ a\u{2009}b\u{2007}c 你\u{3000}好", "1 000 € a b c 你 好"),
            ("a  b \u{A0}\u{2003}c", "a b c"),
            ("  a  ", " a "),
            ("a\u{AD}b\u{200B}c\u{2060}d\u{FEFF}", "abcd"),
            ("\u{200F}a\u{202A}b\u{202C} \u{2067}c\u{2069}\u{61C}", "ab c"),
            ("a \u{200B} b", "a b"),
        ])
    func translation(text: String, expected: String) {
        #expect(scalars(Normalization.translation.normalize(text)) == scalars(expected))
    }

    @Test(
        "the translation profile leaves what means something",
        arguments: [
            "a – b — c - d", "wait…", "`x`", "м\u{2BC}ята", "「a」，（b）", "5′ 6″", "−1",
            "a\tb\r\nc\n\n", "x\u{180E}y", "ﬁ Ａ m²", "a\u{0}b", "",
        ])
    func translationLeaves(text: String) {
        #expect(scalars(Normalization.translation.normalize(text)) == scalars(text))
    }

    @Test(
        "joiners stay where a script or an emoji needs them, and nowhere else",
        arguments: [
            ("Auf\u{200C}lage", "Auflage"), ("a\u{200D}b", "ab"), ("你\u{200D}好", "你好"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("ه\u{200D}", "ه\u{200D}"),
            ("\u{200D}ه", "\u{200D}ه"), ("\u{200C} \u{200D}", " "),
            ("क्\u{200D}ष", "क्\u{200D}ष"), ("র\u{200D}্য", "র\u{200D}্য"),
            ("מ\u{200C}א", "מ\u{200C}א"), ("ع\u{64E}\u{200C}ة", "ع\u{64E}\u{200C}ة"),
            ("👩\u{200D}💻", "👩\u{200D}💻"), ("👩🏽\u{200D}💻", "👩🏽\u{200D}💻"),
            ("❤\u{FE0F}\u{200D}🔥", "❤\u{FE0F}\u{200D}🔥"), ("🏳️\u{200D}🌈", "🏳️\u{200D}🌈"),
            ("👩\u{200D} a", "👩 a"), ("a\u{200D}👩", "a👩"),
            ("ه\u{200F}\u{200C}\u{200B}ا", "ه\u{200C}ا"),
        ])
    func joiners(text: String, expected: String) {
        #expect(scalars(Normalization.translation.normalize(text)) == scalars(expected))
    }

    @Test("what is dropped no longer keeps a mark from its letter")
    func composesAcross() {
        let text = UnicodeText("xe\u{AD}\u{301}y", by: .translation, isTraced: true)
        #expect(scalars(text.string) == scalars("xéy"))
        #expect((0..<3).map { text.source(of: $0..<$0 + 1) } == [0..<1, 1..<4, 4..<5])
    }

    @Test(
        "each profile changes what it says",
        arguments: [
            (Normalization.none, "ﬁ e\u{301} “…”", "ﬁ e\u{301} “…”"),
            (.nfc, "ﬁ e\u{301} “…” \u{212B}", "ﬁ é “…” Å"),
            (.nfkc, "ﬁ e\u{301} “…” Ａ² ㎏ ｶﾞ", "fi é “...” A2 kg ガ"),
            (.translation, "ﬁ e\u{301} “…”", "ﬁ é \"…\""),
        ])
    func profiles(normalization: Normalization, text: String, expected: String) {
        #expect(scalars(normalization.normalize(text)) == scalars(expected))
    }

    @Test(
        "marks are ordered and composed as Python's unicodedata has it",
        arguments: [
            (Normalization.nfc, "\u{9B0}\u{AC00}\u{11A8}", "\u{9B0}\u{AC01}"),
            (
                .nfc, "\u{93C}\u{9}\u{5B8}\u{F73}\u{94D}\u{2009}",
                "\u{93C}\u{9}\u{94D}\u{5B8}\u{F71}\u{F72}\u{2009}"
            ),
            (.nfc, "\u{201C}\u{F73}\u{F73}\u{9B0}", "\u{201C}\u{F71}\u{F71}\u{F72}\u{F72}\u{9B0}"),
            (
                .nfc, "\u{FF76}\u{301}\u{5D0}\u{304B}\u{958}\u{F73}\u{338}\u{301}",
                "\u{FF76}\u{301}\u{5D0}\u{304B}\u{915}\u{338}\u{93C}\u{F71}\u{F72}\u{301}"
            ),
            (.nfc, "\u{1D160}\u{F73}", "\u{1D158}\u{F71}\u{F72}\u{1D165}\u{1D16E}"),
            (.nfc, "\u{E}\u{1100}\u{1161}\u{11A8}", "\u{E}\u{AC01}"),
            (.nfc, "\u{2126}\u{212B}=\u{338}\u{1FFD}", "\u{3A9}\u{C5}\u{2260}\u{B4}"),
            (.nfc, "\u{344}a\u{323}\u{307}", "\u{308}\u{301}\u{1EA1}\u{307}"),
            (.nfc, "\u{304B}\u{FF9E}\u{304B}\u{323}\u{3099}", "\u{304B}\u{FF9E}\u{304C}\u{323}"),
            (.nfc, "\u{DD9}\u{DCF}\u{DCA}\u{9C7}\u{9BE}", "\u{DDD}\u{9CB}"),
            (.nfkc, "\u{B4}\u{FF9E}", " \u{3099}\u{301}"),
            (
                .nfkc, "\u{307}\u{F73}\u{FF21}\u{301}\u{627}\u{654}\u{F900}",
                "\u{F71}\u{F72}\u{307}\u{C1}\u{623}\u{8C48}"
            ),
            (.nfkc, "\u{FF76}\u{FF9E}\u{33A1}\u{2460}\u{1D4B3}", "\u{30AC}m21X"),
            (
                .nfkc, "\u{2009}\u{FB01}\u{301}\u{323}\u{F73}\u{DCA}\u{201C}",
                " f\u{1ECB}\u{DCA}\u{F71}\u{F72}\u{301}\u{201C}"
            ),
        ])
    func marks(normalization: Normalization, text: String, expected: String) {
        #expect(scalars(normalization.normalize(text)) == scalars(expected))
    }

    @Test("a character that becomes eighteen")
    func expansion() {
        let text = UnicodeText("a\u{FDFA}\u{FDFA}b", by: .nfkc, isTraced: true)
        #expect(text.units.count == 38)
        #expect(text.source(of: 1..<19) == 1..<2)
        #expect(text.source(of: 19..<37) == 2..<3)
        #expect(text.source(of: 37..<38) == 3..<4)
    }

    @Test("ranges lead back over what was dropped and over runs of spaces")
    func sources() {
        let text = UnicodeText("\u{FEFF}😀 \u{A0}b\u{AD}c\u{200B}", by: .translation, isTraced: true)
        #expect(text.string == "😀 bc")
        #expect(text.source(of: 0..<2) == 1..<2)
        #expect(text.source(of: 2..<3) == 2..<4)
        #expect(text.source(of: 3..<4) == 4..<5)
        #expect(text.source(of: 3..<5) == 4..<7)
        #expect(text.source(of: 5..<5) == 7..<7)
    }

    @Test("a text of which nothing is left")
    func nothingLeft() {
        let text = UnicodeText("\u{200B}\u{FEFF}", by: .translation, isTraced: true)
        #expect(text.units == [])
        #expect(text.source(of: 0..<0) == 0..<0)
    }

    @Test(
        "endless rows of marks stay, in time that grows with their length",
        .timeLimit(.minutes(1)), arguments: Normalization.allCases)
    func endlessMarks(normalization: Normalization) {
        let row = "a" + String(repeating: "\u{301}\u{316}", count: 100_000)
        let text = "e\u{301}" + row + "e\u{301}"
        let normalized = normalization.normalize(text)
        let letter = normalization == .none ? "e\u{301}" : "é"
        #expect(scalars(normalized) == scalars(letter + row + letter))
        #expect(scalars(normalization.normalize(normalized)) == scalars(normalized))
    }

    private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }
}
