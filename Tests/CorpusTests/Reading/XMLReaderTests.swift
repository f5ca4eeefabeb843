import Foundation
import Testing

@testable import Corpus

@Suite("XML from strangers") struct XMLReaderTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func document(declarations: String, body: String) throws -> String {
        let doctype = "<?xml version='1.0'?><!DOCTYPE tmx [\(declarations)]>"
        return try fixture.file(
            "memory.tmx", Fixture.tmxText(body, declaration: doctype))
    }

    @Test(
        "an entity bomb is not expanded: its unit is skipped, in no time", .timeLimit(.minutes(1)))
    func entityBomb() throws {
        var declarations = "<!ENTITY e0 \"ha ha ha ha ha ha ha ha\">"
        for level in 1..<40 {
            let reference = "&e\(level - 1);"
            declarations += "<!ENTITY e\(level) \"\(reference)\(reference)\(reference)\">"
        }
        let body = Fixture.unit("&e39;", "B") + Fixture.unit("A", "B")
        let (pairs, report) = try read(document(declarations: declarations, body: body))
        #expect(pairs.map(\.source) == ["A"])
        #expect(report.skipCounts == [.unknownEntity: 1])
    }

    @Test("a bomb of parameter entities ends the reading, in no time", .timeLimit(.minutes(1)))
    func parameterEntityBomb() throws {
        var declarations = "<!ENTITY % p0 \"<!-- x -->\">"
        for level in 1..<30 {
            let reference = "&#37;p\(level - 1);"
            declarations += "<!ENTITY % p\(level) \"\(reference)\(reference)\(reference)\">"
        }
        let path = try document(
            declarations: declarations + "%p29;", body: Fixture.unit("A", "B"))
        #expect(failure(path)?.leavesUsablePart == true)
    }

    @Test("an external entity is never read")
    func externalEntity() throws {
        let secret = try fixture.file("secret", "must not appear")
        let path = try document(
            declarations: "<!ENTITY x SYSTEM \"\(secret)\">",
            body: Fixture.unit("a&x;b", "B") + Fixture.unit("A", "B"))
        let (pairs, report) = try read(path)
        #expect(pairs.map(\.source) == ["A"])
        #expect(report.skipCounts == [.unknownEntity: 1])
    }

    @Test("an external DTD is never read")
    func externalSubset() throws {
        let dtd = try fixture.file("tmx14.dtd", "not a DTD <<<")
        let doctype = "<!DOCTYPE tmx SYSTEM \"\(dtd)\">"
        let path = try fixture.file(
            "memory.tmx", Fixture.tmxText(Fixture.unit("A", "B"), declaration: doctype))
        let (pairs, report) = try read(path)
        #expect(pairs.count == 1)
        #expect(report.warnings.isEmpty)
    }

    @Test("elements nested too deep end the reading, not the program")
    func deepNesting() throws {
        let deep = String(repeating: "<hi>", count: 100_000)
        let path = try fixture.tmx(Fixture.unit("A", "B") + Fixture.unit(deep, "B"))
        #expect(try read(path).report.warnings.count == 1)
    }

    @Test("names without end do not slow the reader down", .timeLimit(.minutes(1)))
    func manyNames() throws {
        let names = (0..<20_000).map { "<n\($0) a\($0)='\($0)'/>" }.joined()
        let path = try fixture.tmx(names + Fixture.unit("A", "B"))
        #expect(try read(path).pairs.count == 1)
    }

    @Test(
        "hostile files end in an error, quickly",
        .enabled(if: SharedFiles.folder != nil, "needs the shared data"), .timeLimit(.minutes(1)),
        arguments: SharedFiles.files(under: "xml-hostile", endingIn: [".xml"]))
    func hostileFiles(path: String) {
        #expect(failure(path) != nil)
    }
}
