import Testing

@testable import Corpus

@Suite struct TSVWriterTests {
    private let position = FilePosition(file: "x", line: 1)
    private let languages: LanguagePair

    init() throws { languages = try LanguagePair(source: "en", target: "de") }

    private func unit(_ texts: (String?, String)...) -> TranslationUnit {
        TranslationUnit(
            variants: texts.map { .init(language: $0, segment: Segment($1)) }, position: position)
    }

    private func written(
        _ units: TranslationUnit..., codes: CodeTreatment = .dropped
    ) throws -> (text: String, losses: [String]) {
        let text = WrittenText()
        var writer = TSVWriter(text, languages: languages, codes: codes)
        for unit in units { try writer.write(unit) }
        try writer.finish()
        #expect(text.isFinished)
        return (text.text, writer.losses)
    }

    @Test("the two languages are chosen as when reading")
    func languagesAreChosen() throws {
        let (text, losses) = try written(
            unit(("de-AT", "B"), ("fr", "X"), ("en", "A")), unit((nil, "C"), (nil, "D")))
        #expect(text == "A\tB\nC\tD\n")
        #expect(losses == ["1 text in further languages left out"])
    }

    @Test("tabs and line breaks become a space, and what is not a pair is left out")
    func separators() throws {
        let (text, losses) = try written(
            unit((nil, "a\tb\nc"), (nil, "d\u{2028}e\u{85}f")), unit((nil, "A"), (nil, "")),
            unit((nil, "A")))
        #expect(text == "a b c\td e f\n")
        #expect(
            losses == [
                "2 texts with a space in place of a tab or line separator",
                "1 unit left out: empty target", "1 unit left out: without the target language",
            ])
    }

    @Test("codes are dropped or kept as placeholders, and the rest that is lost is told")
    func codes() throws {
        var unit = unit((nil, "ab"), (nil, "cd"))
        unit.variants[0].segment.codes = [
            InlineCode(.open, number: 1, markup: "<b>", offset: 0),
            InlineCode(.close, number: 1, markup: "</b>", offset: 1),
        ]
        unit.id = "1"
        let (text, losses) = try written(unit)
        #expect(text == "ab\tcd\n")
        #expect(
            losses == [
                "2 inline codes dropped", "1 unit written without id, state, notes and properties",
            ])
        #expect(try written(unit, codes: .placeholders).text == "<g id=\"1\">a</g>b\tcd\n")
        #expect(try written(unit, codes: .placeholders).losses.count == 1)
    }

    @Test("what is written is read back the same")
    func roundTrip() throws {
        let fixture = try Fixture()
        let path = try fixture.file("x.tsv", "")
        let sink = try ByteSink(path: path)
        var writer = TSVWriter(sink, languages: languages)
        let texts = ["\"quoted\"", "👍🏽 e\u{301}", "<b>&amp;</b>", "\\n", "العربية \u{200F}"]
        for text in texts { try writer.write(unit((nil, text), (nil, text + "!"))) }
        try writer.finish()
        let (units, _) = try gatheredUnits(path)
        #expect(units.map(\.texts) == texts.map { [$0, $0 + "!"] })
        #expect(writer.losses.isEmpty)
    }
}

@Suite struct LinePairWriterTests {
    @Test("both files have as many lines, and tabs stay")
    func lines() throws {
        let (source, target) = (WrittenText(), WrittenText())
        var writer = LinePairWriter(
            source: source, target: target,
            languages: try LanguagePair(source: "en", target: "de"))
        let position = FilePosition(file: "x")
        try writer.write(TranslationUnit(source: "a\tb", target: "c\r\nd\u{2029}", at: position))
        try writer.write(TranslationUnit(source: "", target: "x", at: position))
        try writer.write(TranslationUnit(source: "e", target: "f\u{C}g", at: position))
        try writer.finish()
        #expect(source.text == "a\tb\ne\n")
        #expect(target.text == "c d\nf g\n")
        #expect(source.isFinished && target.isFinished)
        #expect(
            writer.losses == [
                "1 text with a space in place of a tab or line separator",
                "1 unit left out: empty source",
            ])
    }
}
