import Testing

@testable import Text

@Suite struct CasingTests {
    @Test(
        "marks say how the lower-cased pieces were written",
        arguments: [
            ("The house", "｟^｠ the house"),
            ("lower case, 1 time", "lower case ￭, 1 time"),
            ("I'm in NATO's HQ.", "｟^｠ i ￭'m in ｟^^｠ nato ￭'s ｟^^｠ hq ￭."),
            ("(A)", "(￭ ｟^｠ a ￭)"),
            ("McDonald's iPhone", "｟^｠ mc ｟^｠ ￭donald ￭'s i ｟^｠ ￭phone"),
            ("GmbH PCs BAYe", "｟^｠ gmb ｟^｠ ￭h ｟^^+｠ pc ｟^^-｠ ￭s ｟^^+｠ bay ｟^^-｠ ￭e"),
            ("XMLReader HDTVmax", "｟^^｠ xml ｟^｠ ￭reader ｟^^｠ hdt ｟^｠ ￭vmax"),
            ("IBm", "｟^^+｠ ib ｟^^-｠ ￭m"),
            ("A380 B2B", "｟^｠ a ￭3 ￭8 ￭0 ｟^｠ b ￭2 ｟^｠ ￭b"),
            ("HOUSE OF", "｟^^｠ house ｟^^｠ of"),
            ("a HOUSE OF CARDS!", "a ｟^^+｠ house of cards ｟^^-｠ ￭!"),
            (
                "WHAT I SAW: \"42\" DON'T, I",
                "｟^^+｠ what i saw ￭: \"￭ 4 ￭2 ￭\" don ｟^^-｠ ｟^｠ ￭'t ￭, ｟^｠ i"
            ),
            ("L'AMOUR QU'amour", "｟^｠ l'￭ ｟^^｠ amour ｟^^｠ qu'￭ amour"),
            ("ABC你好def", "｟^^+｠ abc ｟^^-｠ 你好 def"),
            ("ABC你好 DEF", "｟^^｠ abc 你好 \\u{20} ｟^^｠ def"),
        ])
    func marks(text: String, expected: String) {
        let tokens = CaseText(text).tokens()
        #expect(tokens.map(\.spelling).joined(separator: " ") == expected)
        #expect(CaseText.written(tokens) == text)
    }

    @Test(
        "what no mark can say exactly stays as it is",
        arguments: [
            ("İstanbul", "İstanbul"),
            ("İSTANBUL", "｟^^｠ İstanbul"),
            ("GROẞ GROSS", "｟^^｠ groẞ ｟^^｠ gross"),
            ("ǅungla ǈ", "ǅungla ǈ"),
            ("ꭰᎠᎡ", "ꭰᎠᎡ"),
            ("ΟΔΟΣ Οδός", "｟^^｠ οδοσ ｟^｠ οδός"),
            ("ıI", "｟^｠ ıi"),
            ("J\u{30C}ane", "J\u{30C}ane"),
            ("Ⅳ Ⓐ", "｟^｠ ⅳ Ⓐ"),
            ("𐐀𐐨 𐐀𐐁", "｟^｠ 𐐨𐐨 ｟^^｠ 𐐨𐐩"),
            ("ʻOahu", "｟^｠ ʻoahu"),
            ("ｶﾞＡＢ", "ｶﾞ ｟^^｠ ａｂ"),
        ])
    func exactness(text: String, expected: String) {
        let tokens = CaseText(text).tokens()
        #expect(
            tokens.map(\.spelling).joined(separator: " ").unicodeScalars.map(\.value)
                == expected.unicodeScalars.map(\.value), "\(tokens.map(\.spelling))")
        #expect(CaseText.written(tokens).unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    @Test("pieces, cut or not, stay whole: same letters in the same order, the same words")
    func cutPieces() {
        let cased = CaseText("McDonald iOS")
        #expect(cased.pieces.map(\.range) == [0..<2, 2..<8, 9..<10, 10..<12])
        #expect(cased.pieces.map(\.word) == [0, 0, 1, 1])
        #expect(String(decoding: cased.letters, as: UTF16.self) == "mcdonald ios")
    }

    @Test("a text in lower case costs nothing")
    func lowerCase() {
        let text = "nothing to mark here, ß ς 3."
        let cased = CaseText(text)
        #expect(cased.letters == cased.units)
        #expect(cased.pieces.allSatisfy { $0.mark == nil && !$0.endsRegion })
    }
}
