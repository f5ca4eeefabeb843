import Testing

@testable import Corpus

@Suite struct TMXNumberingTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// The codes of an English and a German segment.
    private func codes(_ english: String, _ german: String) throws -> [[InlineCode]] {
        let units = try TMXFixture.units(of: fixture.tmx(Fixture.unit(english, german))).units
        return try #require(units.first).variants.map(\.segment.codes)
    }

    private func numbers(_ english: String, _ german: String) throws -> [[Int]] {
        try codes(english, german).map { $0.map(\.number) }
    }

    @Test("codes with x keep it, and a closing one has its opening one's number and type")
    func identities() throws {
        let english =
            "a<bpt i=\"1\" x=\"7\" type=\"bold\">&lt;b></bpt>b<ept i=\"1\">&lt;/b></ept>"
            + "<ph x=\"3\">%s</ph><it pos=\"end\" x=\"5\"/><ut>u</ut>"
        let codes = try codes(english, "x")[0]
        #expect(codes.map(\.number) == [7, 7, 3, 5, 1])
        #expect(codes.map(\.kind) == [.open, .close, .alone, .close, .alone])
        #expect(codes.map(\.markup) == ["<b>", "</b>", "%s", "", "u"])
        #expect(codes.map(\.type) == ["bold", "bold", nil, nil, nil])
        #expect(codes.map(\.offset) == [1, 2, 2, 2, 2])
    }

    @Test("without x, the same markup has the same number in another language")
    func sameMarkup() throws {
        #expect(
            try numbers("<ph>%s</ph><ph>%d</ph><ph>%s</ph>", "<ph>%d</ph><ph>%s</ph><ph>%s</ph>")
                == [[1, 2, 3], [2, 1, 3]])
        #expect(
            try numbers(
                "<bpt i=\"1\">b</bpt><ept i=\"1\">/b</ept><bpt i=\"2\">i</bpt><ept i=\"2\">/i</ept>",
                "<bpt i=\"1\">i</bpt><ept i=\"1\">/i</ept><bpt i=\"2\">b</bpt><ept i=\"2\">/b</ept>"
            )
                == [[1, 1, 2, 2], [2, 2, 1, 1]])
    }

    @Test("codes whose markup is translated agree by their order")
    func translatedMarkup() throws {
        #expect(
            try numbers(
                "<ph>title='one'</ph><ph>%s</ph><ph>title='two'</ph>",
                "<ph>titel='eins'</ph><ph>titel='zwei'</ph><ph>%s</ph><ph>mehr</ph>")
                == [[1, 2, 3], [1, 3, 2, 4]])
    }

    @Test("a code with x in one language gives its number to the same one without")
    func mixedIdentities() throws {
        #expect(
            try numbers("<ph>%s</ph><ph>%d</ph>", "<ph x=\"1\">%d</ph><ph x=\"9\">%s</ph>")
                == [[9, 1], [1, 9]])
    }

    @Test("of codes with one i, the last opened is closed first")
    func repeatedPairing() throws {
        #expect(
            try numbers(
                "<bpt i=\"1\">b</bpt><bpt i=\"1\">i</bpt><ept i=\"1\"/><ept i=\"1\"/>",
                "<bpt>b</bpt><ept/><ept>b</ept>")
                == [[1, 2, 2, 1], [1, 1, 3]])
    }

    @Test("i may be any word, and highlights nest by themselves")
    func wordsAndHighlights() throws {
        #expect(
            try numbers(
                "<hi x=\"4\">a<hi>b</hi><bpt i=\"0\"/>c<bpt i=\"a\"/>d<ept i=\"0\"/><ept i=\"a\"/></hi>",
                "x") == [[4, 1, 1, 2, 3, 2, 3, 4], []])
    }

    @Test("an x that is no number from 1 counts as none", arguments: ["0", "-1", "a", "", "1e400"])
    func invalidIdentity(x: String) throws {
        #expect(try numbers("<ph x=\"\(x)\"/>", "x") == [[1], []])
    }

    @Test("the codes of a subflow are numbered by themselves")
    func subflows() throws {
        let code = try codes(
            "<ph x=\"1\">&lt;a title='<sub>the <ph>é</ph><hi>top</hi></sub>'></ph>", "x")[0][0]
        #expect(code.markup == "<a title=''>")
        #expect(
            code.subflows == [
                InlineCode.Subflow(
                    offset: 10,
                    segment: Segment(
                        "the top",
                        codes: [
                            InlineCode(.alone, number: 1, markup: "é", offset: 4),
                            InlineCode(.open, number: 2, offset: 4),
                            InlineCode(.close, number: 2, offset: 7),
                        ]))
            ])
    }
}
