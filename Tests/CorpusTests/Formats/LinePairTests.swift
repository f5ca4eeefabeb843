import Testing

@testable import Corpus

@Suite struct LinePairTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test("line N goes with line N")
    func pairs() throws {
        let source = try fixture.file("x.en", "\u{feff}A\n\nC")
        let target = try fixture.file("x.de", Fixture.gzip("B\r\nb\r\nD\r\n"))
        let (pairs, report) = try read("\(source),\(target)")
        #expect(pairs.map(\.source) == ["A", "C"])
        #expect(pairs.map(\.target) == ["B", "D"])
        #expect(pairs.last?.position == FilePosition(file: source, line: 3))
        #expect(report.skipCounts == [.emptySource: 1])
    }

    @Test("different line counts are an error with both counts")
    func unequal() throws {
        let source = try fixture.file("x.en", "A\n")
        let target = try fixture.file("x.de", "B\nC\nD\n")
        #expect(
            failure("\(source),\(target)")?.description
                == "\(source): has 1 line but \(target) has 3. Line N of one must translate "
                + "line N of the other; align the files first.")
        #expect(
            failure("\(target),\(source)")?.reason
                == .unequalLineCounts(source: 3, target: 1, targetFile: source))
    }

    @Test("invalid UTF-8 skips the line on both sides")
    func invalidUTF8() throws {
        let source = try fixture.file("x.en", "A\nC\nE\n")
        let target = try fixture.file("x.de", [0x42, 0x0A, 0xFF, 0x0A, 0x46, 0x0A])
        let (pairs, report) = try read("\(source),\(target)")
        #expect(pairs.map(\.target) == ["B", "F"])
        #expect(report.skipped[.invalidUTF8]?.positions == [FilePosition(file: source, line: 2)])
    }
}
