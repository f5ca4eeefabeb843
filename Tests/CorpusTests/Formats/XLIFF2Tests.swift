import Testing

@testable import Corpus

@Suite("XLIFF 2") struct XLIFF2Tests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func units(_ units: String, file: String = "") throws -> [TranslationUnit] {
        let path = try fixture.file(
            "a.xlf",
            "<xliff version='2.1' xmlns='urn:oasis:names:tc:xliff:document:2.0' xmlns:e='urn:e' "
                + "srcLang='en' trgLang='de'>\n<file id='f'\(file)>\(units)</file></xliff>")
        return try readUnits(path).units
    }

    @Test("a segment becomes a unit; what is ignorable does not")
    func segments() throws {
        let all = try units(
            """
            <unit id="u" name="n"><notes><note>one</note><note>two</note></notes>
            <segment id="a" state="reviewed" subState="x:y"><source>A</source><target>B</target>
            </segment><ignorable><source> </source><target> </target></ignorable>
            <segment state="bad"><source>C</source></segment>
            </unit><unit id="v"><segment><source>D</source><target order="2"/></segment></unit>
            """)
        #expect(all.map(\.id) == ["u/a", "u/3", "v"])
        #expect(all.map(\.state) == [.reviewed, nil, nil])
        #expect(all.map { $0.variants.map(\.segment.text) } == [["A", "B"], ["C"], ["D", ""]])
        #expect(all[0].variants.map(\.language) == ["en", "de"])
        #expect(all[0].metadata.notes == ["one", "two"])
        #expect(
            all[0].metadata.properties.map { "\($0.name)=\($0.value)" }
                == ["name=n", "state=reviewed", "subState=x:y"])
        #expect(all.map(\.position.line) == [3, 5, 6])
    }

    @Test("inline codes have their native code from the unit's original data")
    func inlineCodes() throws {
        let all = try units(
            """
            <unit id="u"><originalData><data id="d1">&lt;b></data><data id="d2">&lt;/b></data>
            <data id="d3">a<cp hex="0001"/></data></originalData>
            <segment><source><pc id="1" dataRefStart="d1" dataRefEnd="d2" type="fmt"
              subType="xlf:b">x</pc><ph id="p" dataRef="d3" type="other" subType="my:own"/><ph
              id="q" copyOf="p"/><sc id="3" dataRef="d1"/>y<ec startRef="3" dataRef="d2"/><ph
              id="8" equiv="e"/><ph id="9" disp="d" equiv="e"/><cp hex="0007"/></source></segment>
            <segment><source><sc id="5" isolated="yes"/>z<mrk id="m" type="term">t</mrk><sm
              id="n"/>u<em startRef="n"/></source></segment>
            </unit>
            """)
        #expect(all[0].variants[0].segment.text == "xy\u{7}")
        #expect(
            all[0].variants[0].segment.codes == [
                InlineCode(.open, number: 1, markup: "<b>", type: "fmt:b", offset: 0),
                InlineCode(.close, number: 1, markup: "</b>", type: "fmt:b", offset: 1),
                InlineCode(.alone, number: 2, markup: "a\u{1}", type: "other:my:own", offset: 1),
                InlineCode(.alone, number: 2, offset: 1),
                InlineCode(.open, number: 3, markup: "<b>", offset: 1),
                InlineCode(.close, number: 3, markup: "</b>", offset: 2),
                InlineCode(.alone, number: 8, markup: "e", offset: 2),
                InlineCode(.alone, number: 9, markup: "d", offset: 2),
            ])
        #expect(
            all[1].variants[0].segment
                == Segment("ztu", codes: [InlineCode(.open, number: 5, offset: 0)]))
    }

    @Test("a pair over two segments has one number")
    func pairOverSegments() throws {
        let all = try units(
            "<unit id='u'><segment><source>a<sc id='s'/>b</source></segment>"
                + "<segment><source>c<ec startRef='s'/><ph id='1'/></source></segment></unit>")
        #expect(all.map { $0.variants[0].segment.codes.map(\.number) } == [[2], [2, 1]])
    }

    @Test("modules and extensions do not leak, and translate is inherited")
    func structure() throws {
        let segment = "<segment><source>A</source></segment>"
        let all = try units(
            "<skeleton>s</skeleton><e:x><unit id='0'>\(segment)</unit></e:x>"
                + "<group id='g' translate='no'><unit id='1'>\(segment)</unit>"
                + "<unit id='2' translate='yes'><matches><match><source>no</source></match>"
                + "</matches>\(segment)</unit></group><unit id='3'>\(segment)<e:s>"
                + "<segment><source>no</source></segment></e:s></unit>")
        #expect(all.map(\.id) == ["2", "3"])
        #expect(all.map { $0.variants.map(\.segment.text) } == [["A"], ["A"]])
    }

    @Test("a unit with too many segments is skipped")
    func manySegments() throws {
        let segments = String(repeating: "<segment/>", count: 20_000)
        let path = try fixture.file(
            "a.xlf", "<xliff><file><unit id='1'>\(segments)</unit></file></xliff>")
        #expect(try readUnits(path).report.skipCounts == [.tooLong: 1])
    }
}
