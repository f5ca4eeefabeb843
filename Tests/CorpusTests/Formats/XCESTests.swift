import Foundation
import Testing

@testable import Corpus

@Suite struct XCESTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
        for folder in ["en", "xml/de", "beside"] {
            try FileManager.default.createDirectory(
                atPath: "\(fixture.path)/\(folder)", withIntermediateDirectories: true)
        }
    }

    private func document(_ name: String, _ sentences: String, attributes: String = "") throws {
        _ = try fixture.file(
            name, "<?xml version=\"1.0\"?>\n<text\(attributes)><p>\n\(sentences)\n</p></text>\n")
    }

    private func links(
        _ links: String, from: String = "en/a.xml", to: String = "de/a.xml"
    ) throws -> String {
        try fixture.file(
            "links.xml",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE cesAlign PUBLIC \"-//CES//DTD XML cesAlign//EN\" \"\">\n"
                + "<cesAlign version=\"1.0\">\n<linkGrp fromDoc=\"\(from)\" toDoc=\"\(to)\">\n"
                + "\(links)\n</linkGrp></cesAlign>\n")
    }

    private func makeDocuments() throws {
        try document(
            "en/a.xml",
            "<s id=\"1\">One.</s><s id=\"2\"><w id=\"2.1\">Two</w> <w>words</w></s><s id=\"3\"/>")
        let packed = Fixture.gzip(
            "<text><s id=\"1\">Eins.</s>\n<s id=\"2\">  Zwei\n  <i>W</i>örter </s></text>")
        _ = try fixture.file("xml/de/a.xml.gz", packed)
    }

    @Test("links join sentences of both documents, wherever below the folder these are")
    func links() throws {
        try makeDocuments()
        let path = try links(
            """
            <link id="L1" xtargets="1;1" certainty="0.5" />
            <link id="L2" xtargets="1 2;2" />
            """)
        let (units, report) = try gatheredUnits(path)
        #expect(units.map(\.texts) == [["One.", "Eins."], ["One. Two words", "Zwei Wörter"]])
        #expect(units.map(\.languages) == [["en", "de"], ["en", "de"]])
        #expect(units.map(\.id) == ["L1", "L2"])
        #expect(units[0].metadata.properties == [.init(name: "certainty", value: "0.5")])
        #expect(units.map(\.position.line) == [5, 6])
        #expect(report.warnings.isEmpty)
        let (pairs, _) = try read(path, source: "de", target: "en")
        #expect(pairs.first?.source == "Eins.")
    }

    @Test("links that cannot be used are skipped with their reason")
    func skips() throws {
        try makeDocuments()
        let many = Array(repeating: "1", count: 9_000).joined(separator: " ")
        let path = try links(
            "<link xtargets=\";1\"/><link xtargets=\"1;\"/><link xtargets=\"1\"/><link/>"
                + "<link xtargets=\"9;1\"/><link xtargets=\"1;1\"/><link xtargets=\"\(many);1\"/>")
        let (units, report) = try gatheredUnits(path)
        #expect(units.count == 1)
        #expect(
            report.skipCounts == [
                .emptySource: 1, .emptyTarget: 1, .malformedEntry: 2, .missingSentence: 1,
                .tooLong: 1,
            ])
        #expect(report.summary.contains("1 with a sentence that its document lacks (line 5)"))
    }

    @Test("the language a document names goes before its folder's; alike folders name none")
    func languages() throws {
        try makeDocuments()
        try document("beside/a.xml", "<s id=\"1\">A</s>", attributes: " xml:lang=\"fr\"")
        try document("beside/b.xml", "<s id=\"1\">B</s>")
        let named = try links("<link xtargets=\"1;1\"/>", from: "beside/a.xml", to: "beside/b.xml")
        #expect(try gatheredUnits(named).units.map(\.languages) == [["fr", nil]])
        let alike = try links("<link xtargets=\"1;1\"/>", from: "en/a.xml", to: "en/a.xml")
        #expect(try gatheredUnits(alike).units.map(\.languages) == [[nil, nil]])
    }

    @Test("a name's packing does not count, and documents may lie beside the link file")
    func places() throws {
        try document("a.xml", "<s id=\"1\">A</s>")
        try document("b.xml", "<s id=\"1\">B</s>")
        let path = try links("<link xtargets=\"1;1\"/>", from: "x/a.xml.gz", to: "y/b.xml.zst")
        #expect(try gatheredUnits(path).units.map(\.texts) == [["A", "B"]])
    }

    @Test("documents outside the folder are never read")
    func outside() throws {
        try makeDocuments()
        for name in [
            "../a.xml", "/etc/passwd", "en/../../a.xml", "http://example.org/a.xml", "file:a", "",
            "..\\a.xml", "en/",
        ] {
            let path = try links("<link xtargets=\"1;1\"/>", from: name)
            #expect(
                unitFailure(path)?.description
                    == "\(path):5: names “\(name)”, which is not below this file's folder. "
                    + "Only documents there are read; move them, or change the name.")
        }
        let other = try Fixture()
        let secret = try other.file("secret.xml", "<text><s id=\"1\">secret</s></text>")
        try FileManager.default.createSymbolicLink(
            atPath: fixture.path + "/en/link.xml", withDestinationPath: secret)
        let path = try links("<link xtargets=\"1;1\"/>", from: "en/link.xml")
        #expect(unitFailure(path)?.reason == .documentOutside("en/link.xml"))
    }

    @Test("a missing document is a warning where others are there, and else an error")
    func missing() throws {
        try makeDocuments()
        let alone = try links("<link xtargets=\"1;1\"/>", to: "de/none.xml")
        let words =
            "\(alone):5: names “de/none.xml”, which is not there, neither plain nor .gz or .zst. "
            + "Put the documents beside this file, under the names it gives."
        #expect(unitFailure(alone)?.description == words)
        let both = try links(
            "<link xtargets=\"1;1\"/><link xtargets=\"2;2\"/></linkGrp>\n"
                + "<linkGrp fromDoc=\"en/a.xml\" toDoc=\"de/a.xml\"><link xtargets=\"1;1\"/>",
            to: "de/none.xml")
        let (units, report) = try gatheredUnits(both)
        #expect(units.count == 1)
        #expect(report.skipCounts == [.missingDocument: 2])
        #expect(report.warnings == ["\(words) In all, 1 document missing. The rest is used."])
    }

    @Test("of a broken document, what came before is used, and it is a warning")
    func broken() throws {
        try makeDocuments()
        try document("en/b.xml", "<s id=\"1\">A</s><s id=\"2\">B</p>")
        let path = try links("<link xtargets=\"1;1\"/><link xtargets=\"2;2\"/>", from: "en/b.xml")
        let (units, report) = try gatheredUnits(path)
        #expect(units.map(\.texts) == [["A", "Eins."]])
        #expect(report.skipCounts == [.missingSentence: 1])
        #expect(report.warnings.count == 1)
        #expect(report.warnings[0].contains("en/b.xml:3: the XML breaks here"))
    }

    @Test("a document over the bound is an error, not memory")
    func bound() throws {
        let sentences = (0..<9_000).map { "<s id=\"\($0)\">A</s>" }.joined()
        try document("a.xml", sentences)
        let path = fixture.path + "/a.xml"
        let error = #expect(throws: CorpusError.self) {
            try XMLReader.parse(
                ByteSource(path: path), with: XCESDocument(file: path, maximumCost: 1 << 20))
        }
        #expect(
            error?.description
                == "\(path): has more than 1 MB of text, which is held as a whole. Divide it.")
        #expect(error?.leavesUsablePart == false)
    }

    @Test(
        "two books give what their authors aligned",
        .enabled(if: SharedFiles.folder != nil, "needs the shared data"),
        arguments: [
            ("AlicesAdventuresInWonderland", 746, 1, 4), ("VoyageAuCentreDeLaTerre", 714, 3, 13),
        ])
    func books(name: String, links: Int, withoutSource: Int, withoutTarget: Int) throws {
        let folder = try #require(SharedFiles.folder).appending(path: "cesalign/\(name)_EN-FR/")
        let file = folder.appending(path: "\(name)_sent_align_en-fr.xml").path
        let (units, report) = try gatheredUnits(file)
        #expect(report.units == links)
        #expect(
            report.skipCounts == [.emptySource: withoutSource, .emptyTarget: withoutTarget])
        let sides = try ["en", "fr"].map { language in
            try String(
                contentsOf: folder.appending(path: "cut_\(name)_\(language).aligned"),
                encoding: .utf8
            ).split(separator: "\n", omittingEmptySubsequences: false).map(Self.withSingleSpaces)
        }
        let expected = zip(sides[0], sides[1]).map { [$0, $1] }.filter { !$0.contains("") }
        #expect(units.map(\.texts) == expected)
    }

    private static func withSingleSpaces(_ line: Substring) -> String {
        line.split(separator: " ").joined(separator: " ")
    }
}
