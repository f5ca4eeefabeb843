import Testing

@testable import Text

@Suite struct SubwordFilesTests {
    private static let vocabulary = "<pad>\n<unk>\n<s>\n</s>\n￭\n\\u{20}\na\nb\n￭b\nab\n"
    private static let merges = "#version: translate 2\n#normalization: nfc\na ￭b\n"

    private static func error(
        merges: String = merges, vocabulary: String = vocabulary
    ) -> String? {
        error(merges: Array(merges.utf8), vocabulary: Array(vocabulary.utf8))
    }

    private static func error(merges: [UInt8], vocabulary: [UInt8]) -> String? {
        do throws(TextError) {
            _ = try SubwordModel(
                merges: merges, vocabulary: vocabulary, mergesFile: "e/subwords.bpe",
                vocabularyFile: "e/vocabulary.txt")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("files say what was learned, and reading them gives the same model")
    func roundTrip() throws {
        let learned = try SubwordModelTests.model()
        let read = try SubwordModel(
            merges: Array(learned.mergesText.utf8), vocabulary: Array(learned.vocabularyText.utf8))
        #expect(read.mergesText == learned.mergesText)
        #expect(read.vocabulary == learned.vocabulary)
        for line in SubwordModelTests.lines { #expect(read.ids(of: line) == learned.ids(of: line)) }
    }

    @Test("the files read as written here")
    func spelling() throws {
        #expect(Self.error() == nil)
        let model = try SubwordModel.learn(from: ["ab ab"], vocabularySize: 100)
        #expect(model.mergesText == Self.merges)
        #expect(model.vocabularyText == Self.vocabulary)
    }

    @Test("line ends changed by another tool do no harm")
    func carriageReturns() {
        let crlf = { (text: String) in text.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } }
        #expect(Self.error(merges: crlf(Self.merges), vocabulary: crlf(Self.vocabulary)) == nil)
    }

    @Test(
        "damaged merges are named with file and line",
        arguments: [
            ("", "e/subwords.bpe:1: begins with “” instead of “#version: translate 2”."),
            ("#version: 0.2\na b\n", "e/subwords.bpe:1: begins with “#version: 0.2” instead of"),
            ("#version: translate 9\n", "e/subwords.bpe:1: was written in format “translate 9”"),
            ("#version: translate 1\nab\n", "e/subwords.bpe:2: “ab” is not two tokens"),
            ("#version: translate 1\na  b\n", "e/subwords.bpe:2: “a  b” is not two tokens"),
            ("#version: translate 1\na ￭b\n\n", "e/subwords.bpe:3: “” is not two tokens"),
            ("#version: translate 1\na ￭c\n", "e/subwords.bpe:2: merges or makes “￭c”"),
            ("#version: translate 1\nb ￭b\n", "e/subwords.bpe:2: merges or makes “bb”"),
            (
                "#version: translate 2\n#normalization: nfd\n",
                "e/subwords.bpe:2: “#normalization: nfd” is a setting that this program does not"
            ),
            (
                "#version: translate 2\n#casing: marked\na ￭b\n",
                "e/subwords.bpe: asks for the token “｟^｠”, which the vocabulary does not have."
            ),
            (
                "#version: translate 2\n#protected: urls\na ￭b\n",
                "e/subwords.bpe: asks for the token “｟#｠”, which the vocabulary does not have."
            ),
            ("#version: translate 1\na ￭b\na ￭b\n", "e/subwords.bpe:3: “a ￭b” stands there twice."),
        ])
    func damagedMerges(text: String, expected: String) throws {
        let description = try #require(Self.error(merges: text))
        #expect(description.hasPrefix(expected), "\(description)")
    }

    @Test(
        "a damaged vocabulary is named with file and line",
        arguments: [
            ("", "e/vocabulary.txt:1: “<pad>” was expected here."),
            ("<pad>\n<unk>\n</s>\n", "e/vocabulary.txt:3: “<s>” was expected here."),
            ("<pad>\n<unk>\n<s>\n</s>\na\n", "e/vocabulary.txt: has no token “￭”."),
            ("<pad>\n<unk>\n<s>\n</s>\n￭\n\nb\n", "e/vocabulary.txt:6: “” is not a token."),
            (
                "<pad>\n<unk>\n<s>\n</s>\n￭\n\\u{zz}\n",
                "e/vocabulary.txt:6: “\\u{zz}” is not a token."
            ),
            ("<pad>\n<unk>\n<s>\n</s>\n￭\na￭b\n", "e/vocabulary.txt:6: “a￭b” is not a token."),
            (
                "<pad>\n<unk>\n<s>\n</s>\n￭\nb\nb\n",
                "e/vocabulary.txt:7: “b” stands on line 6 already."
            ),
        ])
    func damagedVocabulary(text: String, expected: String) throws {
        let description = try #require(Self.error(vocabulary: text))
        #expect(description.hasPrefix(expected), "\(description)")
    }

    @Test("bytes that are not UTF-8 are named with their line")
    func notUTF8() throws {
        let vocabulary = Array(Self.vocabulary.utf8)
        let merges = Array(Self.merges.utf8)
        #expect(
            try #require(Self.error(merges: merges + [0xFF, 0x0A], vocabulary: vocabulary))
                .hasPrefix("e/subwords.bpe:4: is not UTF-8."))
        #expect(
            try #require(Self.error(merges: merges, vocabulary: vocabulary + [0xC3]))
                .hasPrefix("e/vocabulary.txt:11: is not UTF-8."))
    }

    @Test("a file too large is refused before it is looked at")
    func tooLarge() throws {
        let error = TextError(.tooLarge(bytes: 70, limit: 64), in: "vocabulary.txt")
        #expect(error.description.hasPrefix("vocabulary.txt: has 70 bytes, more than the 64"))
        #expect(throws: error) {
            _ = try TextLines.read(
                [UInt8](repeating: 0x61, count: 70), file: "vocabulary.txt", limit: 64)
        }
    }

    @Test("a vocabulary too small for letters is refused")
    func tooSmall() {
        let error = TextError(.vocabularyTooSmall(3, minimum: 16), in: "--vocabulary 3")
        #expect(throws: error) { try SubwordModel.learn(from: ["a"], vocabularySize: 3) }
        #expect(
            error.description
                == "--vocabulary 3: a vocabulary of 3 tokens has no room for letters. "
                + "Ask for 16 or more.")
    }

    @Test("surfaces are spelled so that one line holds one token")
    func escapes() {
        for surface in ["\n", "\u{FFED}", "\\", " ", "\u{FEFF}", "a\u{2028}b", "\u{0}", "x"] {
            let form = TokenForm(surface: surface, joinsLeft: true, joinsRight: true)
            #expect(form.spelling.unicodeScalars.allSatisfy { !$0.properties.isWhitespace })
            #expect(TokenForm(spelling: form.spelling) == form)
        }
    }
}
