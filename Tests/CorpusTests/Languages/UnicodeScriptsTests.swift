import Testing

@testable import Corpus

@Suite struct UnicodeScriptsTests {
    private let scripts = UnicodeScripts()

    @Test("a letter has a script, what all scripts share has none")
    func scriptsOfScalars() {
        let expected: [(Unicode.Scalar, String?)] = [
            ("a", "Latn"), ("Z", "Latn"), ("ß", "Latn"), ("Я", "Cyrl"), ("あ", "Hira"),
            ("漢", "Hani"), ("𠀀", "Hani"), ("한", "Hang"), ("\u{1E900}", "Adlm"),
            ("7", nil), (" ", nil), ("ー", nil), ("\u{301}", nil), ("😀", nil),
            ("\u{E0041}", nil), ("\u{10FFFF}", nil), ("\u{378}", nil),
        ]
        for (scalar, code) in expected {
            #expect(scripts.script(of: scalar)?.code == code, "U+\(scalar.value)")
        }
    }

    @Test("a script has a code and a name")
    func names() throws {
        let script = try #require(scripts.script(of: "Я"))
        #expect(script.code == "Cyrl")
        #expect("\(script)" == "Cyrl")
        #expect(script.name == "Cyrillic")
        let canadian = try #require(scripts.script(of: "ᐃ"))
        #expect(canadian.name == "Canadian Aboriginal")
        #expect(Script(rawValue: 255).code == "Zzzz")
        #expect(Script(rawValue: 255).name == "Zzzz")
    }

    @Test(
        "a text's letters are of its language or foreign",
        arguments: [
            ("", "en", 0, 0, nil), ("1, 2 — 3!", "en", 0, 0, nil),
            ("Hello, world", "en", 10, 10, nil),
            ("Grüße aus Köln", "de", 12, 12, nil), ("Привет", "ru", 6, 6, nil),
            ("Привет", "en", 6, 0, "Cyrl"), ("Hello", "ru", 5, 0, "Latn"),
            ("Hello мир", "ru", 8, 3, "Latn"), ("мир and 漢字", "ru", 8, 3, "Latn"),
            ("日本語のテキスト", "ja", 8, 8, nil), ("日本語", "ko", 3, 3, nil),
            ("Dobar dan, добар дан", "sr", 16, 16, nil), ("добар дан", "sr-Latn", 8, 0, "Cyrl"),
            ("abc", "xx", 3, 0, "Latn"), ("𠀀 𐀀", "zh", 2, 1, "Linb"),
        ] as [(String, String, Int, Int, String?)])
    func shares(text: String, language: String, letters: Int, own: Int, foreign: String?) {
        let share = scripts.share(of: text, in: LanguageTag.scripts(language))
        #expect(share.letters == letters)
        #expect(share.own == own)
        #expect(share.foreign == letters - own)
        #expect(share.leadingForeign?.code == foreign)
    }

    @Test("long texts are counted as a look at each character counts them")
    func agreesWithEachCharacter() {
        let alphabet = Array("aZ @[`{é7Яя漢あ😀𠀀\u{301}\n".unicodeScalars)
        var state: UInt64 = 42
        for length in 0..<200 {
            var text = String.UnicodeScalarView()
            for _ in 0..<length {
                state = state &* 6_364_136_223_846_793_005 &+ 1
                // Mostly ASCII, so that whole chunks of it occur.
                let range = state >> 60 == 0 ? alphabet.count : 6
                text.append(alphabet[Int(state >> 33) % range])
            }
            var expected: [Script: Int] = [:]
            for scalar in text {
                if let script = scripts.script(of: scalar) { expected[script, default: 0] += 1 }
            }
            var counts = ScriptCounts()
            scripts.count(String(text), into: &counts)
            #expect(counts.letters == expected.values.reduce(0, +))
            for (script, letters) in expected { #expect(counts[script] == letters) }
            let share = scripts.share(of: String(text), in: LanguageTag.scripts("ru"))
            #expect(share.letters == counts.letters)
            #expect(
                share.leadingForeign
                    == counts.ranked(without: LanguageTag.scripts("ru")).first?.script)
        }
    }

    @Test("a corpus's scripts are ranked by their letters")
    func ranking() {
        var counts = ScriptCounts()
        for text in ["Hello", "мир", "漢字 é", "мир 😀"] { scripts.count(text, into: &counts) }
        #expect(counts.letters == 14)
        #expect(counts.ranked().map(\.script.code) == ["Cyrl", "Latn", "Hani"])
        #expect(counts.ranked().map(\.letters) == [6, 6, 2])
        #expect(counts.ranked(without: LanguageTag.scripts("ru")).map(\.letters) == [6, 2])
    }
}
