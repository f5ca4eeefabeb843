import Testing

@testable import Corpus

@Suite struct TSVTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test("the first two columns make a pair; BOM, CRLF and further columns do not count")
    func columns() throws {
        let path = try fixture.file("x.tsv", "\u{feff}A\tB\r\n C \tD\tnote\t\r\nE\tF")
        let pairs = try read(path).pairs
        #expect(pairs.map(\.source) == ["A", "C", "E"])
        #expect(pairs.map(\.target) == ["B", "D", "F"])
        #expect(pairs.map(\.position.line) == [1, 2, 3])
    }

    @Test("lines that cannot be used are skipped and counted")
    func skips() throws {
        var bytes = Array("A\tB\none column\n\n\tB\nA\t\nA\u{0}\tB\n".utf8)
        bytes += Array("A\t".utf8) + [0xC3, 0x28] + Array("\nlast\tB\n".utf8)
        let (pairs, report) = try read(fixture.file("x.tsv", bytes))
        #expect(pairs.map(\.source) == ["A", "last"])
        #expect(
            report.skipCounts == [
                .missingColumn: 2, .emptySource: 1, .emptyTarget: 1, .containsNUL: 1,
                .invalidUTF8: 1,
            ])
        #expect(report.skipped[.invalidUTF8]?.positions.map(\.line) == [7])
        #expect(report.units == report.pairs + report.skippedUnits)
    }

    @Test("a line of megabytes is passed over and the next one is read")
    func endlessLine() throws {
        let long = String(repeating: "x", count: 3_000_000)
        let (pairs, report) = try read(fixture.file("x.tsv", "A\tB\n\(long)\tB\nC\tD\n"))
        #expect(pairs.map(\.source) == ["A", "C"])
        #expect(pairs.map(\.position.line) == [1, 3])
        #expect(report.skipCounts == [.tooLong: 1])
    }

    @Test("lines that straddle chunks are whole")
    func chunks() throws {
        let line = String(repeating: "ab ", count: 33)
        let text = (0..<30_000).map { "\(line)\($0)\tB\($0)\n" }.joined()
        let pairs = try read(fixture.file("x.tsv", text)).pairs
        #expect(pairs.count == 30_000)
        #expect(
            pairs.enumerated().allSatisfy { $1.source == "\(line)\($0)" && $1.target == "B\($0)" })
    }
}
