import Foundation
import Testing

@testable import Corpus

@Suite("Hostile input") struct HostileInputTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// Writes `start`, `piece` again and again, and `end`, with a good unit before and after.
    private func file(
        _ start: String, repeating piece: String, bytes: Int, _ end: String
    ) throws -> String {
        let path = try fixture.file("memory.tmx", "")
        let handle = try #require(FileHandle(forWritingAtPath: path))
        defer { try? handle.close() }
        let good = Fixture.unit("A", "B")
        try handle.write(contentsOf: Data("<tmx version=\"1.4\"><body>\n\(good)\n\(start)".utf8))
        let block = Data(String(repeating: piece, count: (1 << 18) / piece.utf8.count).utf8)
        for _ in 0..<(bytes / block.count) { try handle.write(contentsOf: block) }
        try handle.write(contentsOf: Data("\(end)\n\(good)</body></tmx>".utf8))
        return path
    }

    /// What the report warns of, after the pair before the attack.
    private func warning(_ path: String) throws -> String {
        let (pairs, report) = try read(path)
        #expect(pairs.first?.source == "A")
        return try #require(report.warnings.first)
    }

    // MARK: - Size

    @Test("a text of 64 MB is skipped as too long, and what follows is read")
    func longText() throws {
        let end = "</seg></tuv><tuv xml:lang=\"de\"><seg>B</seg></tuv></tu>"
        let path = try file(
            "<tu><tuv xml:lang=\"en\"><seg>", repeating: "löräm ", bytes: 64 << 20, end)
        let (pairs, report) = try read(path)
        #expect(pairs.count == 2)
        #expect(report.skipCounts == [.tooLong: 1])
    }

    @Test("text that no format wants is passed over, whatever its size")
    func longProperty() throws {
        let path = try file("<prop>", repeating: "lorem", bytes: 64 << 20, "</prop>")
        #expect(try read(path).pairs.count == 2)
    }

    @Test(
        "what libxml2 would hold as a whole ends the reading when it is too long",
        arguments: [
            ("<x a=\"", "\"/>", "a tag or declaration larger than 1 MiB"),
            ("<x", "/>", "a tag or declaration larger than 1 MiB"),
            ("<!--", "-->", "Comment too big found"),
            ("<?x ", "?>", "PI x too big found"),
            ("<seg><![CDATA[", "]]></seg>", "CData section too big found"),
        ])
    func longToken(start: String, end: String, why: String) throws {
        let path = try file(start, repeating: "lorem", bytes: 24 << 20, end)
        #expect(try warning(path).contains("memory.tmx:3: the XML breaks here (\(why))"))
    }

    @Test("an attribute of 500 KB and a comment of 5 MB are harmless")
    func harmlessSizes() throws {
        let attribute = try file("<x a=\"", repeating: "lorem", bytes: 500_000, "\"/>")
        #expect(try read(attribute).pairs.count == 2)
        let comment = try file("<!--", repeating: "lorem", bytes: 5 << 20, "-->")
        #expect(try read(comment).pairs.count == 2)
    }

    @Test("a document type of many declarations ends the reading")
    func longDocumentType() throws {
        let declarations = (0..<100_000).map { "<!ENTITY e\($0) \"v\">" }.joined()
        let text = Fixture.tmxText("", declaration: "<!DOCTYPE tmx [\(declarations)]>")
        let error = try #require(failure(fixture.file("memory.tmx", text)))
        #expect(error.description.contains("the XML breaks here (more than 50000 different"))
    }

    // MARK: - Number

    @Test("a million attributes end the reading before they are compared", .timeLimit(.minutes(1)))
    func manyAttributes() throws {
        let attributes = (0..<1_000_000).map { "a\($0)=\"\"" }.joined(separator: " ")
        let good = Fixture.unit("A", "B")
        let path = try fixture.tmx("\(good)\n<x \(attributes)/>\n\(good)")
        #expect(try warning(path).contains(":3: the XML breaks here (more than 50000 different"))
    }

    @Test("1,000 attributes are read, 1,001 are not")
    func attributeLimit() throws {
        for (count, warnings) in [(1_000, 0), (1_001, 1)] {
            let attributes = (0..<count).map { "a\($0)=\"\"" }.joined(separator: " ")
            let path = try fixture.tmx("\(Fixture.unit("A", "B"))\n<x \(attributes)/>")
            let report = try read(path).report
            #expect(report.warnings.count == warnings)
        }
    }

    @Test("attributes that a document type gives to each tag count too")
    func defaultedAttributes() throws {
        let attributes = (0..<2_000).map { "a\($0) CDATA \"v\" " }.joined()
        let text = Fixture.tmxText(
            "\(Fixture.unit("A", "B"))\n<x/>",
            declaration: "<!DOCTYPE tmx [<!ATTLIST x \(attributes)>]>")
        let path = try fixture.file("memory.tmx", text)
        #expect(try warning(path).contains(":3: the XML breaks here (a tag with more than 1000"))
    }

    @Test("ten million different names end the reading")
    func manyNames() throws {
        let names = (0..<60_000).map { "<n\($0)/>" }.joined()
        let path = try fixture.tmx("\(Fixture.unit("A", "B"))\n\(names)")
        #expect(try warning(path).contains(":3: the XML breaks here (more than 50000 different"))
    }

    @Test("namespaces that pile up end the reading")
    func manyNamespaces() throws {
        let tags = (0..<20).map { level in
            "<x " + (0..<90).map { "xmlns:p\(level)-\($0)=\"u\"" }.joined(separator: " ") + ">"
        }.joined()
        let path = try fixture.tmx("\(Fixture.unit("A", "B"))\n\(tags)")
        #expect(try warning(path).contains(":3: the XML breaks here (more than 1000 namespaces"))
    }

    @Test(
        "100,000 levels end the reading, wherever they are",
        arguments: ["", "<tu><tuv xml:lang=\"en\"><seg>"])
    func deepNesting(start: String) throws {
        for tag in ["<x>", "<hi>", "<ph><sub>"] {
            let path = try file(start, repeating: tag, bytes: 1 << 20, "")
            #expect(try warning(path).contains(":3: the XML breaks here (Excessive depth"))
        }
    }

    @Test("a unit inside a property is none, whether properties are gathered or not")
    func nestedUnit() throws {
        let good = Fixture.unit("A", "B")
        let text = Fixture.tmxText("<tu><prop>\(Fixture.unit("x", "y"))</prop></tu>\(good)")
        for metadata in [false, true] {
            var ids: [String] = []
            let gathering = Gathering(codes: false, metadata: metadata)
            let report = try CorpusReader(paths: [fixture.file("memory.tmx", text)])
                .readUnits(gathering) { ids.append($0.variants.first?.segment.text ?? "none") }
            #expect(ids == ["none", "A"])
            #expect(report.units == 2)
        }
    }

    // MARK: - The world outside

    @Test("no connection is made for an external entity or document type")
    func noConnection() throws {
        let listener = try Listener()
        let address = "http://127.0.0.1:\(listener.port)/tmx14.dtd"
        let doctype = """
            <!DOCTYPE tmx SYSTEM "\(address)" [<!ENTITY e SYSTEM "\(address)">
            <!ENTITY % p SYSTEM "\(address)"> %p;]>
            """
        let body = Fixture.unit("A", "B") + Fixture.unit("&e;", "B")
        let path = try fixture.file("memory.tmx", Fixture.tmxText(body, declaration: doctype))
        #expect(try read(path).pairs.count == 1)
        #expect(!listener.sawConnection)
    }

    // MARK: - Characters

    @Test(
        "what is no text in UTF-8 breaks the file there, and what came before is kept",
        arguments: [
            [0x00], [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xC3], [0x01],
        ] as [[UInt8]])
    func invalidBytes(_ bytes: [UInt8]) throws {
        let parts = Fixture.tmxText(Fixture.unit("A", "B") + "\n" + Fixture.unit("x?", "B"))
            .split(separator: "?", maxSplits: 1).map { Array($0.utf8) }
        let path = try fixture.file("memory.tmx", parts[0] + bytes + parts[1])
        #expect(try warning(path).contains("memory.tmx:3: the XML breaks here ("))
    }

    @Test("UTF-8 that calls itself Latin-1 is read as it says, each byte a character")
    func claimedLatin1() throws {
        let text = Fixture.tmxText(
            Fixture.unit("ä", "B"), declaration: "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>")
        #expect(try read(fixture.file("memory.tmx", text)).pairs.map(\.source) == ["Ã¤"])
    }

    @Test("UTF-16 that calls itself UTF-8 is UTF-16, as its byte order mark says")
    func claimedUTF8() throws {
        let text = Fixture.tmxText(
            Fixture.unit("ä", "B"), declaration: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        let bytes = Self.byteOrderMark + Self.littleEndian(text)
        #expect(try read(fixture.file("memory.tmx", bytes)).pairs.map(\.source) == ["ä"])
    }

    @Test("an encoding that nobody knows is an error that names it")
    func unknownEncoding() throws {
        let text = Fixture.tmxText(
            Fixture.unit("A", "B"), declaration: "<?xml version=\"1.0\" encoding=\"klingon-8\"?>")
        let error = try #require(failure(fixture.file("memory.tmx", text)))
        #expect(error.description.contains("klingon-8"))
    }

    @Test("half a character in UTF-16 breaks the file there, and is not left to the terminal")
    func halfSurrogate() throws {
        let text = Fixture.tmxText(Fixture.unit("A", "B") + "\n" + Fixture.unit("x", "B"))
        // Far enough behind that the good unit is not converted in one go with the bad one.
        let padding = String(repeating: "<!-- padding -->\n", count: 2_000)
        let parts = text.replacingOccurrences(
            of: "\n<tu><tuv xml:lang=\"en\"><seg>x", with: "\(padding)?"
        )
        .split(separator: "?", maxSplits: 1)
        let bytes = parts.map { Self.littleEndian(String($0)) }
        let half: [UInt8] = [0x00, 0xD8, 0x00, 0xD8]
        let path = try fixture.file("memory.tmx", Self.byteOrderMark + bytes[0] + half + bytes[1])
        #expect(try warning(path).contains("the XML breaks here (input conversion failed"))
    }

    private static let byteOrderMark: [UInt8] = [0xFF, 0xFE]

    private static func littleEndian(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    // MARK: - Truncation

    /// Small files with everything that their format has; a new one is one more line.
    static let wholeFiles: [(name: String, text: String)] = [
        ("memory.tmx", everyElementOfTMX), ("old.xlf", everyElementOfXLIFF1),
        ("new.xlf", everyElementOfXLIFF2),
    ]

    @Test("a file cut off anywhere gives what is whole before, and says so", arguments: wholeFiles)
    func truncation(name: String, text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try units(bytes, name)
        #expect(whole.error == nil)
        #expect(whole.units.count >= 2)
        // Behind the last `>` nothing is missing.
        let end = try #require(bytes.lastIndex(of: UInt8(ascii: ">")))
        for count in 1...end {
            let cut = try units(Array(bytes[..<count]), name)
            #expect(cut.error != nil, "\(count) bytes")
            #expect(Array(whole.units.prefix(cut.units.count)) == cut.units, "\(count) bytes")
        }
    }

    @Test("nothing at all is an error")
    func empty() throws {
        #expect(throws: CorpusError.self) { try ByteSource(bytes: [], named: "memory.tmx") }
    }

    private func units(
        _ bytes: [UInt8], _ name: String
    ) throws -> (units: [TranslationUnit], error: CorpusError?) {
        var units: [TranslationUnit] = []
        let sink = UnitSink(file: name, gathering: .everything) { unit, _ in units.append(unit) }
        do {
            let source = try ByteSource(bytes: bytes, named: name)
            try CorpusFormat(beginning: source.beginning, name: name).read(source, into: sink)
        } catch let error as CorpusError {
            return (units, error)
        }
        return (units, nil)
    }

    private static let everyElementOfXLIFF1 = """
        <?xml version="1.0"?>
        <xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" \
        source-language="en" target-language="de" datatype="html"><body><group id="g">
        <trans-unit id="1" approved="yes"><source>a <g id="1" ctype="bold">b</g> \
        <x id="2" ctype="lb"/><bx id="3" rid="1"/>c<ex id="4" rid="1"/></source><seg-source>\
        <mrk mtype="seg" mid="1">a</mrk></seg-source><target state="final"><bpt id="1" rid="1">\
        &lt;b&gt;</bpt>ä<ept id="2" rid="1">&lt;/b&gt;</ept><ph id="5">%s<sub>t</sub></ph>\
        <it id="6" pos="open">i</it></target><alt-trans><target>x</target></alt-trans>\
        <note from="a">n</note></trans-unit>
        </group><trans-unit id="2"><source>A</source><target>B</target></trans-unit>
        </body></file></xliff>
        """

    private static let everyElementOfXLIFF2 = """
        <xliff version="2.0" srcLang="en" trgLang="de" \
        xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f"><unit id="1">\
        <notes><note>n</note></notes><originalData><data id="d">&lt;b&gt;</data></originalData>
        <segment id="s1" state="translated"><source>a <pc id="1" dataRefStart="d" \
        dataRefEnd="d">b</pc> <ph id="2" dataRef="d"/><sc id="3"/>c<ec startRef="3"/>\
        <mrk id="m" type="term">t</mrk><cp hex="0001"/></source><target>ä</target></segment>
        <ignorable><source> </source></ignorable>\
        <segment><source>A</source><target>B</target></segment></unit></file></xliff>
        """

    private static let everyElementOfTMX = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE tmx SYSTEM "tmx14.dtd" [<!ENTITY e "f">]>
        <tmx version="1.4"><header srclang="en"><prop type="p">v</prop><note>n</note></header>
        <body><!-- comment --><?pi text?>
        <tu tuid="1"><note>n</note><prop type="p">v</prop><tuv xml:lang="en"><seg>a \
        <bpt i="1" x="1">&lt;b title="<sub>t</sub>"></bpt>ö<ept i="1"/><ph x="2" type="lb"/>\
        <it pos="begin" x="3">i</it><hi x="4">h</hi><ut>u</ut></seg></tuv>\
        <tuv lang="de"><seg><![CDATA[<ä>]]>&#x20AC;</seg></tuv></tu>
        <tu><tuv xml:lang="en"><seg>A</seg></tuv><tuv xml:lang="de"><seg>B</seg></tuv></tu>
        </body></tmx>
        """
}

/// A local port that nobody should call.
private final class Listener {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        try #require(descriptor >= 0 && status)
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    var sawConnection: Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 100) > 0
    }
}
