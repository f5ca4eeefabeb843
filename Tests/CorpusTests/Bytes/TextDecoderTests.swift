import Testing

@testable import Corpus

@Suite struct TextDecoderTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private static func utf16(_ text: String, isBigEndian: Bool = false) -> [UInt8] {
        bytes(Array(text.utf16), isBigEndian: isBigEndian)
    }

    private static func bytes(_ units: [UInt16], isBigEndian: Bool = false) -> [UInt8] {
        units.flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isBigEndian ? [high, low] : [low, high]
        }
    }

    @Test("UTF-16 with a byte order mark is read, packed or not", arguments: [true, false])
    func byteOrderMark(isBigEndian: Bool) throws {
        let text = "\u{FEFF}Straße 😀\t道\r\n一\t二\n"
        let bytes = Self.utf16(text, isBigEndian: isBigEndian)
        for (name, content) in [("x.tsv", bytes), ("x.gz", Fixture.pack(bytes, by: .gzip))] {
            let pairs = try read(fixture.file(name, content)).pairs
            #expect(pairs.map(\.source) == ["Straße 😀", "一"])
            #expect(pairs.map(\.target) == ["道", "二"])
        }
    }

    @Test("UTF-16 without a byte order mark is known by its zeros", arguments: [true, false])
    func guess(isBigEndian: Bool) throws {
        let text = "Give me a “room”\t部屋を一つください\n"
        let path = try fixture.file("x.tsv", Self.utf16(text, isBigEndian: isBigEndian))
        #expect(try read(path).pairs.map(\.target) == ["部屋を一つください"])
        let table = "one\teins\nt\0wo\tzwei\n"
        #expect(TextEncoding(beginning: Array(table.utf8)) == .utf8)
        #expect(TextEncoding(beginning: [0x41]) == .utf8)
    }

    @Test("parallel text may be UTF-16 on one side")
    func pair() throws {
        let source = try fixture.file("x.en", Self.utf16("\u{FEFF}A\nB\n"))
        let target = try fixture.file("x.de", "C\nD\n")
        #expect(try read("\(source),\(target)").pairs.map(\.source) == ["A", "B"])
    }

    @Test("a line with half a surrogate pair, or half a character at the end, is counted")
    func broken() throws {
        let tab: UInt16 = 9
        let newline: UInt16 = 10
        let units: [UInt16] =
            [
                0xFEFF, 0x41, tab, 0xD83D, newline, 0x41, tab, 0xDE00, newline, 0x41, tab, 0x42,
                newline,
            ]
            + [0x41, tab, 0xD83D]
        let path = try fixture.file("x.tsv", Self.bytes(units))
        let (pairs, report) = try read(path)
        #expect(pairs.map(\.target) == ["B"])
        #expect(report.skipCounts == [.invalidUTF8: 3])
        let odd = try fixture.file(
            "y.tsv", Self.bytes(units.dropLast(3) + [0x41, tab, 0x42]) + [0])
        #expect(try read(odd).report.skipCounts == [.invalidUTF8: 3])
    }

    @Test("text of any length keeps its characters whole, however the pieces fall")
    func pieces() throws {
        for start in ["", "x"] {
            let line = "😀é漢\(start)\tb\n"
            let text = start + String(repeating: line, count: 30_000)
            let path = try fixture.file("x.tsv", Self.utf16("\u{FEFF}" + text))
            let (pairs, report) = try read(path)
            #expect(report.pairs == 30_000)
            #expect(pairs.allSatisfy { $0.source.hasSuffix("😀é漢\(start)") })
        }
    }

    @Test("UTF-32 is refused")
    func utf32() throws {
        let path = try fixture.file("x.tsv", [0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0])
        #expect(failure(path)?.description == "\(path): is UTF-32 text. Convert it to UTF-8.")
    }
}
