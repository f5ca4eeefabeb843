import Testing

@testable import Evaluation

/// Expected lines are sacreBLEU 2.6.0's for the same text.
@Suite struct TokenizerTests {
    private func text(_ codePoints: CodePoints) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(
            contentsOf: codePoints.collapsingWhitespace.compactMap(Unicode.Scalar.init))
        return String(scalars)
    }

    @Test(
        "13a separates punctuation except in numbers",
        arguments: [
            ("He said: \"1,000.5 is it.\"", "He said : \" 1,000.5 is it . \""),
            ("&amp;lt;b&gt; a-b 3-4", "< b > a-b 3 - 4"),
            ("don't <skipped>stop-\nped\nnow", "don't stopped now"),
            ("x\u{A0}y\u{3000}z", "x y z"),
        ])
    func mteval(line: String, expected: String) {
        #expect(text(BLEU().tokenize(line)) == expected)
    }

    @Test(
        "intl separates punctuation and symbols of every script",
        arguments: [
            ("«Ja», 5€ (½,5)", "« Ja » , 5 € ( ½,5)"), ("im Jahr 1999.", "im Jahr 1999."),
        ])
    func international(line: String, expected: String) {
        #expect(text(BLEU(tokenization: .international).tokenize(line)) == expected)
    }

    @Test("zh separates Chinese characters")
    func chinese() {
        let line = " 我有3.5个GPU。\u{2A00} \u{20000}x"
        #expect(
            text(BLEU(tokenization: .chinese).tokenize(line))
                == "我 有 3.5 个 GPU 。 \u{2A00} \u{20000}x")
    }

    @Test("char separates every character")
    func character() {
        #expect(text(BLEU(tokenization: .character).tokenize("é ab")) == "é a b")
    }

    @Test("tercom normalizes, removes punctuation and splits Asian text if asked")
    func tercom() {
        let plain = TercomTokenizer(
            normalizes: false, removesPunctuation: true, supportsAsian: true, lowercases: true)
        #expect(text(plain.tokenize(CodePoints("A, (B)。"))) == "a b")
        let normalizing = TercomTokenizer(
            normalizes: true, removesPunctuation: false, supportsAsian: true, lowercases: false)
        #expect(text(normalizing.tokenize(CodePoints("Bob's &amp; 日本."))) == "Bob 's & 日 本 .")
    }

    @Test(
        "lower case follows Unicode, the final sigma included",
        arguments: [
            ("ΟΔΟΣ ΣΑΣ Σ", "οδος σας σ"), ("İ", "i\u{307}"), ("ÄSẞ", "äsß"),
            ("AΣ\u{AD}b", "aσ\u{AD}b"),
        ])
    func lowercase(line: String, expected: String) {
        #expect(CodePoints(line).lowercased == CodePoints(expected))
    }
}
