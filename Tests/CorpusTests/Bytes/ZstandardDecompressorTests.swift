import Testing

@testable import Corpus

@Suite struct ZstandardDecompressorTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    /// `printf 'A\\tB\\n' | zstd`, version 1.5.4.
    private let first: [UInt8] = [
        0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58, 0x21, 0x00, 0x00, 0x41, 0x09, 0x42, 0x0A, 0xEE, 0x8E,
        0xEF, 0xE6,
    ]
    /// `printf 'C\\tD\\n' | zstd --no-check`.
    private let second: [UInt8] = [
        0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58, 0x21, 0x00, 0x00, 0x43, 0x09, 0x44, 0x0A,
    ]
    /// Two bytes of notes.
    private let skippable: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 0xAB, 0xCD]

    @Test("zstd is known by its content, in one frame or several, with skippable ones")
    func frames() throws {
        #expect(try read(fixture.file("x.tsv", first)).pairs.map(\.target) == ["B"])
        let frames = skippable + first + skippable + second + skippable
        #expect(try read(fixture.file("x.tsv.zst", frames)).pairs.map(\.target) == ["B", "D"])
        let memory = Fixture.pack(Fixture.tmxText(Fixture.unit("A", "B")), by: .zstd)
        #expect(try read(fixture.file("memory.tmx.zst", memory)).pairs.count == 1)
    }

    @Test("a file that unpacks to more than any buffer is read whole")
    func large() throws {
        let line = String(repeating: "x", count: 99) + "\tB\n"
        let text = String(repeating: line, count: 100_000)
        let report = try read(fixture.file("x.zst", Fixture.pack(text, by: .zstd))).report
        #expect(report.pairs == 100_000)
        #expect(report.warnings.isEmpty)
    }

    @Test("of zstd that breaks off, what came before is used and the break reported")
    func truncated() throws {
        let lines = (0..<100_000).map { "\($0 &* 2_654_435_761)\t\($0)\n" }.joined()
        let bytes = Fixture.pack(lines, by: .zstd)
        let table = try fixture.file("x.zst", Array(bytes.prefix(bytes.count / 2)))
        let report = try read(table).report
        #expect(report.pairs > 1_000)
        #expect(
            report.warnings == [
                "\(table): the compressed file is damaged (it breaks off). Fetch or compress it "
                    + "again. What came before is used: \(report.pairs) pairs."
            ])
        let beginning = try fixture.file("y.zst", Array(first.prefix(6)))
        #expect(failure(beginning)?.reason == .damagedCompression("it breaks off"))
        let notes = try fixture.file("z.zst", Array(skippable.prefix(9)))
        #expect(failure(notes)?.reason == .damagedCompression("it breaks off"))
    }

    @Test("damaged zstd is an error in the library's words")
    func damaged() throws {
        var wrongSum = first
        wrongSum[16] ^= 1
        let path = try fixture.file("x.zst", wrongSum)
        let sum = "Restored data doesn't match checksum"
        #expect(failure(path)?.reason == .damagedCompression(sum))
        let strange = try fixture.file("y.zst", first + Array("C\tD\n".utf8))
        let warnings = try read(strange).report.warnings
        #expect(warnings.first?.contains("(something else follows the compressed part)") == true)
    }

    @Test("a frame of notes only is an empty file")
    func onlySkippable() throws {
        #expect(failure(try fixture.file("x.zst", skippable))?.reason == .empty)
    }

    @Test("a window that would take too much memory is refused with the remedy")
    func windowTooLarge() throws {
        // `head -c 100 /dev/zero | zstd --ultra --zstd=wlog=28`
        let path = try fixture.file(
            "x.zst",
            [
                0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x90, 0x45, 0x00, 0x00, 0x10, 0x00, 0x00, 0x01, 0x00,
                0x3F, 0x01, 0x2C, 0x2F, 0x50, 0x2C, 0xC9,
            ])
        #expect(
            failure(path)?.description
                == "\(path): is compressed with a window of more than 128 MiB, which would take as "
                + "much memory. Unpack it first, with “zstd -d --long=31”.")
    }
}
