import Foundation
import Testing

@testable import Corpus

@Suite struct TMXTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// The English text of a unit with this segment.
    private func text(of segment: String) throws -> String? {
        try read(fixture.tmx(Fixture.unit(segment, "x"))).pairs.first?.source
    }

    @Test("a unit becomes a pair with the line of its <tu>")
    func unitBecomesPair() throws {
        let path = try fixture.tmx(
            "<!-- a\nb -->\n<tu\n tuid=\"1\">" + Fixture.unit("A", "B").dropFirst(4))
        let (pairs, report) = try read(path)
        let position = FilePosition(file: path, line: 4)
        #expect(pairs == [SegmentPair(source: "A", target: "B", position: position)])
        #expect(report.units == 1)
        #expect(report.languages == ["en": 1, "de": 1])
        #expect(report.summary == "\(path): 1 unit, 1 pair")
    }

    @Test(arguments: [
        ("Click <bpt i=\"1\">&lt;b></bpt>OK<ept i=\"1\">&lt;/b></ept> now", "Click OK now"),
        ("A <hi type=\"bold\">big <hi>red</hi></hi> dog", "A big red dog"),
        ("a<ph x=\"1\"/>b", "ab"),
        ("a<ph x=\"1\">{0}</ph>b", "ab"),
        ("a<ph>&lt;br/></ph>b", "a b"),
        ("a <ph>&lt;br class='x' /></ph> b", "a b"),
        ("a<ph>\\n</ph>b", "a b"),
        ("a<ph>&#10;</ph>b", "a b"),
        ("a<ph type=\"lb\"/>b", "a b"),
        ("a<ph>&lt;brand/></ph>b", "ab"),
        ("a<it pos=\"begin\">{\\b </it>b<ut>{\\cs6}</ut>c", "abc"),
        (
            "See<bpt i=\"1\">&lt;a title=\"<sub>the <hi>top</hi></sub>\"></bpt>it<ept i=\"1\"/>",
            "See the top it"
        ),
        ("a<ph>x<sub>in<ph>y<sub>deep</sub>z</ph>ner</sub>w</ph>b", "a in deep ner b"),
        ("a<ph><hi>code</hi></ph>b", "ab"),
        ("<unknown>kept</unknown> too", "kept too"),
        ("\n  two\r\n   lines  here\n", "two lines  here"),
        ("<![CDATA[a < b]]> &amp; c", "a < b & c"),
        ("\u{a0}\u{3000}wide\u{a0}blank\u{2003}", "wide\u{a0}blank"),
    ])
    func inlineElementsAreReadByTheirMeaning(segment: String, expected: String) throws {
        #expect(try text(of: segment) == expected)
    }

    @Test("text outside <seg> is not content")
    func notesAreNotContent() throws {
        let body = """
            <tu><note>n</note><prop type="p">q</prop>
            <tuv xml:lang="en"><note>m</note><seg>A</seg></tuv>
            <tuv xml:lang="de"><seg>B</seg><prop type="r">s</prop></tuv></tu>
            """
        let pairs = try read(fixture.tmx(body)).pairs
        #expect(pairs.map(\.source) == ["A"])
        #expect(pairs.map(\.target) == ["B"])
    }

    @Test("an exact language wins over a wider or narrower one, and the first of equals")
    func languageChoice() throws {
        let variants = [
            ("en-US", "narrower"), ("EN", "exact"), ("en", "second"), ("fr", "none"),
            ("de_CH", "first"), ("de-AT", "later"),
        ].map { "<tuv lang=\"\($0)\"><seg>\($1)</seg></tuv>" }.joined()
        let (pairs, report) = try read(fixture.tmx("<tu>\(variants)</tu>"))
        #expect(pairs.map(\.source) == ["exact"])
        #expect(pairs.map(\.target) == ["first"])
        #expect(report.languages == ["en-US": 1, "EN": 2, "fr": 1, "de_CH": 1, "de-AT": 1])
    }

    @Test("two regions of one language make a pair")
    func regionsOfOneLanguage() throws {
        let body =
            "<tu><tuv xml:lang=\"en-GB\"><seg>colour</seg></tuv>"
            + "<tuv xml:lang=\"en-US\"><seg>color</seg></tuv></tu>"
        let pairs = try read(fixture.tmx(body), source: "en", target: "en-GB").pairs
        #expect(pairs.map(\.source) == ["color"])
        #expect(pairs.map(\.target) == ["colour"])
    }

    @Test("the script that a language is likeliest written in wins over another")
    func likelyScript() throws {
        let variants = ["en", "zh-TW", "zh-CN"].map {
            "<tuv xml:lang=\"\($0)\"><seg>\($0)</seg></tuv>"
        }
        let path = try fixture.tmx("<tu>\(variants.joined())</tu>")
        #expect(try read(path, source: "en", target: "zh").pairs.map(\.target) == ["zh-CN"])
        #expect(try read(path, source: "en", target: "zh-Hant").pairs.map(\.target) == ["zh-TW"])
        #expect(try read(path, source: "eng", target: "zho-CN").pairs.map(\.target) == ["zh-CN"])
    }

    @Test("what is unusable is counted by reason with its lines")
    func skips() throws {
        let unit = Fixture.unit
        let long = String(repeating: "é", count: SegmentText.maximumCharacters)
        let body = [
            unit("A", "B"), unit(" ", "B"), unit("A", "<ph>x</ph>"), unit("A", ""),
            "<tu><tuv xml:lang=\"en\"><seg>A</seg></tuv></tu>",
            "<tu><tuv xml:lang=\"de\"><seg>A</seg></tuv></tu>", "<tu/>",
            unit("A", long + "é"), unit(long, "B"), unit("a &nbsp; b", "B"),
            "<tu><tuv xml:lang=\"en\"/><tuv xml:lang=\"de\"><seg>B</seg></tuv></tu>",
        ].joined(separator: "\n")
        let path = try fixture.tmx(body)
        let (pairs, report) = try read(path)
        #expect(pairs.map(\.source) == ["A", long])
        #expect(
            report.skipCounts == [
                .emptySource: 2, .emptyTarget: 2, .missingTarget: 1, .missingSource: 2,
                .tooLong: 1, .unknownEntity: 1,
            ])
        #expect(report.skipped[.emptyTarget]?.positions.map(\.line) == [4, 5])
        #expect(report.units == report.pairs + report.skippedUnits)
        #expect(
            report.summary
                == "\(path): 11 units, 2 pairs; skipped 9: 2 empty source (lines 3, 12), "
                + "2 empty target (lines 4, 5), 2 without the source language (lines 7, 8), "
                + "1 without the target language (line 6), "
                + "1 longer than 10000 characters (line 9), "
                + "1 with an entity that XML does not define (line 11)")
    }

    @Test("a segment of many megabytes is skipped without being kept")
    func hugeSegment() throws {
        let long = String(repeating: "many words ", count: 300_000)
        let report = try read(fixture.tmx(Fixture.unit(long, "B") + Fixture.unit("A", "B"))).report
        #expect(report.skipCounts == [.tooLong: 1])
        #expect(report.pairs == 1)
    }

    @Test("line numbers go on beyond 65,535")
    func manyLines() throws {
        let path = try fixture.tmx(String(repeating: "\n", count: 70_000) + Fixture.unit("A", "B"))
        #expect(try read(path).pairs.first?.position.line == 70_002)
    }

    @Test(arguments: [true, false])
    func utf16IsReadInEitherByteOrder(isBigEndian: Bool) throws {
        let text = Fixture.tmxText(
            Fixture.unit("größer 𝄞", "日本"),
            declaration: "<?xml version=\"1.0\" encoding=\"UTF-16\"?>")
        let bytes = ("\u{feff}" + text).utf16.flatMap { unit in
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            return isBigEndian ? pair : pair.reversed()
        }
        let pairs = try read(fixture.file("memory.tmx", bytes)).pairs
        #expect(pairs.map(\.source) == ["größer 𝄞"])
        #expect(pairs.map(\.target) == ["日本"])
    }

    @Test("Latin-1 is read as declared, and a byte order mark passes")
    func encodings() throws {
        let latin = Fixture.tmxText(
            Fixture.unit("A", "gr#n"), declaration: "<?xml version='1.0' encoding='ISO-8859-1'?>")
        let bytes = latin.utf8.map { $0 == UInt8(ascii: "#") ? 0xFC : $0 }
        #expect(try read(fixture.file("latin.tmx", bytes)).pairs.first?.target == "grün")
        let marked = [0xEF, 0xBB, 0xBF] + Array(Fixture.tmxText(Fixture.unit("A", "ü")).utf8)
        #expect(try read(fixture.file("marked", marked)).pairs.first?.target == "ü")
    }

    @Test("of XML that breaks off, what came before is used and the break reported")
    func truncated() throws {
        let whole = Fixture.tmxText(Fixture.unit("A", "B") + "\n" + Fixture.unit("C", "D"))
        let path = try fixture.file("memory.tmx", String(whole.dropLast(40)))
        let (pairs, report) = try read(path)
        #expect(pairs.map(\.source) == ["A"])
        #expect(report.skipCounts == [.cutOff: 1])
        #expect(report.warnings.count == 1)
        #expect(report.warnings.first?.hasPrefix("\(path):3: the XML breaks here (") == true)
        #expect(report.lines == [report.summary] + report.warnings)
    }

    @Test("of XML that breaks in the middle, what came before is used and the break reported")
    func brokenInTheMiddle() throws {
        let path = try fixture.tmx(
            Fixture.unit("A", "B") + "\n<tu><tuv></seg></tu>\n" + Fixture.unit("C", "D"))
        let (pairs, report) = try read(path)
        #expect(pairs.map(\.source) == ["A"])
        #expect(report.warnings.first?.hasPrefix("\(path):3: the XML breaks here (") == true)
    }

    @Test("XML that breaks before the first pair is an error")
    func brokenAtOnce() throws {
        let path = try fixture.file("memory.tmx", "<tmx><body>\n<tu></body>")
        let error = try #require(failure(path))
        #expect(error.position == FilePosition(file: path, line: 2))
        #expect(error.description.hasPrefix("\(path):2: the XML breaks here ("))
        #expect(
            error.description.hasSuffix("). Repair this place or export the file again."))
    }

    @Test("invalid UTF-8 ends a TMX with the line")
    func invalidUTF8() throws {
        let text = Fixture.tmxText(Fixture.unit("A", "B") + "\n" + Fixture.unit("C", "#"))
        let path = try fixture.file(
            "memory.tmx", text.utf8.map { $0 == UInt8(ascii: "#") ? 0xFF : $0 })
        let (pairs, report) = try read(path)
        #expect(pairs.map(\.target) == ["B"])
        #expect(report.warnings.first?.hasPrefix("\(path):3: the XML breaks here (") == true)
    }

    @Test("a missing language is an error that lists those present")
    func missingLanguage() throws {
        let path = try fixture.tmx(Fixture.unit("A", "B") + Fixture.unit("C", "D"))
        #expect(
            failure(path, source: "fr", target: "de")?.description
                == "\(path): no text in “fr”. It has de (2), en (2). "
                + "Pass one of them to --source or --target.")
        #expect(
            failure(path, source: "en", target: "pt-BR")?.reason
                == .missingLanguage(
                    "pt-BR",
                    present: [.init(language: "de", count: 2), .init(language: "en", count: 2)]))
    }

    @Test("a missing language is an error where none is named, too")
    func missingUnnamedLanguage() throws {
        let path = try fixture.tmx("<tu><tuv><seg>A</seg></tuv></tu>")
        #expect(
            failure(path, source: "en", target: "de")?.description
                == "\(path): no text in “en”; none names its language. "
                + "Name the languages in the file, as with xml:lang in TMX.")
    }

    @Test("a document of another kind is an error that names its root")
    func otherDocument() throws {
        let path = try fixture.file("x.xml", "<?xml version='1.0'?><html/>")
        #expect(
            failure(path)?.description
                == "\(path): is XML of an unknown kind (its root is <html>). "
                + "Pass TMX, XLIFF or another format that “translate corpus --help” lists, or "
                + "name its elements with --xml-unit, --xml-source and --xml-target.")
    }

    @Test("an error of the receiver ends the reading and comes out as it is")
    func receiverFails() throws {
        struct Full: Error {}
        let units = Fixture.unit("A", "B") + Fixture.unit("C", "D")
        let languages = try LanguagePair(source: "en", target: "de")
        let reader = try CorpusReader(paths: [fixture.tmx(units)])
        var calls = 0
        #expect(throws: Full.self) {
            try reader.readPairs(of: languages) { _ in
                calls += 1
                throw Full()
            }
        }
        #expect(calls == 1)
    }
}
