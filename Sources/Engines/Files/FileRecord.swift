internal import CZlib
package import Tensors

/// The length and checksum by which a changed file is found out.
package struct FileRecord: Sendable, Codable, Equatable {
    package let bytes: Int
    /// CRC-32 as zip and gzip have it (ISO 3309), in 8 hexadecimal digits.
    package let crc32: String

    init(bytes: Int, checksum: Checksum) {
        self.bytes = bytes
        crc32 = checksum.digits
    }

    package init(of file: MappedFile) {
        var checksum = Checksum()
        file.withBytes { checksum.update($0) }
        self.init(bytes: file.byteCount, checksum: checksum)
    }

    /// Reads a whole file, such as a corpus that a card is to name.
    package init(ofFileAt path: String) throws(EngineError) {
        self.init(of: try FolderFile.map(path))
    }
}

/// A CRC-32 over bytes that come in parts.
struct Checksum {
    private var value: UInt = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        // zlib starts over when it is given no address.
        guard let base = bytes.baseAddress else { return }
        value = crc32_z(value, base.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    mutating func update(_ bytes: some Sequence<UInt8>) {
        Array(bytes).withUnsafeBytes { update($0) }
    }

    /// 8 hexadecimal digits.
    var digits: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    }
}
