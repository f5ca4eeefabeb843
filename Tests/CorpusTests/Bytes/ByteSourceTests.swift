import Testing

@testable import Corpus

@Suite struct ByteSourceTests {
    /// Everything a source gives, asked for in pieces of some size.
    private func all(of source: ByteSource, pieceBytes: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        while true {
            let count = try piece.withUnsafeMutableBufferPointer { try source.read(into: $0) }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
    }

    @Test("gives all bytes in order, in small pieces and in large ones", arguments: [7, 1 << 20])
    func pieces(bytes: Int) throws {
        let content = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        let fixture = try Fixture()
        let file = try ByteSource(path: fixture.file("x", content))
        #expect(try all(of: file, pieceBytes: bytes) == content)
        let memory = try ByteSource(bytes: content, named: "x")
        #expect(try all(of: memory, pieceBytes: bytes) == content)
        for compression in Compression.allCases {
            let packed = Fixture.pack(content, by: compression)
            let source = try ByteSource(bytes: packed, named: "x")
            #expect(try all(of: source, pieceBytes: bytes) == content)
        }
    }

    @Test("bytes in memory are read like a file's, unpacked")
    func memory() throws {
        let source = try ByteSource(bytes: Fixture.gzip("A\tB\n"), named: "table")
        #expect(source.name == "table")
        #expect(source.beginning == Array("A\tB\n".utf8))
        #expect(try all(of: source, pieceBytes: 2) == Array("A\tB\n".utf8))
        let error = #expect(throws: CorpusError.self) { try ByteSource(bytes: [], named: "none") }
        #expect(error?.reason == .empty)
    }

    @Test("the first 1,024 bytes can be looked at before they are read")
    func beginning() throws {
        let content = [UInt8](repeating: 0x41, count: 3_000)
        let source = try ByteSource(bytes: content, named: "x")
        #expect(source.beginning == Array(content.prefix(1_024)))
        #expect(try all(of: source, pieceBytes: 100) == content)
    }

    @Test(
        "archives are refused by name",
        arguments: [
            ([0x50, 0x4B, 3, 4], "a zip archive"),
            ([0x42, 0x5A, 0x68, 0x39], "compressed with bzip2"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "compressed with xz"),
            ([0x04, 0x22, 0x4D, 0x18], "compressed with lz4"),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
            ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], "a rar archive"),
            ([UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8), "a tar archive"),
        ])
    func archives(magic: [UInt8], name: String) throws {
        for bytes in [magic, Fixture.pack(magic, by: .gzip)] {
            let error = #expect(throws: CorpusError.self) {
                try ByteSource(bytes: bytes, named: "x")
            }
            #expect(error?.reason == .unsupportedArchive(name))
        }
    }
}
