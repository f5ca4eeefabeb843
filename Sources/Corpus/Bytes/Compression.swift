/// The kinds of compression that are read and written.
enum Compression: String, CaseIterable {
    case gzip, zstd

    /// The bytes that `init(magic:)` looks at.
    static let magicBytes = 4

    /// The end of the names of such files.
    var nameEnding: String {
        switch self {
        case .gzip: ".gz"
        case .zstd: ".zst"
        }
    }

    /// Known by the first bytes; nil where they are of anything else.
    init?(magic: some Collection<UInt8>) {
        if magic.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if magic.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || Self.isSkippableFrame(magic) {
            self = .zstd
        } else {
            return nil
        }
    }

    /// Whether these, and more bytes after them, could be the beginning of a compressed file.
    static func mayBegin(with bytes: some Collection<UInt8>) -> Bool {
        let magics: [[UInt8]] = [
            [0x1F, 0x8B], [0x28, 0xB5, 0x2F, 0xFD],
            [(bytes.first ?? 0) & 0x0F | 0x50, 0x2A, 0x4D, 0x18],
        ]
        return magics.contains { $0.count > bytes.count && $0.starts(with: bytes) }
    }

    /// Known by the end of the name.
    init?(path: some StringProtocol) {
        let name = path.lowercased()
        guard let kind = Self.allCases.first(where: { name.hasSuffix($0.nameEnding) }) else {
            return nil
        }
        self = kind
    }

    func decompressor() -> any Decompressor {
        switch self {
        case .gzip: Inflater()
        case .zstd: ZstandardDecompressor()
        }
    }

    func compressor() -> any Compressor {
        switch self {
        case .gzip: Deflater()
        case .zstd: ZstandardCompressor()
        }
    }

    /// Zstandard files may begin with a frame of somebody's notes (RFC 8878, 3.1.2).
    private static func isSkippableFrame(_ magic: some Collection<UInt8>) -> Bool {
        guard let first = magic.first else { return false }
        return first & 0xF0 == 0x50 && magic.dropFirst().starts(with: [0x2A, 0x4D, 0x18])
    }
}

/// Files that hold others and are not read.
enum ArchiveKind {
    /// In the words of `CorpusError.Reason.unsupportedArchive`; nil where it is none.
    static func name(beginning: [UInt8]) -> String? {
        if beginning.dropFirst(257).starts(with: Array("ustar".utf8)) { return "a tar archive" }
        return magics.first { beginning.starts(with: $0.magic) }?.name
    }

    private static let magics: [(magic: [UInt8], name: String)] = [
        ([0x50, 0x4B, 0x03, 0x04], "a zip archive"),
        ([0x42, 0x5A, 0x68], "compressed with bzip2"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "compressed with xz"),
        ([0x04, 0x22, 0x4D, 0x18], "compressed with lz4"),
        ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive"),
        ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07], "a rar archive"),
    ]
}

/// Unpacks a compressed file piece by piece.
protocol Decompressor: AnyObject {
    /// Unpacks from the front of `input` into `output`, of which neither needs to be used up.
    ///
    /// With an empty `input` it gives what it still holds.
    /// - Returns: the bytes used, and those written; both 0 only where more input is needed
    func unpack(
        _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecompressionFailure) -> (used: Int, written: Int)

    /// Throws when what was unpacked is not a whole file.
    func finish() throws(DecompressionFailure)
}

/// Why a compressed file cannot be unpacked.
enum DecompressionFailure: Error {
    /// The library's words, or ours.
    case damaged(String)
    /// The file asks for more memory than is set aside.
    case windowTooLarge

    static let breaksOff = DecompressionFailure.damaged("it breaks off")
    static let strangeEnd = DecompressionFailure.damaged(
        "something else follows the compressed part")

    var reason: CorpusError.Reason {
        switch self {
        case .damaged(let why): .damagedCompression(why)
        case .windowTooLarge: .windowTooLarge
        }
    }
}

/// Packs a file piece by piece.
protocol Compressor: AnyObject {
    /// Packs from the front of `input` into `output`, of which neither needs to be used up.
    ///
    /// - Parameter isLast: whether nothing follows; it is called again until `isDone`
    /// - Returns: the bytes used, those written, and whether all of `input` is used and, where it
    ///   is the last, all is written
    func pack(
        _ input: UnsafeBufferPointer<UInt8>, isLast: Bool,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) -> (used: Int, written: Int, isDone: Bool)
}
