import Testing

@testable import Corpus

@Suite struct TMXWriterTests {
    private func unit(_ texts: [(String?, Segment)]) -> TranslationUnit {
        TranslationUnit(
            variants: texts.map { TranslationUnit.Variant(language: $0, segment: $1) },
            position: FilePosition(file: "m.tmx"))
    }

    private func body(
        _ units: [TranslationUnit], sourceLanguage: String? = nil
    ) throws -> (lines: [String], losses: [String]) {
        let (text, losses) = try TMXFixture.written(units, sourceLanguage: sourceLanguage)
        let lines = text.split(separator: "\n").map { String($0.drop { $0 == " " }) }
        return (Array(lines.dropFirst(4).dropLast(2)), losses)
    }

    @Test("a unit is written with its texts, metadata and codes")
    func unit() throws {
        var unit = unit([
            (
                "en",
                Segment(
                    "Click here",
                    codes: [
                        InlineCode(.open, number: 2, markup: "<b>", type: "bold", offset: 6),
                        InlineCode(.close, number: 2, markup: "</b>", offset: 10),
                        InlineCode(.alone, number: 1, markup: "<br/>", offset: 10),
                        InlineCode(.open, number: 3, markup: "<i>", offset: 10),
                    ])
            ), ("de", Segment("Hier")),
        ])
        unit.id = "7"
        unit.state = .reviewed
        unit.metadata.author = "A&B"
        unit.metadata.notes = ["n"]
        unit.metadata.properties = [
            .init(name: "usagecount", value: "3"), .init(name: "x", value: "<"),
            .init(name: "datatype", value: "html"),
        ]
        unit.variants[1].metadata.changed = "20260131T235959Z"
        let (text, losses) = try TMXFixture.written([unit])
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <tmx version="1.4">
                  <header creationtool="translate" creationtoolversion="1" segtype="sentence" \
                o-tmf="translate" adminlang="en" srclang="en" datatype="unknown"/>
                  <body>
                    <tu tuid="7" creationid="A&amp;B" usagecount="3">
                      <note>n</note>
                      <prop type="x">&lt;</prop>
                      <prop type="datatype">html</prop>
                      <prop type="state">reviewed</prop>
                      <tuv xml:lang="en">
                        <seg>Click <bpt i="1" x="2" type="bold">&lt;b&gt;</bpt>here<ept i="1">\
                &lt;/b&gt;</ept><ph x="1">&lt;br/&gt;</ph><it pos="begin" x="3">&lt;i&gt;</it></seg>
                      </tuv>
                      <tuv xml:lang="de" changedate="20260131T235959Z">
                        <seg>Hier</seg>
                      </tuv>
                    </tu>
                  </body>
                </tmx>

                """)
        #expect(losses.isEmpty)
    }

    @Test("a unit with another source than the file's says so, where it would not be seen")
    func sourceLanguage() throws {
        let segment = Segment("a")
        let units = [
            unit([("de", segment), ("en", segment)]), unit([("en", segment), ("de", segment)]),
            unit([("fr", segment)]), unit([(nil, segment), ("de", segment)]),
        ]
        let tags = try body(units).lines.filter { $0.hasPrefix("<tu ") || $0 == "<tu>" }
        #expect(tags == ["<tu>", "<tu srclang=\"en\">", "<tu>", "<tu srclang=\"*all*\">"])
        let other = try TMXFixture.written(units, sourceLanguage: "en").text
        #expect(other.contains(" srclang=\"en\" datatype="))
        #expect(other.contains("<tu srclang=\"de\">"))
        #expect(try TMXFixture.written([]).text.contains("srclang=\"*all*\""))
    }

    @Test("subflows are written into the markup, with an i of their own")
    func subflows() throws {
        func pair(_ number: Int, to end: Int) -> [InlineCode] {
            [
                InlineCode(.open, number: number, offset: 0),
                InlineCode(.close, number: number, offset: end),
            ]
        }
        var codes = pair(1, to: 1)
        codes[0].markup = "[]"
        codes[0].subflows = [.init(offset: 1, segment: Segment("é", codes: pair(1, to: 2)))]
        let lines = try body([unit([("en", Segment("a", codes: codes))])]).lines
        #expect(
            lines[2]
                == "<seg><bpt i=\"1\" x=\"1\">[<sub><bpt i=\"2\" x=\"1\"/>é<ept i=\"2\"/></sub>]"
                + "</bpt>a<ept i=\"1\"/></seg>")
    }

    @Test("places outside the text or within a character are moved to where they can be")
    func places() throws {
        let codes = [-1, 1, 0, 99].map { InlineCode(.alone, number: 1, offset: $0) }
        let lines = try body([unit([("en", Segment("é", codes: codes))])]).lines
        let code = "<ph x=\"1\"/>"
        #expect(lines[2] == "<seg>\(code)\(code)\(code)é\(code)</seg>")
    }

    @Test("what TMX cannot hold is counted")
    func losses() throws {
        var faulty = unit([("en", Segment("a")), ("de", Segment(""))])
        faulty.variants[1].fault = .tooLong
        var lost = unit([("en", Segment(""))])
        lost.variants[0].fault = .unknownEntity
        let codes = [
            InlineCode(.open, number: 1, type: "b", offset: 0),
            InlineCode(.close, number: 1, type: "c", offset: 0),
        ]
        let units = [
            faulty, lost, unit([]), unit([(nil, Segment("a\u{1}\u{FFFE}")), ("", Segment("b"))]),
            unit([("en", Segment("c", codes: codes))]),
        ]
        let (lines, losses) = try body(units)
        #expect(lines.filter { $0 == "</tu>" }.count == 3)
        #expect(lines.contains("<tuv xml:lang=\"und\">"))
        #expect(lines.contains("<seg>a\u{FFFD}\u{FFFD}</seg>"))
        #expect(
            losses == [
                "2 characters that XML cannot hold, written as U+FFFD",
                "2 texts left out for a fault in the file they come from",
                "1 unit without a text, left out",
                "2 texts without a language, written as “und”",
                "1 closing code with a type of its own, written without",
            ])
    }
}
