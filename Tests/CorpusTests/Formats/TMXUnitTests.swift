import Testing

@testable import Corpus

@Suite struct TMXUnitTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func languages(_ attributes: String, _ spellings: [String]) throws -> [String?] {
        let texts = spellings.map { "<tuv lang=\"\($0)\"><seg>a</seg></tuv>" }.joined()
        let body = "<tu \(attributes)>\(texts)</tu>"
        return try TMXFixture.units(of: fixture.tmx(body), .text).units[0].variants.map(\.language)
    }

    @Test("the text in the source language comes first, the others in the file's order")
    func sourceFirst() throws {
        #expect(try languages("", ["de", "fr", "EN", "it"]) == ["EN", "de", "fr", "it"])
        #expect(try languages("", ["de", "en-US", "en", "fr"]) == ["en", "de", "en-US", "fr"])
        #expect(try languages("", ["de", "fr"]) == ["de", "fr"])
        #expect(try languages("srclang=\"fr\"", ["en", "de", "fr"]) == ["fr", "en", "de"])
        #expect(try languages("srclang=\"pt_BR\"", ["en", "pt", "pt"]) == ["pt", "en", "pt"])
        #expect(try languages("srclang=\"*all*\"", ["de", "en"]) == ["de", "en"])
    }

    @Test("codes move with the text that they are in")
    func codesMove() throws {
        let body =
            "<tu><tuv lang=\"de\"><seg>a<ph>1</ph></seg></tuv>"
            + "<tuv lang=\"en\"><seg><ph>2</ph>b</seg></tuv></tu>"
        let variants = try TMXFixture.units(of: fixture.tmx(body)).units[0].variants
        #expect(variants.map(\.segment.text) == ["b", "a"])
        #expect(variants.map { $0.segment.codes.map(\.markup) } == [["2"], ["1"]])
    }

    @Test("attributes, properties and notes are metadata of the unit or of its text")
    func metadata() throws {
        let body = """
            <tu tuid="u&amp;1" creationid="A &amp;amp; B" srclang="en" segtype="block" x:y="z"
             creationdate="20200101T000000Z" changeid="C" changedate="20210101T000000Z">
            <note xml:lang="en">n<b>o</b></note><prop type="p"> q\n&amp;</prop><prop>r</prop>
            <tuv xml:lang="en" lang="EN" usagecount="3"><note>m</note><seg>A</seg>
            <prop type="late">s</prop><seg>ignored</seg></tuv></tu>
            """.replacing("<tmx", with: "<tmx xmlns:x=\"urn:x\"")
        let text = Fixture.tmxText(body).replacing("<tmx", with: "<tmx xmlns:x=\"urn:x\"")
        let unit = try TMXFixture.units(of: fixture.file("m.tmx", text)).units[0]
        #expect(unit.id == "u&1")
        #expect(unit.metadata.author == "A &amp; B")
        #expect(unit.metadata.created == "20200101T000000Z")
        #expect(unit.metadata.changedBy == "C")
        #expect(unit.metadata.changed == "20210101T000000Z")
        #expect(unit.metadata.notes == ["no"])
        #expect(
            unit.metadata.properties.map { [$0.name, $0.value] }
                == [["segtype", "block"], ["x:y", "z"], ["p", " q\n&"], ["", "r"]])
        #expect(unit.variants.count == 1)
        #expect(unit.variants[0].segment.text == "A")
        #expect(unit.variants[0].metadata.notes == ["m"])
        #expect(
            unit.variants[0].metadata.properties.map { [$0.name, $0.value] }
                == [["usagecount", "3"], ["late", "s"]])
    }

    @Test("what is not asked for is not gathered, nor looked for")
    func gathering() throws {
        let body =
            "<tu tuid=\"1\" changedate=\"x\"><note>n</note><tuv><seg>a<ph>b</ph></seg></tuv></tu>"
        let (units, report) = try TMXFixture.units(of: fixture.tmx(body), .text)
        #expect(units[0].id == nil)
        #expect(units[0].metadata.isEmpty)
        #expect(units[0].variants[0].segment == Segment("a"))
        #expect(report.findings.isEmpty)
    }

    @Test("what is wrong with usable units is found, with the lines of the texts")
    func findings() throws {
        let faults: [(String, CorpusFinding)] = [
            ("<bpt i=\"1\"/>", .unclosedCode), ("<ept i=\"1\"/>", .unopenedCode),
            ("<bpt i=\"1\"/><ept i=\"1\"/><bpt i=\"1\"/><ept i=\"1\"/>", .repeatedPairing),
            ("<bpt/><ept/>", .missingPairing),
        ]
        for (segment, finding) in faults {
            let body =
                "<tu><tuv lang=\"en\"><seg>a</seg></tuv>\n"
                + "<tuv lang=\"de\"><seg>\(segment)</seg></tuv></tu>"
            let (units, report) = try TMXFixture.units(of: fixture.tmx(body))
            #expect(units.count == 1)
            #expect(report.findingCounts == [finding: 1])
            #expect(report.findings[finding]?.positions.map(\.line) == [3])
            #expect(report.findingLines == ["1 \(finding.description) (line 3)"])
        }
    }

    @Test("highlights one after the other are nothing odd")
    func highlights() throws {
        let body =
            "<tu><tuv lang=\"en\"><seg><hi x=\"1\">a</hi> <hi x=\"2\">b <hi>c</hi></hi> <hi>d</hi>"
            + "</seg></tuv></tu>"
        #expect(try TMXFixture.units(of: fixture.tmx(body)).report.findings.isEmpty)
    }

    @Test(
        "wrong attributes and languages are found",
        arguments: [
            ("<tu creationdate=\"2020-01-01\">", "lang=\"en\"", CorpusFinding.invalidDate),
            ("<tu>", "lang=\"en\" changedate=\"20201301T000000Z\"", .invalidDate),
            ("<tu lastusagedate=\"\">", "lang=\"en\"", .invalidDate),
            ("<tu usagecount=\"many\">", "lang=\"en\"", .invalidCount),
            ("<tu>", "lang=\"de\"", .unitWithoutSource),
            ("<tu srclang=\"de\">", "lang=\"en\"", .unitWithoutSource),
        ])
    func findings(unit: String, text: String, finding: CorpusFinding) throws {
        let body = "\(unit)<tuv \(text)><seg>a</seg></tuv></tu>"
        #expect(
            try TMXFixture.units(of: fixture.tmx(body)).report.findingCounts == [finding: 1])
    }

    @Test("units and texts that lack something are found")
    func missingParts() throws {
        let body = "<tu/><tu srclang=\"*all*\"><tuv><seg>a</seg></tuv></tu>"
        #expect(
            try TMXFixture.units(of: fixture.tmx(body)).report.findingCounts
                == [.unitWithoutText: 1, .textWithoutLanguage: 1])
        let bare = try fixture.file("bare.tmx", "<tmx version=\"2.0\"><header/><body/></tmx>")
        #expect(
            try TMXFixture.units(of: bare).report.findingCounts
                == [.unknownVersion: 1, .noSourceLanguage: 1])
    }

    @Test("a unit with too much of anything is bounded, and that is told")
    func bounds() throws {
        let long = String(repeating: "é", count: 40_000)
        let fields = String(repeating: "<note/>", count: 1_001)
        let texts = String(repeating: "<tuv lang=\"en\"><seg>a</seg></tuv>", count: 1_001)
        let codes = String(repeating: "<ph><sub/></ph>", count: 501)
        let body = """
            <tu tuid="\(long)"><note>x\(long)</note><tuv lang="en"><seg>a</seg></tuv></tu>
            <tu>\(fields)<tuv lang="en"><seg>a</seg></tuv></tu>
            <tu>\(texts)</tu>
            <tu><tuv lang="en"><seg>\(codes)</seg></tuv></tu>
            <tu><note>&nbsp;</note><tuv lang="en"><seg>a</seg></tuv></tu>
            """
        let (units, report) = try TMXFixture.units(of: fixture.tmx(body))
        #expect(units[0].id == String(repeating: "é", count: 32_768))
        #expect(units[0].metadata.notes == ["x" + String(repeating: "é", count: 32_767)])
        #expect(units[1].metadata.notes.count == 1_000)
        #expect(units[2].variants.count == 1_000)
        #expect(units[3].variants[0].fault == .tooLong)
        #expect(report.findingCounts == [.shortenedMetadata: 4, .tooManyTexts: 1])
    }

    @Test("elements in the wrong place are passed over")
    func oddNesting() throws {
        let body = """
            <seg>a</seg><tuv lang="en"><seg>b</seg></tuv><prop type="p">q</prop>
            <tu><tuv lang="en"><tuv lang="de"><seg>c</seg></tuv></tuv>
            <tu><seg>d</seg><tuv lang="en"><seg>e<seg>f</seg><tu>g</tu></seg></tuv></tu></tu>
            <tu><tuv lang="en"><seg>h<sub>i</sub><bpt i="1">j<bpt>k</bpt></bpt></seg></tuv></tu>
            """
        let (units, report) = try TMXFixture.units(of: fixture.tmx(body))
        #expect(units.map { $0.variants.map(\.segment.text) } == [["efg"], ["hi"]])
        #expect(report.skipCounts == [.cutOff: 1])
        #expect(units[1].variants[0].segment.codes.map(\.markup) == ["jk"])
    }
}
