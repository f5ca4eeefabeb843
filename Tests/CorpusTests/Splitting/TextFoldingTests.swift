import Testing

@testable import Corpus

@Suite struct TextFoldingTests {
    private func folded(_ text: String) -> String {
        var folding = TextFolding()
        folding.fold(text)
        return String(decoding: folding.bytes, as: UTF8.self)
    }

    @Test(
        "case, punctuation, symbols and the length of numbers do not count",
        arguments: [
            ("Hello,  World!", "hello world"),
            ("  “Don’t” \t panic…\n", "dont panic"),
            ("Don't - panic", "dont panic"),
            ("Page 12 of 1,200.50", "page 0 of 0"),
            ("A1b22", "a0b0"),
            ("3 4", "0 0"),
            ("m² of ٣٤", "m0 of 0"),
            ("ÉTÉ à Łódź", "été à łódź"),
            ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
            ("İstanbul IRMAK ırmak", "istanbul irmak ırmak"),
            ("Straße STRASSE", "straße strasse"),
            ("ПРИВЕТ, мир", "привет мир"),
            ("你好，世界！", "你好世界"),
            ("你好　世界", "你好 世界"),
            ("الســلام، عليكم؟", "السلام عليكم"),
            ("हिन्दी में।", "हिन्दी में"),
            ("co\u{AD}operate\u{200B} \u{FEFF}x\u{200D}", "cooperate x"),
            ("go ☺️ 🎉 now", "go now"),
            ("𐐀𐐁 𠀀", "𐐨𐐩 𠀀"),
            ("Ⱥ", "ⱥ"),
        ])
    func folds(text: String, expected: String) {
        #expect(folded(text) == expected)
    }

    @Test("accents count, and so do letters")
    func keeps() {
        #expect(folded("schon") != folded("schön"))
        #expect(folded("ا") != folded("أ"))
    }

    @Test(
        "a text without letters and digits stays as it is, but for white space",
        arguments: [("…", "…"), (" ! \n ? ", "! ?"), ("☺", "☺"), ("", ""), (" \n", "")])
    func withoutLetters(text: String, expected: String) {
        #expect(folded(text) == expected)
    }

    @Test("one folding serves texts one after another, long and short")
    func reuse() {
        var folding = TextFolding()
        for text in ["AB", String(repeating: "Ⱥ", count: 5_000), "c", ""] {
            folding.fold(text)
            #expect(folding.bytes == Array(text.lowercased().utf8))
        }
    }

    @Test("texts that fold to the same have the same key")
    func key() {
        var folding = TextFolding()
        #expect(folding.key(of: "Page 3.") == folding.key(of: "page 12"))
        #expect(folding.key(of: "Page 3.") != folding.key(of: "pages 12"))
    }
}
