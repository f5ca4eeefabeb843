import Testing

@testable import Corpus

@Suite struct XMLDocumentTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func units(
        _ body: String, _ source: String, _ target: String, unit: String = "entry"
    ) throws -> (units: [TranslationUnit], report: CorpusReport) {
        let paths = try XMLPaths(unit: unit, source: source, target: target)
        return try gatheredUnits(
            fixture.file("x.xml", "<?xml version=\"1.0\"?>\n<book>\n\(body)\n</book>"),
            xmlPaths: paths)
    }

    @Test("texts are taken by the names of their elements, without markup in them")
    func elements() throws {
        let (units, report) = try units(
            """
            <entry><en>A <b>bold</b> text</en><x><de>B</de></x></entry><en>outside</en>
            <n:entry xmlns:n="u"><de>D</de><de>second</de><en>C</en></n:entry>
            """, "en", "de")
        #expect(units.map(\.texts) == [["A bold text", "B"], ["C", "D"]])
        #expect(units.map(\.languages) == [[nil, nil], [nil, nil]])
        #expect(units.map(\.position.line) == [3, 4])
        #expect(report.units == 2)
    }

    @Test(
        arguments: [
            ("book/entry", "a/en", "b/en"), ("entry", "en[@lang=en]", "en[@lang=\"d/e\"]"),
            ("entry[@type='x']", "a/en", "b/@text"), ("entry", "@source", "b/en[@lang=d/e]/@t"),
            ("entry", "en", "en"),
        ])
    func parentsConditionsAndAttributesAreFollowed(
        unit: String, source: String, target: String
    ) throws {
        let (units, _) = try units(
            """
            <other><en>no</en></other>
            <entry type="x" source="A"><a><en lang="en">A</en></a>
            <b text="B"><en lang="d/e" t="B">B</en></b></entry>
            """, source, target, unit: unit)
        #expect(units.map(\.texts) == [["A", "B"]])
    }

    @Test("units that lack a text, or have one that cannot be used, are counted")
    func unusable() throws {
        let long = String(repeating: "x", count: 2_000_000)
        let paths = try XMLPaths(unit: "entry", source: "en", target: "de")
        let path = try fixture.file(
            "x.xml",
            "<book><entry><en>A</en><de>B</de></entry><entry><en>A</en></entry>"
                + "<entry><de>B</de></entry><entry><en>&x;</en></entry>"
                + "<entry><en>\(long)</en></entry><entry><en>cut")
        var pairs: [SegmentPair] = []
        let report = try CorpusReader(paths: [path], xmlPaths: paths)
            .readPairs(of: LanguagePair(source: "en", target: "de")) { pairs.append($0) }
        #expect(pairs.map(\.target) == ["B"])
        #expect(
            report.skipCounts == [
                .missingTarget: 1, .missingSource: 1, .unknownEntity: 1, .tooLong: 1, .cutOff: 1,
            ])
        #expect(report.warnings.count == 1)
    }

    @Test("a path that matches nothing is an error that lists what there is")
    func unmatched() throws {
        let body = "<entry><en>A</en><de>B</de></entry>"
        let path = try fixture.file("x.xml", "<?xml version=\"1.0\"?>\n<book>\(body)</book>")
        func words(_ unit: String, _ source: String, _ target: String) throws -> String? {
            unitFailure(path, xmlPaths: try XMLPaths(unit: unit, source: source, target: target))?
                .description
        }
        #expect(
            try words("tu", "en", "de")
                == "\(path): nothing matches “tu”. It has <book>, <entry>, <en>, <de>. "
                + "Pass one of them to --xml-unit.")
        #expect(
            try words("entry", "fr", "de")
                == "\(path): nothing matches “fr”. It has <en>, <de>. "
                + "Pass one of them to --xml-source.")
        #expect(
            try words("entry", "en", "de/@x")
                == "\(path): nothing matches “de/@x”. It has <en>, <de>. "
                + "Pass one of them to --xml-target.")
        #expect(
            try words("en", "x", "y")
                == "\(path): nothing matches “x”. It has no element. "
                + "Pass one of them to --xml-source.")
        let many = (0..<30).map { "<e\($0)/>" }.joined()
        let other = try fixture.file("x.xml", "<book>\(many)</book>")
        let error = unitFailure(
            other, xmlPaths: try XMLPaths(unit: "u", source: "s", target: "t"))
        #expect(error?.description.contains("<e18>, more. Pass") == true)
    }

    @Test(
        "what is no path is an error of use",
        arguments: [
            "", "/", "a/", "/a", "a b", "a[", "a[x]", "a[@]", "a[@x=1]/b", "@a/b", "@", "n:a",
        ])
    func invalid(path: String) {
        let error = #expect(throws: CorpusError.self) {
            try XMLPaths(unit: "u", source: path, target: "t")
        }
        #expect(
            error?.description
                == "--xml-source: “\(path)” is not a path. Pass names of elements such as entry or "
                + "body/entry, for a text also entry/@name.")
        #expect(error?.isWrongUse == true)
        #expect(throws: CorpusError.self) {
            try XMLPaths(unit: "a/@b", source: "s", target: "t")
        }
    }

    @Test("files of a known format are read as such, whatever the paths")
    func known() throws {
        let paths = try XMLPaths(unit: "entry", source: "en", target: "de")
        let memory = try fixture.tmx(Fixture.unit("A", "B"))
        let table = try fixture.file("x.tsv", "C\tD\n")
        let other = try fixture.file("x.xml", "<book><entry><en>E</en><de>F</de></entry></book>")
        let (units, _) = try gatheredUnits(memory, table, other, xmlPaths: paths)
        #expect(units.map(\.texts) == [["A", "B"], ["C", "D"], ["E", "F"]])
    }
}
