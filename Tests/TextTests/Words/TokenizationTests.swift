import Testing

@testable import Text

@Suite struct TokenizationTests {
    /// The pieces of `text` as tokens would be spelled that are not cut any further.
    private static func pieces(_ text: String) -> [String] {
        let source = UnicodeText(text, by: .nfc, isTraced: false)
        return TokenizedText(source.units, ends: BreakIterator(.word).ends(in: source.units))
            .pieces.map {
                TokenForm(
                    surface: source.string($0.range), joinsLeft: $0.joinsLeft,
                    joinsRight: $0.joinsRight
                ).spelling
            }
    }

    private static func words(_ text: String) -> [String] {
        let source = UnicodeText(text, by: .nfc, isTraced: false)
        return TokenizedText(source.units, ends: BreakIterator(.word).ends(in: source.units))
            .words.map { source.string($0) }
    }

    @Test(
        "joiners go to the punctuation and the same word is always the same token",
        arguments: [
            ("Hello, world!", "Hello ￭, world ￭!"),
            ("\"Hello,\" she said.", "\"￭ Hello ￭, ￭\" she said ￭."),
            ("a (very) b", "a (￭ very ￭) b"),
            ("„So“, sagt er „nie“.", "„￭ So ￭“ ￭, sagt er „￭ nie ￭“ ￭."),
            ("“So,” he says", "“￭ So ￭, ￭” he says"),
            ("¿Que? f(x)", "¿￭ Que ￭? f ￭(￭ x ￭)"),
            ("well-known", "well ￭-￭ known"),
            ("Wait...", "Wait ￭..."),
            ("-----", "---- ￭-"),
        ])
    func joiners(text: String, expected: String) {
        #expect(Self.pieces(text).joined(separator: " ") == expected)
    }

    @Test(
        "apostrophes go with what they shorten",
        arguments: [
            ("John's don't we'll I’m", "John ￭'s don ￭'t we ￭'ll I ￭’m"),
            ("l'amour qu'il", "l'￭ amour qu'￭ il"),
            ("dell'acqua", "dell ￭'￭ acqua"),
            ("dogs' 'tis", "dogs ￭' '￭ tis"),
        ])
    func apostrophes(text: String, expected: String) {
        #expect(Self.pieces(text).joined(separator: " ") == expected)
    }

    @Test(
        "numbers are cut into digits",
        arguments: [
            ("1984", "1 ￭9 ￭8 ￭4"), ("3.5%", "3 ￭.￭ 5 ￭%"), ("A380", "A ￭3 ￭8 ￭0"),
            ("$12", "$￭ 1 ￭2"), ("٣٤", "٣ ￭٤"),
        ])
    func digits(text: String, expected: String) {
        #expect(Self.pieces(text).joined(separator: " ") == expected)
    }

    @Test(
        "white space is said where it is not a single expected space",
        arguments: [
            ("a  b", "a \\u{20}\\u{20} b"), (" a", "\\u{20} a"), ("a ", "a \\u{20}"),
            ("a\tb", "a \\u{9} b"), ("a\u{A0}b", "a \\u{A0} b"),
            ("a \n b", "a \\u{20} \\u{A} \\u{20} b"),
            ("你 好", "你 \\u{20} 好"), ("      ", "\\u{20}\\u{20}\\u{20}\\u{20} \\u{20}\\u{20}"),
        ])
    func whiteSpace(text: String, expected: String) {
        #expect(Self.pieces(text).joined(separator: " ") == expected)
    }

    @Test(
        "scripts without spaces are cut by dictionary and carry no marks",
        arguments: [
            ("我们今天去北京大学。", ["我们", "今天", "去", "北京", "大学", "。"]),
            ("私は東京が好きです。", ["私", "は", "東京", "が", "好き", "です", "。"]),
            ("ฉันรักประเทศไทย", ["ฉัน", "รัก", "ประเทศไทย"]),
        ])
    func dictionaryWords(text: String, expected: [String]) {
        #expect(Self.words(text) == expected)
        #expect(Self.pieces(text) == expected)
    }

    @Test("an emoji with its modifiers is one piece")
    func emoji() {
        #expect(Self.pieces("👩‍💻!").count == 2)
        #expect(Self.pieces("👍🏽 🇩🇪🇫🇷").count == 3)
        #expect(Self.words("❤️ ok") == ["❤️", "ok"])
    }

    @Test("a joiner in the text is not a mark")
    func literalJoiner() {
        #expect(Self.pieces("a￭ ￭b") == ["a", "￭\\u{FFED}", "\\u{FFED}￭", "b"])
    }

    @Test("the words are the user's own, with runs of a sign as one")
    func ownWords() {
        #expect(
            Self.words("Don't  wait… (3.5) ...!") == [
                "Don't", "wait", "…", "(", "3.5", ")", "...", "!",
            ])
        #expect(Self.words("") == [])
        #expect(Self.words(" \t\n") == [])
    }

    @Test("a mark on a space is a word of its own")
    func markOnSpace() {
        #expect(Self.words("a \u{301}b") == ["a", "\u{301}", "b"])
    }

    @Test("long runs of letters are cut, and never inside a surrogate pair")
    func longWords() {
        let text = "a" + String(repeating: "𝒳", count: 100)
        let pieces = Self.pieces(text)
        #expect(pieces.count == 4)
        #expect(pieces.allSatisfy { !$0.contains("\u{FFFD}") })
    }

    @Test(
        "word breaks are Unicode's own, but for the colon, which ICU lets divide letters",
        .enabled(
            if: SharedFiles.exists("unicode/WordBreakTest-15.0.0.txt"),
            "needs Unicode's word break test"))
    func unicodeBreaks() throws {
        let breaker = BreakIterator(.word)
        var checked = 0
        for line in try SharedFiles.lines("unicode/WordBreakTest-15.0.0.txt") {
            let rule = line.unicodeScalars.prefix { $0 != "#" }
                .split { $0 == " " || $0 == "\t" }.map { String($0) }
            guard rule.count > 2 else { continue }
            var text = String.UnicodeScalarView()
            var ends: [Int32] = []
            var length: Int32 = 0
            for part in rule.dropFirst() {
                if let value = UInt32(part, radix: 16), let scalar = Unicode.Scalar(value) {
                    text.append(scalar)
                    length += Int32(UTF16.width(scalar))
                } else if part == "÷" {
                    ends.append(length)
                }
            }
            guard !line.contains("× 003A ×") else { continue }
            #expect(breaker.ends(in: Array(String(text).utf16)) == ends, "\(line)")
            checked += 1
        }
        #expect(checked > 1_800)
    }
}
