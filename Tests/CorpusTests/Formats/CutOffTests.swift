import Foundation
import Testing

@testable import Corpus

/// A small document of each format that ends after any of its bytes, or has one that is another.
@Suite("documents cut off or damaged at any byte") struct CutOffTests {
    private static let documents: [(name: String, text: String)] = [
        (
            "x.po",
            """
            msgid ""
            msgstr "Language: de\\n"
            "Plural-Forms: nplurals=2; plural=(n != 1 ? 1 : 0);\\n"

            #, fuzzy
            #~ msgid "alt"
            msgctxt "a"
            msgid "ä\\n\\x41"
            msgid_plural "b"
            msgstr[0] "c"
            msgstr[1] "d"
            """
        ),
        (
            "osis.xml",
            """
            <?xml version='1.0'?><osis><osisText xml:lang='en'><header><language>x</language>
            </header><verse osisID='Gen.1.1 Gen.1.2-Gen.1.4'>A<note>n</note></verse>
            <verse sID='Gen.1.5'/>B<verse eID='Gen.1.5'/></osisText></osis>
            """
        ),
        (
            "ces.xml",
            """
            <?xml version="1.0"?><cesDoc><text><body lang="uk"><seg id="b.GEN.1.1" type="verse">
            ä</seg></body></text></cesDoc>
            """
        ),
        (
            "links.xml",
            """
            <?xml version="1.0"?><cesAlign><linkGrp fromDoc="a.xml" toDoc="a.xml">
            <link id="1" xtargets="1;1 2"/></linkGrp></cesAlign>
            """
        ),
        (
            "paths.xml",
            """
            <?xml version="1.0"?><a><u x="1"><s>A<b>c</b></s><t v="B"/></u></a>
            """
        ),
        (
            "x.xlf",
            """
            <?xml version='1.0'?><xliff version='1.2' xmlns:sdl='s'><file source-language='en'>
            <header><tag-defs><tag id='1'><ph>p</ph></tag></tag-defs></header><body><group>
            <trans-unit id='1' translate='yes'><source>A<g id='1'><mrk mtype='seg' mid='1'>b<x
            id='2'/><bpt id='3'>ä</bpt>c<ept id='3'/></mrk></g></source><target state='final'><mrk
            mtype='seg' mid='1'>B<ph id='4'>d<sub>e</sub></ph><it id='5' pos='open'/></mrk></target>
            <note>n</note><sdl:seg-defs><sdl:seg id='1' conf='Draft'><sdl:value key='created_by'
            >me</sdl:value></sdl:seg></sdl:seg-defs></trans-unit></group></body></file></xliff>
            """
        ),
        (
            "x2.xlf",
            """
            <xliff version='2.1' srcLang='en' trgLang='de'><file id='f'><unit id='u'><notes><note
            >n</note></notes><originalData><data id='d'>ä<cp hex='0001'/></data></originalData>
            <segment id='s' state='final'><source>A<pc id='1' dataRefStart='d'>b<ph id='2'/></pc><sc
            id='3'/>c<ec startRef='3'/><cp hex='0007'/><mrk id='m' type='term'>d</mrk></source>
            <target>B</target></segment><ignorable><source> </source></ignorable></unit></file>
            </xliff>
            """
        ),
    ]

    @Test(arguments: documents.indices)
    func endInUnitsSkipsOrAnError(index: Int) throws {
        let fixture = try Fixture()
        _ = try fixture.file("a.xml", "<text><s id=\"1\">A</s><s id=\"2\">B</s></text>")
        let document = Self.documents[index]
        let bytes = Array(document.text.utf8)
        let whole = try fixture.file("whole.xml", bytes)
        for place in bytes.indices {
            try check(fixture.file(document.name, Array(bytes[..<place])), besides: whole)
            var damaged = bytes
            for byte in [0, 0x22, 0x3B, 0x80, 0xFF] as [UInt8] {
                damaged[place] = byte
                try check(fixture.file(document.name, damaged), besides: whole)
            }
        }
    }

    private func check(_ path: String, besides whole: String) throws {
        let isBible = ["osis.xml", "ces.xml"].contains { path.hasSuffix($0) }
        let paths = try XMLPaths(unit: "u[@x=1]", source: "s", target: "t/@v")
        var units = 0
        do {
            let reader = try CorpusReader(
                paths: [isBible ? "\(path),\(whole)" : path], xmlPaths: paths)
            let report = try reader.readUnits(.everything) { _ in units += 1 }
            #expect(report.units == units + report.skippedUnits)
        } catch let error as CorpusError {
            #expect(!error.description.isEmpty)
        }
    }
}
