import Testing

@testable import Corpus

@Suite struct LengthRuleTests {
    private let rule = LengthRule(maxCharacters: 20, maxWords: 4)

    @Test("empty and overlong sides go")
    func faults() {
        #expect(CleaningSamples.fault(rule, " \u{A0}", "da") == "the source is empty")
        #expect(CleaningSamples.fault(rule, "da", "") == "the target is empty")
        #expect(
            CleaningSamples.fault(rule, "a", String(repeating: "ü", count: 21)) == "21 characters")
        #expect(CleaningSamples.fault(rule, "a b c d e", "x") == "5 words")
    }

    @Test("what fits stays")
    func fits() {
        #expect(CleaningSamples.fault(rule, "a b c d", String(repeating: "漢", count: 20)) == nil)
    }
}

@Suite struct LettersRuleTests {
    @Test("without letters and digits there is nothing to learn")
    func faults() {
        #expect(CleaningSamples.fault(LettersRule(), "…", "( )") == "no letter and no digit")
        #expect(
            CleaningSamples.fault(LettersRule(), "Young girls weave corn.", "@@")
                == "no letter in the target")
        #expect(
            CleaningSamples.fault(LettersRule(), "12 !", "Hier steht ein Satz.")
                == "no letter in the source")
    }

    @Test(
        "letters of any script, numbers, and numbers in words stay",
        arguments: [
            ("Hi", "你好"), ("Привет", "مرحبا"), ("259", "259"), ("Thirteen.", "13."),
            ("10 %", "10%"),
        ])
    func kept(source: String, target: String) {
        #expect(CleaningSamples.fault(LettersRule(), source, target) == nil)
    }
}

@Suite struct IdenticalRuleTests {
    @Test(
        "what was left untranslated goes",
        arguments: [
            "This is not translated.", "Ich liebe dich", "Это не переведено", "هذا غير مترجم",
            "この文章は翻訳されていません。",
        ])
    func faults(text: String) {
        #expect(CleaningSamples.fault(IdenticalRule(), text, text) == "both sides are the same")
    }

    @Test(
        "names, terms, numbers and lines of a program stay",
        arguments: [
            "Microsoft Windows Server", "LibreOffice Writer", "2019", "OK", "E-Mail", "Tom",
            "Dim oTable As Object", "git --help", "file.txt", "SELECT \"a\", \"b\"",
            "日本語", "Москва",
        ])
    func kept(text: String) {
        #expect(CleaningSamples.fault(IdenticalRule(), text, text) == nil)
        #expect(CleaningSamples.fault(IdenticalRule(), "Not the same text", text) == nil)
    }
}

@Suite struct RepetitionRuleTests {
    private let rule = RepetitionRule(limit: 2)

    @Test("a loop on one side only goes")
    func faults() {
        #expect(
            CleaningSamples.fault(rule, "A green salad.", "Ein Salat Salat salat, Salat.")
                == "4 times in a row in the target")
        #expect(
            CleaningSamples.fault(rule, "to the house to the house to the house", "nach Hause")
                == "3 times in a row in the source")
        #expect(
            CleaningSamples.fault(rule, "Welcome here", "欢迎欢迎欢迎欢迎")
                == "3 times in a row in the target")
    }

    @Test(
        "what is repeated on both sides, or only looks so, stays",
        arguments: [
            ("No, no, no, no!", "Nein, nein, nein!"), ("Very, very good", "Sehr gut"),
            ("A1 A2 A3 A4", "A1 bis A4"), ("- - - -", "Strich"), ("1 1 1 1", "eins"),
            ("Ha", "哈哈哈"), ("That that is", "Das ist"),
        ])
    func kept(source: String, target: String) {
        #expect(CleaningSamples.fault(rule, source, target) == nil)
    }
}

@Suite struct RatioRuleTests {
    private let rule = RatioRule(limit: 3)

    @Test("a side much longer than the other goes")
    func faults() {
        let long =
            "This sentence goes on and on, and then on again, for no reason that one can see."
        #expect(CleaningSamples.fault(rule, long, "Nein.") == "80 against 5 characters")
        #expect(CleaningSamples.fault(rule, "否", long) == "1 against 80 characters")
        #expect(
            CleaningSamples.fault(
                rule, "a b c d e f g h i j k l m n o p q r s t", "abcdefghijklmnopqrstuvwxyz")
                == "20 against 1 words")
    }

    @Test(
        "short texts and scripts with fewer characters stay",
        arguments: [
            ("No.", "Das stimmt leider nicht."), ("Yes, of course.", "Ja"),
            ("Where is the nearest station, please?", "请问最近的车站在哪里？"),
            ("I would like to have a cup of coffee.", "コーヒーを一杯ください。"),
            ("The quick brown fox jumps over the lazy dog.", "빠른 갈색 여우가 게으른 개를 뛰어넘는다."),
        ])
    func kept(source: String, target: String) {
        #expect(CleaningSamples.fault(rule, source, target) == nil)
        #expect(CleaningSamples.fault(rule, target, source) == nil)
    }
}
