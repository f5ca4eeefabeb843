import Foundation
import Testing

@testable import Text

/// Decoding what was encoded gives back the text in Normalization Form C, whatever it is.
@Suite struct LosslessnessTests {
    /// What tends to break tokenizers, and letters between.
    private static let fragments: [String] = [
        " ", "  ", "\t", "\u{A0}", "\u{3000}", "\r\n", "\n", "\u{2028}", "\u{85}", "\u{0}",
        "\u{7F}",
        "￭", "￭￭", "\\", "\\u{20}", "<s>", "</s>", "<unk>", "<pad>", "'", "’", "'s", "l'", "\"",
        "“",
        "”", "„", "(", ")", "...", "----------", "!", "a", "B", "ß", "é", "e\u{301}", "\u{301}",
        "\u{345}\u{301}", "x\u{323}\u{307}", "Å", "\u{1112}\u{1161}\u{11AB}", "한국", "你好", "世", "，",
        "。",
        "ｶﾞ", "が", "か\u{3099}", "ไทย", "שָׁלוֹם", "مرحبا", "हिन्दी", "1", "2024", "٣", "½", "m²",
        "👩‍💻", "👍🏽", "🇩🇪", "❤️", "1️⃣", "😀", "\u{200D}", "\u{200B}", "\u{FEFF}", "\u{202E}", "𝒳",
        "\u{10FFFF}",
        "_", "a_b", "3.5", "e.g.", "http://x.y/?z=1&w", "Ω", "\u{2126}", "\u{FFFD}", "\u{F900}",
    ]

    private static func expectLossless(
        _ texts: [String], _ model: SubwordModel, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for text in texts {
            let expected = Array(text.precomposedStringWithCanonicalMapping.unicodeScalars)
            let encoded = model.encode(text)
            let decoded = model.decode(encoded.ids)
            #expect(
                Array(decoded.text.unicodeScalars) == expected, "\(text.debugDescription)",
                sourceLocation: sourceLocation)
            #expect(!encoded.ids.contains(Vocabulary.unknown), sourceLocation: sourceLocation)
            #expect(
                Array(encoded.normalized.unicodeScalars) == expected, sourceLocation: sourceLocation
            )
            #expect(model.ids(of: text) == encoded.ids, sourceLocation: sourceLocation)
            let scalarCount = text.unicodeScalars.count
            #expect(
                encoded.tokenRanges.allSatisfy { $0.upperBound <= scalarCount }
                    && encoded.words.allSatisfy { $0.range.upperBound <= scalarCount },
                sourceLocation: sourceLocation)
        }
    }

    @Test("random texts", arguments: [1, 2, 3] as [UInt64])
    func randomTexts(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let texts = (0..<300).map { _ in random.text(of: Self.fragments) }
        // A small vocabulary over the same characters in other surroundings: forms will be missing.
        let model = try SubwordModel.learn(
            from: texts.map { String($0.reversed()) }
                + texts.map { $0.unicodeScalars.map(String.init).joined(separator: " ") },
            vocabularySize: 3_000, minimumCharacterCount: 1)
        Self.expectLossless(texts, model)
    }

    @Test("every character stands alone in the alphabet, so any arrangement can be spelled")
    func missingForms() throws {
        let letters = Array("abc.,-'\"()￭\\ 1你好")
        let model = try SubwordModel.learn(
            from: letters.map(String.init), vocabularySize: 200, minimumCharacterCount: 1)
        var random = SeededGenerator(seed: 7)
        let texts = (0..<300).map { _ in
            String((0..<8).map { _ in letters.randomElement(using: &random) ?? "a" })
        }
        Self.expectLossless(texts, model)
    }

    @Test("characters that were never seen are spelled in bytes", arguments: [5, 6] as [UInt64])
    func bytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let model = try SubwordModel.learn(
            from: ["some letters, few of all", "some letters"], vocabularySize: 400,
            hasByteFallback: true)
        Self.expectLossless((0..<300).map { _ in random.text(of: Self.fragments) }, model)
    }

    @Test("endless rows of marks, which take ICU a time that grows with their square, are bounded")
    func endlessMarks() throws {
        let text = "x" + String(repeating: "\u{301}\u{316}", count: 20_000) + " end"
        let model = try SubwordModel.learn(
            from: [text], vocabularySize: 64, minimumCharacterCount: 1)
        let encoded = model.encode(text)
        #expect(model.decode(encoded.ids).text == encoded.normalized)
        #expect(encoded.normalized.unicodeScalars.count == text.unicodeScalars.count)
        #expect(encoded.words.last?.range == 40_002..<40_005)
    }

    @Test(
        "the big list of naughty strings",
        .enabled(if: SharedFiles.exists("unicode/blns.txt"), "needs the list"))
    func naughtyStrings() throws {
        let lines = try SharedFiles.lines("unicode/blns.txt")
        let model = try SubwordModel.learn(
            from: lines, vocabularySize: 8_000, minimumCharacterCount: 1)
        Self.expectLossless(lines, model)
    }
}
