import Tensors
import Testing

@testable import TranslationPipeline

/// Lines far longer than what the engine has learned from.
@Suite struct LongLineTests {
    @Test("ten thousand words are divided, translated and joined", .timeLimit(.minutes(1)))
    func translatesManyWords() throws {
        var random = RandomSource(seed: 4)
        let separators = [" ", " ", " ", ", ", ". ", "  ", "\t"]
        var line = ""
        var (count, strangers) = (0, 0)
        while count < 10_000 {
            let words = LexiconEngine.sentence(5, &random)
            line += words.joined(separator: " ")
            count += words.count
            if count % 1000 == 0 {
                line += " 😀"
                strangers += 1
            }
            line += separators[Int.random(in: separators.indices, using: &random)]
        }
        let segment = try Translator.lexicon { $0.wantsAlignment = true }.translate(line)
        #expect(segment.warnings.starts(with: [.unknownWordsCopied, .splitIntoParts]))
        #expect(segment.target.unicodeScalars.count { $0 == "😀" } == strangers)
        #expect(
            segment.target.utf8.count { $0 == UInt8(ascii: "\t") }
                == line.utf8.count { $0 == UInt8(ascii: "\t") })
        let targetCount = segment.target.split { $0 == " " || $0 == "\t" }.count
        #expect((9_500...10_700).contains(targetCount), "\(targetCount) words")
        try AnyTextTests.checkAlignment(segment)
        let alignment = try #require(segment.alignment)
        #expect(alignment.attention.count > 900)
        #expect(alignment.links.count > 9_000)
    }

    @Test("parts are joined by the white space that was between them")
    func keepsSeparators() throws {
        let sentence = "the old man reads the new book and sleeps."
        let line = [sentence, sentence, sentence].joined(separator: "  ") + "\u{A0}" + sentence
        let segment = try Translator.lexicon().translate(line)
        let translated = try Translator.lexicon().translate(sentence).target
        #expect(
            segment.target
                == [translated, translated, translated].joined(separator: "  ") + "\u{A0}"
                + translated)
        #expect(segment.warnings == [.splitIntoParts])
    }

    @Test(
        "text without a space is divided as well",
        arguments: [
            String(repeating: "house", count: 1_000), String(repeating: "t", count: 1_500),
            String(repeating: "housetree,", count: 200), String(repeating: ".", count: 2_000),
        ])
    func translatesWithoutSpaces(line: String) throws {
        let segment = try Translator.lexicon { $0.wantsAlignment = true }.translate(line)
        #expect(!segment.target.isEmpty)
        #expect(segment.warnings.contains(.splitIntoParts))
        try AnyTextTests.checkAlignment(segment)
    }

    @Test(
        "a hundred thousand characters the engine cannot spell come back as they are",
        .timeLimit(.minutes(1)), arguments: ["😀", "\u{301}", "Ж😀"])
    func copiesLongUnknowns(text: String) throws {
        let count = 100_000 / text.unicodeScalars.count
        let line = String(repeating: text, count: count)
        let segment = try Translator.lexicon { $0.wantsAlignment = true }.translate(line)
        #expect(Array(segment.target.utf8) == Array(line.utf8))
        try AnyTextTests.checkAlignment(segment)
    }

    @Test("many tabs in a row cost no more than many words")
    func keepsManyTabs() throws {
        let line =
            String(repeating: "\t", count: 50_000) + "dog" + String(repeating: "\r", count: 9)
        let segment = try Translator.lexicon().translate(line)
        #expect(segment.target.utf8.count == line.utf8.count + 1)
        #expect(segment.warnings.isEmpty)
    }
}
