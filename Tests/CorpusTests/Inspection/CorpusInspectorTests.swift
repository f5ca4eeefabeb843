import Foundation
import Testing

@testable import Corpus

@Suite struct CorpusInspectorTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func inspect(
        _ paths: String..., languages: LanguagePair? = nil, trainingSamples: Int = 0
    ) throws -> CorpusInspection {
        var options = CorpusInspector.Options(languages: languages)
        options.trainingSamples = trainingSamples
        return try CorpusInspector(paths: paths, options: options).inspect()
    }

    /// A unit with variants in any languages.
    private func unit(_ texts: (String, String)...) -> String {
        "<tu>"
            + texts.map { "<tuv xml:lang=\"\($0.0)\"><seg>\($0.1)</seg></tuv>" }.joined()
            + "</tu>"
    }

    @Test("units, pairs, repetitions and skips are counted")
    func counts() throws {
        let memory = try fixture.tmx(
            [
                Fixture.unit("Yes", "Ja"), Fixture.unit("Yes", "Ja"), Fixture.unit("Yes", "Doch"),
                Fixture.unit("No", "Nein"), Fixture.unit("None", ""),
            ].joined(separator: "\n"))
        let inspection = try inspect(memory)
        #expect(inspection.units == 5)
        #expect(inspection.pairs == 4)
        #expect(inspection.files == [.init(name: memory, units: 5, pairs: 4)])
        #expect(inspection.skipped[.emptyTarget]?.positions.map(\.line) == [6])
        let repetitions = inspection.repetitions
        #expect(repetitions.duplicates == 1)
        #expect(repetitions.sources == 2)
        #expect(repetitions.ambiguousSources == 1)
        #expect(repetitions.ambiguousPairs == 3)
        let example = try #require(repetitions.examples.first)
        #expect(example.source == "Yes")
        #expect(example.targets.map(\.text) == ["Ja", "Doch"])
        #expect(example.targets.map(\.position.line) == [2, 4])
    }

    @Test("spellings of a language count as one, and the most frequent pair is looked at")
    func languages() throws {
        let memory = try fixture.tmx(
            [
                unit(("en", "A"), ("fr", "B")), unit(("EN-us", "A"), ("de_DE", "B")),
                unit(("en-US", "A"), ("de-DE", "B"), ("fr", "C")),
                unit(("en-US", "C"), ("de-DE", "D")),
            ].joined(separator: "\n"))
        let inspection = try inspect(memory)
        #expect(inspection.languagePairs.map(\.units) == [3, 1, 1])
        #expect(inspection.languages == (try LanguagePair(source: "en-US", target: "de-DE")))
        #expect(inspection.pairs == 3)
        #expect(inspection.wereLanguagesChosen)
        let french = try inspect(memory, languages: LanguagePair(source: "en", target: "fr"))
        #expect(french.pairs == 2)
        #expect(!french.wereLanguagesChosen)
    }

    @Test("a memory whose beginning is in other languages is read twice")
    func lateLanguages() throws {
        let french = [String](repeating: unit(("en", "A"), ("fr", "B")), count: 2_500)
        let german = [String](repeating: unit(("en", "A"), ("de", "B")), count: 2_600)
        let memory = try fixture.tmx((french + german).joined(separator: "\n"))
        let inspection = try inspect(memory)
        #expect(inspection.languages?.target == "de")
        #expect(inspection.units == 5_100)
        #expect(inspection.pairs == 2_600)
        #expect(inspection.history.authors.total == 0)
    }

    @Test("files that name no languages are looked at by column")
    func unnamedLanguages() throws {
        let table = try fixture.file("x.tsv", "one\teins\ntwo\tzwei\n")
        let inspection = try inspect(table)
        #expect(inspection.languages == nil)
        #expect(inspection.pairs == 2)
        #expect(inspection.languagePairs == [.init(source: nil, target: nil, units: 2)])
    }

    @Test("inline codes are counted by kind, type and markup, and compared")
    func tags() throws {
        let bold = "<bpt i=\"1\" type=\"bold\">&lt;b&gt;</bpt>x<ept i=\"1\">&lt;/b&gt;</ept>"
        let memory = try fixture.tmx(
            Fixture.unit(bold, bold) + "\n" + Fixture.unit("<ph x=\"1\">%s</ph> y", "y"))
        let inspection = try inspect(memory)
        #expect(inspection.tags.pairs == 2)
        #expect(inspection.tags.kinds == [.open: 2, .close: 2, .alone: 1])
        #expect(inspection.tags.markups.top(1)[0].name == "</b>")
        #expect(inspection.tags.types.top(1)[0].name == "bold")
        #expect(inspection.concerns[.codesDiffer]?.positions.map(\.line) == [3])
    }

    @Test("odd pairs are counted under what is odd, with the first lines")
    func concerns() throws {
        let memory = try fixture.tmx(
            [
                Fixture.unit("OmegaT", "OmegaT"), Fixture.unit("12", "12,0"),
                Fixture.unit("the house", "дом, der"), Fixture.unit("fine", "schÃ¶n"),
                Fixture.unit("a &lt;b>c&lt;/b>", "a"), Fixture.unit("R&amp;amp;D", "F und E"),
            ].joined(separator: "\n"))
        let inspection = try inspect(memory)
        let lines = inspection.concerns.mapValues { $0.positions.compactMap(\.line) }
        #expect(
            lines == [
                .identical: [2], .noLetters: [3], .targetScript: [4], .misdecoded: [5],
                .writtenTags: [6], .writtenTagsDiffer: [6], .entities: [7],
            ])
        #expect(inspection.sourceScripts.isEmpty)
        let script = try #require(inspection.targetScripts.first)
        #expect(script.script.name == "Cyrillic")
        #expect(script.example.text == "дом, der")
    }

    @Test("Latin words in a text of another script are usual, Latin texts are not")
    func latin() throws {
        let memory = try fixture.tmx(
            unit(("en", "Start OmegaT"), ("ru", "Запустите OmegaT")) + "\n"
                + unit(("en", "Start"), ("ru", "Start")))
        let concerns = try inspect(memory).concerns
        #expect(concerns[.targetScript]?.positions.map(\.line) == [3])
        #expect(concerns[.sourceScript] == nil)
    }

    @Test("lengths are of words and characters, ratios in hundredths")
    func lengths() throws {
        let memory = try fixture.tmx(Fixture.unit("ab cd", "abcdefghij"))
        let inspection = try inspect(memory)
        #expect(inspection.sourceLengths.words.median == 2)
        #expect(inspection.sourceLengths.characters.maximum == 5)
        #expect(inspection.targetLengths.words.sum == 1)
        #expect(inspection.ratios.median == 200)
    }

    @Test("authors and dates are of the last change")
    func history() throws {
        let memory = try fixture.tmx(
            """
            <tu creationid="ann" creationdate="20190101T000000Z" changeid="bob" \
            changedate="20210315T000000Z"><tuv xml:lang="en"><seg>A</seg></tuv>\
            <tuv xml:lang="de"><seg>B</seg></tuv></tu>
            <tu creationdate="soon"><tuv xml:lang="en"><seg>A</seg></tuv>\
            <tuv xml:lang="de" changeid="cyd" changedate="20200102T030405Z"><seg>B</seg></tuv></tu>
            """)
        let history = try inspect(memory).history
        #expect(history.authors.top(5).map(\.name) == ["bob", "cyd"])
        #expect(history.dates.first == 20_200_102)
        #expect(history.dates.last == 20_210_315)
        #expect(history.dates.months == [2_020 * 12: 1, 2_021 * 12 + 2: 1])
    }

    @Test(
        "dates are read with and without hyphens",
        arguments: [
            ("20190322T101500Z", 20_190_322), ("2019-03-22", 20_190_322), ("20191340", nil),
            ("22.03.2019", nil), ("2019", nil), ("99990101", nil), ("", nil),
        ])
    func days(written: String, day: Int?) {
        #expect(HistoryInspector.day(written) == day)
    }

    @Test("a broken file is a warning where something could be read")
    func brokenFile() throws {
        let whole = try fixture.tmx(Fixture.unit("A", "B"), named: "whole.tmx")
        let broken = try fixture.file(
            "broken.tmx",
            "<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n" + Fixture.unit("C", "D")
                + "\n<tu><tuv></tmx>")
        let inspection = try inspect(broken, whole)
        #expect(inspection.pairs == 2)
        #expect(inspection.report.warnings.count == 1)
        #expect(inspection.report.warnings[0].hasPrefix("\(broken):3: the XML breaks here"))
        let junk = try fixture.file("junk.xml", "<?xml version=\"1.0\"?><html/>")
        let both = try inspect(whole, junk)
        #expect(both.pairs == 1)
        #expect(both.report.warnings[0].hasPrefix("\(junk): is XML of an unknown kind"))
        #expect(throws: CorpusError.self) { try inspect(junk) }
    }

    @Test("the sample to learn from is there only where it is asked for")
    func trainingSample() throws {
        let memory = try fixture.tmx(
            (0..<50).map { Fixture.unit("A\($0)", "B") }.joined(separator: "\n"))
        let inspection = try inspect(memory)
        #expect(inspection.samples.count == 20)
        #expect(inspection.trainingSample.isEmpty)
        #expect(try inspect(memory, trainingSamples: 100).trainingSample.count == 50)
    }
}

@Suite struct RepetitionInspectorTests {
    @Test("repetitions are exact however many there are and however far apart")
    func exact() throws {
        var inspector = RepetitionInspector()
        let position = FilePosition(file: "f", line: 1)
        for round in 0..<2 {
            for number in 0..<50_000 {
                let target = number % 5 == 0 ? "t\(round)" : "t"
                try inspector.add("s\(number)", target, at: position)
            }
        }
        let repetitions = try inspector.repetitions()
        #expect(repetitions.sources == 50_000)
        #expect(repetitions.duplicates == 40_000)
        #expect(repetitions.ambiguousSources == 10_000)
        #expect(repetitions.ambiguousPairs == 20_000)
        #expect(repetitions.examples.count == 20)
        #expect(repetitions.examples.allSatisfy { $0.targets.map(\.text) == ["t0", "t1"] })
    }
}
