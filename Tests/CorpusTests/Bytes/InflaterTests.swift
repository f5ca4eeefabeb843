import Testing

@testable import Corpus

@Suite struct InflaterTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test("gzip is known by its content, in one member or several")
    func gzip() throws {
        let text = Fixture.tmxText(Fixture.unit("A", "B"))
        #expect(try read(fixture.file("memory.tmx", Fixture.gzip(text))).pairs.count == 1)
        #expect(try read(fixture.file("anything", Fixture.gzip(text))).pairs.count == 1)
        let members = Fixture.gzip("A\tB\nC") + Fixture.gzip("\tD\n") + [0, 0, 0]
        #expect(try read(fixture.file("x.tsv.gz", members)).pairs.map(\.target) == ["B", "D"])
    }

    @Test("of gzip that breaks off, what came before is used and the break reported")
    func truncatedGzip() throws {
        let lines = (0..<50_000).map { "\($0 &* 2_654_435_761)\t\($0)\n" }.joined()
        let bytes = Fixture.gzip(lines)
        let table = try fixture.file("x.tsv.gz", Array(bytes.prefix(bytes.count / 2)))
        let report = try read(table).report
        #expect(report.pairs > 1_000)
        #expect(
            report.warnings == [
                "\(table): the compressed file is damaged (it breaks off). Fetch or compress it "
                    + "again. What came before is used: \(report.pairs) pairs."
            ])
        let whole = Fixture.tmxText(
            (0..<2_000).map { Fixture.unit("A \($0 &* 2_654_435_761)", "B") }.joined())
        let memory = try fixture.file("memory.tmx.gz", Array(Fixture.gzip(whole).dropLast(2_000)))
        #expect(try read(memory).report.warnings.count == 1)
    }

    @Test("damaged gzip is an error when nothing is usable")
    func damagedGzip() throws {
        let path = try fixture.file("x.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF])
        #expect(
            failure(path)?.description
                == "\(path): the compressed file is damaged (invalid block type). "
                + "Fetch or compress it again.")
    }

    @Test("what follows gzip and is neither gzip nor zeros is damage")
    func strangeEnd() throws {
        let path = try fixture.file("x.gz", Fixture.gzip("A\tB\n") + Array("C\tD\n".utf8))
        let warnings = try read(path).report.warnings
        #expect(warnings.first?.contains("(something else follows the compressed part)") == true)
    }

    @Test("what was unpacked before the damage is kept")
    func damageInTheMiddle() throws {
        let lines = (0..<50_000).map { "\($0 &* 2_654_435_761)\t\($0)\n" }.joined()
        var bytes = Fixture.gzip(lines)
        for place in bytes.count / 2..<bytes.count / 2 + 64 { bytes[place] = 0xFF }
        let report = try read(fixture.file("x.tsv.gz", bytes)).report
        #expect(report.pairs > 10_000)
        #expect(report.warnings.count == 1)
    }
}
