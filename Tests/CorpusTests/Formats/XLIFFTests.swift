import Testing

@testable import Corpus

@Suite("XLIFF 1.2") struct XLIFFTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func units(
        _ body: String, file: String = "source-language='en' target-language='de'",
        gathering: Gathering = .everything
    ) throws -> [TranslationUnit] {
        let text =
            "<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2' "
            + "xmlns:sdl='urn:sdl' xmlns:mq='MQXliff' xmlns:m='urn:m' xmlns:e='urn:e'>\n"
            + "<file \(file)>\(body)</file></xliff>"
        return try readUnits(fixture.file("a.xlf", text), gathering).units
    }

    /// The only unit of a body.
    private func unit(_ body: String, gathering: Gathering = .everything) throws -> TranslationUnit
    {
        let all = try units("<body>\(body)</body>", gathering: gathering)
        #expect(all.count == 1)
        return try #require(all.first)
    }

    private func source(_ content: String) throws -> Segment {
        try unit("<trans-unit id='1'><source>\(content)</source></trans-unit>").variants[0].segment
    }

    @Test("a trans-unit becomes a unit with the languages of its file, its state and its notes")
    func wholeUnit() throws {
        let unit = try unit(
            "\n<trans-unit id='k' resname='name'><source>A</source>"
                + "<target state='needs-review-translation' state-qualifier='mt-suggestion'>B"
                + "</target><note>for\n you</note></trans-unit>")
        #expect(unit.id == "k")
        #expect(unit.variants.map(\.language) == ["en", "de"])
        #expect(unit.variants.map(\.segment.text) == ["A", "B"])
        #expect(unit.state == .translated)
        #expect(unit.metadata.notes == ["for you"])
        #expect(
            unit.metadata.properties.map { "\($0.name)=\($0.value)" } == [
                "name=name", "state=needs-review-translation", "state-qualifier=mt-suggestion",
            ])
        #expect(unit.position.line == 3)
    }

    @Test("what nobody asks for is not gathered")
    func textOnly() throws {
        let unit = try unit(
            "<trans-unit id='k'><source>A<x id='1' ctype='lb'/>B<g id='2'>C</g></source>"
                + "<note>n</note></trans-unit>", gathering: .text)
        #expect(unit.id == nil)
        #expect(unit.metadata.isEmpty)
        #expect(unit.variants.map(\.segment) == [Segment("A\nBC")])
    }

    @Test("a unit without a target, or with an empty one, is offered")
    func withoutTarget() throws {
        let all = try units(
            "<body><trans-unit id='1'><source>A</source></trans-unit>"
                + "<trans-unit id='2'><source>A</source><target/></trans-unit>"
                + "<trans-unit id='3'><target>B</target></trans-unit>"
                + "<trans-unit id='4'/></body>")
        #expect(all.map { $0.variants.map(\.segment.text) } == [["A"], ["A", ""], ["", "B"], []])
    }

    @Test("a language that no attribute tells is not made up; xml:lang wins")
    func languages() throws {
        let body =
            "<body><trans-unit id='1'><source>A</source><target>B</target></trans-unit>"
            + "<trans-unit id='2'><source xml:lang='en-GB'>A</source>"
            + "<target xml:lang='fr'>B</target></trans-unit></body>"
        let all = try units(body, file: "source-language='en' target-language=''")
        #expect(all.map { $0.variants.map(\.language) } == [["en", nil], ["en-GB", "fr"]])
    }

    @Test("segments become units with their own ids, lines and codes")
    func segments() throws {
        let all = try units(
            """
            <body><trans-unit id="t"><source>One. Two.</source>
            <seg-source><g id="9"><mrk mtype="seg" mid="a">One<x id="5"/>.</mrk>
            <mrk mtype="seg" mid="b">Two <mrk mtype="term">deep</mrk>.</mrk></g></seg-source>
            <target><g id="9"><mrk mtype="seg" mid="b">Zwei.</mrk>
            <mrk mtype="seg" mid="a"><x id="5"/>Eins.</mrk></g></target>
            </trans-unit></body>
            """)
        #expect(all.map(\.id) == ["t/a", "t/b"])
        #expect(all.map(\.position.line) == [3, 4])
        #expect(
            all.map { $0.variants.map(\.segment.text) } == [
                ["One.", "Eins."], ["Two deep.", "Zwei."],
            ])
        #expect(all[0].variants[0].segment.codes == [InlineCode(.alone, number: 5, offset: 3)])
        #expect(all[0].variants[1].segment.codes == [InlineCode(.alone, number: 5, offset: 0)])
        #expect(all[1].variants.allSatisfy { $0.segment.codes.isEmpty })
    }

    @Test(
        "a target that is not cut as its source is taken whole",
        arguments: [
            "Eins. Zwei.", "<mrk mtype='seg' mid='c'>Eins. Zwei.</mrk>",
            "<mrk mtype='seg' mid='a'>Eins.</mrk> Zwei.",
        ])
    func unmatchedSegments(target: String) throws {
        let unit = try unit(
            "<trans-unit id='t'><source>One. Two.</source><seg-source>"
                + "<mrk mtype='seg' mid='a'>One.</mrk> <mrk mtype='seg' mid='b'>Two.</mrk>"
                + "</seg-source><target>\(target)</target></trans-unit>")
        #expect(unit.id == "t")
        #expect(unit.variants.map(\.segment.text) == ["One. Two.", "Eins. Zwei."])
    }

    @Test("of segments without a target each is offered")
    func untranslatedSegments() throws {
        let segments = "<mrk mtype='seg' mid='1'>A</mrk><mrk mtype='seg' mid='2'>B</mrk>"
        let unit = "<trans-unit id='t'><source>AB</source><seg-source>\(segments)</seg-source>"
        #expect(try units("<body>\(unit)</trans-unit></body>").map(\.variants.count) == [1, 1])
        #expect(
            try units("<body>\(unit)<target/></trans-unit></body>").map {
                $0.variants.map(\.segment.text)
            } == [["A", ""], ["B", ""]])
    }

    @Test("proposals, binary units, groups and extensions do not leak")
    func structure() throws {
        let all = try units(
            """
            <header><note>h</note><e:trans-unit/></header><body>
            <group id="g"><group><note>g</note><trans-unit id="1"><e:source>no</e:source>
            <source>A</source><target>B</target>
            <alt-trans><source>no</source><target>no</target></alt-trans>
            <e:x><source>no</source><e:y/></e:x><context-group><context>no</context></context-group>
            </trans-unit></group></group>
            <bin-unit id="b" mime-type="m"><bin-source><internal-file>eA==</internal-file></bin-source>
            <trans-unit id="2"><source>C</source></trans-unit></bin-unit>
            </body>
            """)
        #expect(all.map { $0.variants.map(\.segment.text) } == [["A", "B"], ["C"]])
        #expect(all.allSatisfy { $0.metadata.notes.isEmpty })
    }

    @Test("what is not to be translated is skipped and counted, also by its group")
    func notTranslatable() throws {
        let unit = "<source>A</source><target>B</target></trans-unit>"
        let path = try fixture.file(
            "a.xlf",
            "<xliff><file><body><trans-unit translate='no'>\(unit)<group translate='no'>"
                + "<trans-unit>\(unit)<trans-unit translate='yes'>\(unit)</group>"
                + "<trans-unit>\(unit)</body></file></xliff>")
        let (units, report) = try readUnits(path)
        #expect(units.count == 2)
        #expect(report.skipCounts == [.notTranslatable: 2])
        #expect(report.summary.contains("2 marked as not to be translated"))
    }

    @Test("inline elements become codes with their native code, type and number")
    func inlineCodes() throws {
        let segment = try source(
            "<g id='7' ctype='bold'>a</g><x id='x' equiv-text='{0}'/>"
                + "<bpt id='2' rid='1' ctype='x-font'>&lt;f></bpt>b<ept id='3' rid='1'>&lt;/f></ept>"
                + "<ph id='4'>%s</ph><it id='5' pos='close'>&lt;/i></it><bx id='6'/>c<ex id='6'/>"
                + "<e:b>kept</e:b><![CDATA[<&>]]>")
        #expect(segment.text == "abckept<&>")
        #expect(
            segment.codes == [
                InlineCode(.open, number: 7, type: "bold", offset: 0),
                InlineCode(.close, number: 7, type: "bold", offset: 1),
                InlineCode(.alone, number: 1, markup: "{0}", offset: 1),
                InlineCode(.open, number: 2, markup: "<f>", type: "font", offset: 1),
                InlineCode(.close, number: 2, markup: "</f>", type: "font", offset: 2),
                InlineCode(.alone, number: 4, markup: "%s", offset: 2),
                InlineCode(.close, number: 5, markup: "</i>", offset: 2),
                InlineCode(.open, number: 6, offset: 2), InlineCode(.close, number: 6, offset: 3),
            ])
    }

    @Test("a code has one number in source and target, its id where that is a number")
    func numbers() throws {
        let unit = try unit(
            "<trans-unit id='1'><source><x id='A'/><x id='B'/><g id='1'>a</g><x id='07'/></source>"
                + "<target><x id='B'/><x id='C'/><g id='1'>a</g><x id='A'/><ph/><ph/>"
                + "</target></trans-unit>")
        #expect(unit.variants[0].segment.codes.map(\.number) == [2, 3, 1, 1, 7])
        #expect(unit.variants[1].segment.codes.map(\.number) == [3, 4, 1, 1, 2, 5, 6])
    }

    @Test("text in native code is a subflow, deleted text is gone")
    func subflows() throws {
        let segment = try source(
            "a<ph id='1'>&lt;img alt='<sub>in <x id='8'/>side</sub>'></ph>"
                + "<mrk mtype='x-sdl-deleted'>gone<x id='2'/></mrk>b")
        #expect(segment.text == "ab")
        #expect(
            segment.codes == [
                InlineCode(
                    .alone, number: 1, markup: "<img alt=''>", offset: 1,
                    subflows: [
                        .init(
                            offset: 10,
                            segment: Segment(
                                "in side", codes: [InlineCode(.alone, number: 8, offset: 3)]))
                    ])
            ])
        #expect(segment.plainText() == "a in side b")
    }

    @Test(
        arguments: [
            ("new", .initial), ("needs-translation", .initial), ("needs-adaptation", .translated),
            ("translated", .translated), ("signed-off", .reviewed), ("final", .final),
            ("x-mine", nil),
        ] as [(String, TranslationUnit.State?)])
    func statesAreMapped(name: String, state: TranslationUnit.State?) throws {
        let texts = "<source>A</source><target state='\(name)'>B</target></trans-unit>"
        #expect(try unit("<trans-unit id='1'>\(texts)").state == state)
        #expect(try unit("<trans-unit id='1' approved='no'>\(texts)").state == state)
        #expect(try unit("<trans-unit id='1' approved='yes'>\(texts)").state == .final)
    }

    @Test(
        arguments: [
            ("mq:status='ManuallyConfirmed'", .translated), ("mq:status='Proofread'", .final),
            ("mq:status='Pretranslated'", .initial), ("mq:status='Strange'", nil),
            ("m:confirmed='1'", .translated), ("m:confirmed='0'", .initial), ("", nil),
        ] as [(String, TranslationUnit.State?)])
    func dialectsHaveStates(attribute: String, state: TranslationUnit.State?) throws {
        #expect(
            try unit("<trans-unit id='1' \(attribute)><source>A</source></trans-unit>").state
                == state)
    }

    @Test("broken XML counts the open unit and names the line")
    func broken() throws {
        let path = try fixture.file(
            "a.xlf",
            "<xliff><file><body><trans-unit><source>A</source></trans-unit>\n<trans-unit></body>")
        let (units, report) = try readUnits(path)
        #expect(units.count == 1)
        #expect(report.skipCounts == [.cutOff: 1])
        #expect(report.warnings.first?.hasPrefix("\(path):2: the XML breaks here (") == true)
    }

    @Test("a text or unit too large, or with an unknown entity, is skipped without being kept")
    func faults() throws {
        let large = String(repeating: "many words ", count: 200_000)
        let codes = String(repeating: "<x/>", count: 50_000)
        let body = [large, codes, "&nbsp;", "<cp hex='0000'/>", "A"].map {
            "<trans-unit><source>\($0)</source><target>B</target></trans-unit>"
        }.joined()
        let path = try fixture.file(
            "a.xlf",
            "<xliff><file source-language='en' target-language='de'><body>\(body)"
                + "<trans-unit><source>A</source>"
                + String(repeating: "<note>\(large)</note>", count: 3)
                + "</trans-unit></body></file></xliff>")
        let (pairs, report) = try read(path)
        #expect(pairs.map(\.source) == ["A"])
        #expect(
            report.skipCounts == [
                .tooLong: 2, .unknownEntity: 1, .containsNUL: 1, .missingTarget: 1,
            ])
        #expect(try readUnits(path).report.skipCounts == [.tooLong: 1])
    }

    @Test("a document that is named as XLIFF and is something else is an error")
    func otherRoot() throws {
        let path = try fixture.file("a.xlf", "<?xml version='1.0'?><html/>")
        #expect(failure(path)?.reason == .unknownDocument(root: "html"))
    }
}

@Suite("Trados files") struct SDLXLIFFTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test("segments have the states, people and dates that stand behind the text")
    func segmentDefinitions() throws {
        let values =
            "<sdl:value key='created_by'>a</sdl:value><sdl:value key='created_on'>1</sdl:value>"
            + "<sdl:value key='last_modified_by'>b</sdl:value>"
            + "<sdl:value key='modified_on'>2</sdl:value><sdl:value key='Hash'>=</sdl:value>"
        let confirmations = [
            "conf='Draft'", "conf='Translated'", "conf='ApprovedTranslation'",
            "conf='ApprovedSignOff'", "conf='RejectedSignOff'", "origin='not-translated'",
        ]
        let segments = confirmations.indices.map { "<mrk mtype='seg' mid='\($0)'>A</mrk>" }.joined()
        let definitions = confirmations.enumerated().map {
            "<sdl:seg id='\($0)' \($1)>\(values)</sdl:seg>"
        }.joined()
        let path = try fixture.file(
            "a.sdlxliff",
            "<xliff xmlns:sdl='urn:sdl'><file source-language='en' target-language='de'>"
                + "<header/><body><trans-unit id='u'><source>A</source>"
                + "<seg-source>\(segments)</seg-source><target>\(segments)</target>"
                + "<sdl:seg-defs>\(definitions)</sdl:seg-defs></trans-unit></body></file></xliff>")
        let units = try readUnits(path).units
        #expect(
            units.map(\.state)
                == [.initial, .translated, .reviewed, .final, .initial, .initial])
        #expect(units.map(\.id).last == "u/5")
        let metadata = try #require(units.last?.metadata)
        #expect(metadata.author == "a")
        #expect(metadata.created == "1")
        #expect(metadata.changedBy == "b")
        #expect(metadata.changed == "2")
        #expect(metadata.properties == [.init(name: "sdl:origin", value: "not-translated")])
    }

    /// A file of one unit whose header defines a pair and a placeholder.
    private func file(markup: String = "&lt;br>", source: String) throws -> String {
        try fixture.file(
            "a.sdlxliff",
            "<xliff><file><header><internal-file form='base64'>AAAA</internal-file><tag-defs>"
                + "<tag id='3'><bpt name='b'>&lt;b></bpt><bpt-props><value>x</value></bpt-props>"
                + "<ept name='b'>&lt;/b></ept></tag><tag id='4'><ph>\(markup)</ph></tag>"
                + "</tag-defs></header><body><trans-unit><source>\(source)</source></trans-unit>"
                + "</body></file></xliff>")
    }

    @Test("the header tells the native code")
    func tagDefinitions() throws {
        let units = try readUnits(file(source: "<g id='3'>a</g><x id='4'/><x id='5'/>")).units
        #expect(
            units.first?.variants.first?.segment.codes.map(\.markup) == ["<b>", "</b>", "<br>", ""])
    }

    @Test("a header with more tags than are kept is told")
    func manyTags() throws {
        let markup = String(repeating: "many words ", count: 500_000)
        let path = try file(markup: markup, source: "<g id='3'>a</g><x id='4'/>")
        let (units, report) = try readUnits(path)
        #expect(units.first?.variants.first?.segment.codes.map(\.markup) == ["<b>", "</b>", ""])
        #expect(
            report.warnings == [
                "\(path): its header defines more tags than are kept (4 MiB). "
                    + "The codes of later ones have no markup."
            ])
    }
}
