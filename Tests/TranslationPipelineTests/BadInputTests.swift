import Testing

@testable import TranslationPipeline

/// Lines that nobody would write.
@Suite struct BadInputTests {
    @Test(
        "a line of 100,000 words, emoji or NULs comes back in time",
        .timeLimit(.minutes(2)),
        arguments: [
            ("red house. ", 50_000), ("😀 ", 100_000), ("\u{0}", 100_000), ("👩‍👩‍👧‍👦", 20_000),
        ])
    func longLines(unit: String, count: Int) throws {
        let line = String(repeating: unit, count: count)
        let segment = try Translator.lexicon { $0.workers = 2 }.translate(line)
        #expect(segment.source == line)
        if unit != "red house. " {
            #expect(segment.target.utf8.elementsEqual(line.utf8))
        } else {
            #expect(segment.target.split(separator: " ").count == 2 * count)
        }
    }
}
