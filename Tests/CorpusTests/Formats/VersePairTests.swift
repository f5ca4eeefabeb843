import Foundation
import Testing

@testable import Corpus

@Suite struct VersePairTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func osis(
        _ name: String, _ verses: String, language: String? = "en"
    ) throws -> String {
        try fixture.file(
            name,
            "<?xml version='1.0'?>\n<osis xmlns='http://www.bibletechnologies.net/2003/OSIS/"
                + "namespace'><osisText\(language.map { " xml:lang='\($0)'" } ?? "")>"
                + "<header><work><title>T</title><language type='IETF'>x-header</language></work>"
                + "</header>\n<div><chapter>\n\(verses)\n</chapter></div></osisText></osis>\n")
    }

    private func ces(_ name: String, _ verses: String, language: String = "uk") throws -> String {
        try fixture.file(
            name,
            "<?xml version=\"1.0\" ?>\n<cesDoc version=\"4\"><cesHeader><langUsage>"
                + "<language id=\"x-header\">L</language></langUsage></cesHeader>\n"
                + "<text><body lang=\"\(language)\">\n\(verses)\n</body></text></cesDoc>")
    }

    private func verse(_ id: String, _ text: String) -> String {
        "<verse osisID='\(id)'>\(text)</verse>\n"
    }

    @Test("verses of the same name make a pair, in OSIS, in CES and across")
    func pairs() throws {
        let english = try osis("en.xml", verse("Gen.1.1", "A") + verse("Jude.1.1", "C"))
        let german = try osis(
            "de.xml", verse("Jude.1.1", "D") + verse("Gen.1.1", "B"), language: "de")
        let ukrainian = try ces(
            "uk.xml",
            "<seg id=\"b.JUD.1.1\" type=\"verse\">\n\t\tE\n\t F\n</seg><seg id=\"x\">no</seg>")
        let (units, report) = try gatheredUnits("\(english),\(german)")
        #expect(units.map(\.texts) == [["A", "B"], ["C", "D"]])
        #expect(units.map(\.languages) == [["en", "de"], ["en", "de"]])
        #expect(units.map(\.id) == ["Gen.1.1", "Jude.1.1"])
        #expect(units.map(\.position) == [4, 5].map { FilePosition(file: english, line: $0) })
        #expect(report.warnings.isEmpty)
        let across = try gatheredUnits("\(english),\(ukrainian)")
        #expect(across.units.map(\.texts) == [["C", "E F"]])
        #expect(across.units.map(\.languages) == [["en", "uk"]])
        let same = try gatheredUnits("\(ukrainian),\(ukrainian)")
        #expect(same.units.map(\.texts) == [["E F", "E F"]])
    }

    @Test("the languages tell the sides, in whichever order the Bibles are named")
    func order() throws {
        let english = try osis("en.xml", verse("Gen.1.1", "A"))
        let german = try osis("de.xml", verse("Gen.1.1", "B"), language: "de")
        #expect(try read("\(german),\(english)").pairs.map(\.source) == ["A"])
        let unnamed = try osis("x.xml", verse("Gen.1.1", "C"), language: nil)
        #expect(try gatheredUnits("\(unnamed),\(german)").units[0].languages == ["x-header", "de"])
    }

    @Test("what only one side has is counted with its lines")
    func oneSided() throws {
        let english = try osis("en.xml", verse("Gen.1.1", "A") + verse("Gen.1.2", "A2"))
        let german = try osis(
            "de.xml", verse("Gen.1.3", "B3") + verse("Gen.1.1", "B") + verse("nonsense", "?"))
        let (units, report) = try gatheredUnits("\(english),\(german)")
        #expect(units.count == 1)
        #expect(report.skipCounts == [.onlyInSource: 1, .onlyInTarget: 2])
        #expect(report.skipped[.onlyInSource]?.positions == [FilePosition(file: english, line: 5)])
        #expect(
            report.skipped[.onlyInTarget]?.positions
                == [4, 6].map { FilePosition(file: german, line: $0) })
        #expect(report.units == 4)
    }

    @Test("verses from milestone to milestone, without notes and titles")
    func milestones() throws {
        let english = try osis(
            "en.xml",
            """
            <title>Of heaven</title><p><verse sID="a" osisID="Gen.1.1"/>In <note>not <q>this</q>
            </note>the <w lemma="x">beginning</w></p><p>was<title>nor this</title> it.
            <verse eID="a"/>between<verse sID="Gen.1.2"/><l>two</l><l>lines</l>
            <verse sID="Gen.1.3"/>three<verse eID="Gen.1.3"/></p>
            """)
        let (units, _) = try gatheredUnits("\(english),\(english)")
        #expect(units.map { $0.texts[0] } == ["In the beginning was it.", "two lines", "three"])
    }

    @Test("where one side has several verses in one, the other side's are joined")
    func joined() throws {
        let english = try osis(
            "en.xml",
            verse("Gen.1.1", "1") + verse("Gen.1.2", "2") + verse("Gen.1.3 Gen.1.4", "3 4")
                + verse("Gen.1.5-Gen.1.7", "5 6 7") + verse("Gen.1.8!a", "8a")
                + verse("KJV:Gen.1.8!b", "8b"))
        let german = try osis(
            "de.xml",
            verse("Gen.1.1 Gen.1.2", "eins zwei") + verse("Gen.1.3", "drei")
                + verse("Gen.1.4 Gen.1.5", "vier fünf") + verse("Gen.1.6", "sechs")
                + verse("Gen.1.8", "acht"))
        let (units, report) = try gatheredUnits("\(english),\(german)")
        #expect(
            units.map(\.texts) == [
                ["1 2", "eins zwei"], ["3 4 5 6 7", "drei vier fünf sechs"], ["8a 8b", "acht"],
            ])
        #expect(report.skippedUnits == 0)
    }

    @Test("folders on a side are read as one Bible, packed or not")
    func folders() throws {
        for (folder, language, text) in [("kjv", "en", "A"), ("luther", "de", "B")] {
            try FileManager.default.createDirectory(
                atPath: "\(fixture.path)/\(folder)", withIntermediateDirectories: true)
            _ = try osis("\(folder)/gen.xml", verse("Gen.1.1", text), language: language)
            let exodus = try osis("exod", verse("Exod.1.1", text + "2"), language: language)
            _ = try fixture.file(
                "\(folder)/exod.xml.gz",
                Fixture.gzip(String(contentsOfFile: exodus, encoding: .utf8)))
            _ = try fixture.file("\(folder)/README", "not this")
        }
        let argument = "\(fixture.path)/kjv,\(fixture.path)/luther"
        let (units, _) = try gatheredUnits(argument)
        #expect(units.map(\.texts) == [["A2", "B2"], ["A", "B"]])
        #expect(
            try CorpusReader(paths: [argument]).paths[0].map { $0.dropFirst(fixture.path.count) }
                == ["/kjv/exod.xml.gz", "/kjv/gen.xml", "/luther/exod.xml.gz", "/luther/gen.xml"])
        let empty = fixture.path + "/empty"
        try FileManager.default.createDirectory(
            atPath: empty, withIntermediateDirectories: true)
        #expect(
            unitFailure("\(fixture.path)/kjv,\(empty)")?.description
                == "\(empty): has no .xml file. Name the folder that holds them.")
    }

    @Test("one Bible alone, and a Bible beside something else, are errors with the remedy")
    func alone() throws {
        let bible = try osis("en.xml", verse("Gen.1.1", "A"))
        #expect(
            unitFailure(bible)?.description
                == "\(bible): is a document in one language (its root is <osis>). "
                + "Pass both, divided by a comma: SOURCE.xml,TARGET.xml.")
        let text = try fixture.file("x.txt", "A\n")
        let memory = try fixture.tmx(Fixture.unit("A", "B"))
        #expect(
            unitFailure("\(bible),\(text)")?.description
                == "\(bible): is XML (its root is <osis>), but a pair is two plain texts or two "
                + "Bibles in OSIS or CES. Pass a bilingual file by itself.")
        #expect(unitFailure("\(bible),\(memory)")?.position.file == bible)
        #expect(unitFailure("\(text),\(memory)")?.reason == .unpairedDocument(root: "tmx"))
        let without = try ces("none.xml", "<seg>x</seg>")
        #expect(
            unitFailure("\(bible),\(without)")?.description
                == "\(without): has no verse (<verse osisID=…> or <seg type=\"verse\">). "
                + "Pass a Bible in OSIS or CES.")
        let tags = try fixture.file("tags.txt", "<b>A</b>\n")
        #expect(try gatheredUnits("\(tags),\(text)").units.count == 1)
    }

    @Test("broken XML keeps the verses before it; entities and endless verses are skipped")
    func broken() throws {
        let long = String(repeating: "x", count: 2_000_000)
        let english = try osis(
            "en.xml",
            verse("Gen.1.1", "A") + verse("Gen.1.2", long) + verse("Gen.1.3", "&x;")
                + verse("Gen.1.4", "<note>&x;</note>D") + "<verse osisID='Gen.1.5'>cut</verse")
        let german = try osis(
            "de.xml", (1...6).map { verse("Gen.1.\($0)", "B") }.joined(), language: "de")
        let (pairs, report) = try read("\(english),\(german)")
        #expect(pairs.map(\.source) == ["A", "D"])
        #expect(
            report.skipCounts == [.tooLong: 1, .unknownEntity: 1, .cutOff: 1, .onlyInTarget: 1])
        #expect(report.warnings.count == 1)
    }

    @Test("a Bible over the bound is an error, not memory")
    func bound() throws {
        let verses = VerseCollection(maximumCost: 1_000)
        let verse = Verse(
            names: [], text: "A", fault: nil, language: nil, position: FilePosition(file: "x"))
        try verses.add(verse)
        #expect(
            throws: CorpusError(
                reason: .tooLarge(megabytes: 0), position: FilePosition(file: "x"))
        ) { try verses.add(verse) }
    }

    @Test(
        arguments: [
            ("Gen.1.1", ["Gen.1.1"]), ("b.GEN.1.1", ["Gen.1.1"]), ("b.1CO.2.3", ["1Cor.2.3"]),
            ("GEN.1.1", ["Gen.1.1"]), ("Bible.KJV:Ps.119.176", ["Ps.119.176"]),
            ("b.XYZ.1.1", ["XYZ.1.1"]), ("Gen.1", []), ("", []), ("Gen.x.1", []), (":!.", []),
            ("Gen.1.1-Gen.1.3", ["Gen.1.1", "Gen.1.2", "Gen.1.3"]),
            ("Gen.1.3-Gen.1.1", ["Gen.1.3", "Gen.1.1"]),
            ("Gen.1.1-Gen.1.9223372036854775807", ["Gen.1.1", "Gen.1.9223372036854775807"]),
            ("Gen.1.-9223372036854775808-Gen.1.1", ["Gen.1.1"]),
        ])
    func versesHaveOneName(written: String, names: [String]) {
        #expect(VerseName.all(in: written).map(\.description) == names)
    }
}

@Suite("Bibles of other people", .enabled(if: SharedFiles.folder != nil, "needs the shared data"))
struct SharedBiblesTests {
    @Test(
        arguments: [
            ("lv", "gv", 3_774, 4_175, 220), ("lv", "uk", 7_944, 5, 11), ("eu", "uk", 7_949, 3, 6),
        ])
    func testamentsInCES(
        source: String, target: String, pairs: Int, onlyInSource: Int, onlyInTarget: Int
    ) throws {
        let files = [
            "lv": "Latvian-NT", "uk": "Ukranian-NT", "eu": "Basque-NT", "gv": "Manx-PART",
        ]
        let folder = try #require(SharedFiles.folder).appending(path: "bible/ces")
        let paths = try [source, target].map { language in
            folder.appending(path: "\(try #require(files[language])).xml.gz").path
        }
        let (_, report) = try read(paths.joined(separator: ","), source: source, target: target)
        #expect(report.pairs == pairs)
        #expect(
            report.skipCounts == [.onlyInSource: onlyInSource, .onlyInTarget: onlyInTarget])
    }

    @Test("King James and Luther in OSIS, a folder each and a file a book")
    func foldersInOSIS() throws {
        let fixture = try Fixture()
        let folder = try #require(SharedFiles.folder).appending(path: "bible/osis")
        for name in ["en-kjv", "de-luth1912"] {
            let place = "\(fixture.path)/\(name)"
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: true)
            let archive = folder.appending(path: "\(name).tar.gz").path
            let tar = try Process.run(
                URL(filePath: "/usr/bin/env"), arguments: ["tar", "xzf", archive, "-C", place])
            tar.waitUntilExit()
            try #require(tar.terminationStatus == 0)
        }
        let (pairs, report) = try read("\(fixture.path)/en-kjv,\(fixture.path)/de-luth1912")
        #expect(report.pairs == 30_967)
        #expect(report.skipCounts == [.onlyInSource: 135, .onlyInTarget: 204])
        #expect(
            pairs.contains { pair in
                pair.source == "Then answered I them, and said unto them, The God of heaven, he "
                    + "will prosper us; therefore we his servants will arise and build: but ye "
                    + "have no portion, nor right, nor memorial, in Jerusalem."
            })
    }
}
