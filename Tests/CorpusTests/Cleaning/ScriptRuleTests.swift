import Testing

@testable import Corpus

@Suite struct ScriptRuleTests {
    private func rule(_ source: String, _ target: String) throws -> ScriptRule {
        ScriptRule(try LanguagePair(source: source, target: target), minShare: 0.5)
    }

    @Test("a text in another script goes")
    func faults() throws {
        #expect(
            CleaningSamples.fault(try rule("en", "de"), "Good morning", "Доброе утро")
                == "10 of 10 letters Cyrillic in the target")
        #expect(
            CleaningSamples.fault(try rule("ru", "en"), "你好，世界", "Hello, world")
                == "4 of 4 letters Han in the source")
        #expect(
            CleaningSamples.fault(
                try rule("en", "zh"), "One", "This sentence was never translated into it")
                == "36 of 36 letters Latin in the target")
    }

    @Test("names and terms in Latin, and single signs of other scripts, stay")
    func kept() throws {
        let chinese = try rule("en", "zh")
        #expect(CleaningSamples.fault(chinese, "Use Python", "使用 Python 3 和 LibreOffice") == nil)
        #expect(CleaningSamples.fault(chinese, "The firm", "Microsoft Windows") == nil)
        #expect(CleaningSamples.fault(try rule("en", "de"), "5 μm", "5 μm") == nil)
        #expect(CleaningSamples.fault(try rule("en", "de"), "angle", "Winkel α, β") == nil)
        #expect(CleaningSamples.fault(try rule("en", "sr"), "Good day", "Добар дан") == nil)
        #expect(CleaningSamples.fault(try rule("en", "sr"), "Good day", "Dobar dan") == nil)
        #expect(CleaningSamples.fault(try rule("en", "ja"), "Hello", "こんにちは、世界。カタカナ") == nil)
    }
}
