import Testing

@testable import Text

/// Scripts without spaces: ICU knows their words by dictionary.
@Suite struct DictionaryWordsTests {
    private static func words(_ text: String) -> [String] {
        let units = Array(text.utf16)
        return TokenizedText(units, ends: BreakIterator(.word).ends(in: units)).words
            .map { String(decoding: units[$0], as: UTF16.self) }
    }

    @Test(
        "known words stand apart",
        arguments: [
            ("Chinese", "我们喜欢中文", ["我们", "喜欢", "中文"]),
            ("Japanese", "東京の学校", ["東京", "の", "学校"]),
            ("Thai", "ภาษาไทยง่าย", ["ภาษา", "ไทย", "ง่าย"]),
            ("Khmer", "ខ្ញុំទៅសាលារៀន", ["ខ្ញុំ", "ទៅ", "សាលារៀន"]),
            ("Lao", "ພາສາລາວ", ["ພາສາ", "ລາວ"]),
            ("Burmese", "မြန်မာစာ", ["မြန်မာ", "စာ"]),
        ])
    func knownWords(script: String, text: String, expected: [String]) {
        #expect(Self.words(text) == expected, "\(script)")
    }

    @Test("so they do beside other scripts")
    func mixed() {
        #expect(Self.words("ใช้ Swift ภาษาไทย") == ["ใช้", "Swift", "ภาษา", "ไทย"])
    }
}
