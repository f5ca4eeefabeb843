import Foundation

/// The bytes of a file or of standard input, unpacked where they are gzip.
///
/// A class because it owns a file descriptor. Memory does not grow with the file.
final class ByteSource {
    /// How errors and positions call it.
    let name: String

    private let descriptor: Int32
    private let ownsDescriptor: Bool
    /// What was read of the file and not yet used: `chunk[unused]`.
    private var chunk = [UInt8](repeating: 0, count: 1 << 18)
    private var unused = 0..<0
    private var inflater: Inflater?
    /// The first bytes, unpacked, kept so that `beginning` can be looked at before reading.
    private var beginningBytes: [UInt8] = []
    private var beginningUsed = 0

    init(path: String) throws(CorpusError) {
        name = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        ownsDescriptor = true
        guard descriptor >= 0 else {
            throw CorpusError(
                reason: errno == ENOENT ? .notFound : .unreadable(systemErrorText(errno)),
                position: FilePosition(file: path))
        }
        try prepare()
    }

    /// Standard input, left open at the end.
    init(standardInputNamed name: String) throws(CorpusError) {
        self.name = name
        descriptor = STDIN_FILENO
        ownsDescriptor = false
        try prepare()
    }

    deinit {
        if ownsDescriptor { close(descriptor) }
    }

    /// The first bytes (at most 1,024), which `read` still gives.
    var beginning: [UInt8] { beginningBytes }

    /// - Returns: how many bytes were written, 0 only at the end
    func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(CorpusError) -> Int {
        guard beginningUsed == beginningBytes.count else {
            let rest = beginningBytes[beginningUsed...].prefix(output.count)
            _ = output.update(fromContentsOf: rest)
            beginningUsed += rest.count
            return rest.count
        }
        return try readUnpacked(into: output)
    }

    private func prepare() throws(CorpusError) {
        while unused.count < 6, try fill() {}
        guard !unused.isEmpty else { throw error(.empty) }
        let magic = Array(chunk[unused].prefix(6))
        if magic.starts(with: [0x1F, 0x8B]) {
            inflater = Inflater()
        } else if let kind = Self.archiveKind(magic) {
            throw error(.unsupportedArchive(kind))
        }
        var first = [UInt8](repeating: 0, count: 1_024)
        var filled = 0
        while filled < first.count {
            let count = try readUnpacked(into: &first, from: filled)
            if count == 0 { break }
            filled += count
        }
        beginningBytes = Array(first[..<filled])
        if filled == 0 { throw error(.empty) }
    }

    private func readUnpacked(
        into bytes: inout [UInt8], from start: Int
    ) throws(CorpusError) -> Int {
        do {
            return try bytes.withUnsafeMutableBufferPointer { buffer in
                try readUnpacked(into: UnsafeMutableBufferPointer(rebasing: buffer[start...]))
            }
        } catch let error as CorpusError {
            throw error
        } catch {
            throw self.error(.unreadable("\(error)"))
        }
    }

    private func readUnpacked(
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(CorpusError) -> Int {
        guard inflater != nil else {
            if unused.isEmpty, try !fill() { return 0 }
            let part = chunk[unused].prefix(output.count)
            _ = output.update(fromContentsOf: part)
            unused = part.endIndex..<unused.upperBound
            return part.count
        }
        do throws(Inflater.Damage) {
            while true {
                if unused.isEmpty, try !fillForInflater() {
                    try inflater?.finish()
                    return 0
                }
                let count = try inflater?.unpack(&chunk, &unused, into: output) ?? 0
                if count > 0 { return count }
            }
        } catch {
            throw self.error(.damagedCompression(error.why))
        }
    }

    private func fillForInflater() throws(Inflater.Damage) -> Bool {
        do { return try fill() } catch { throw Inflater.Damage(why: error.description) }
    }

    /// Reads more of the file behind what is unused; false at its end.
    private func fill() throws(CorpusError) -> Bool {
        if unused.isEmpty { unused = 0..<0 }
        while true {
            let count = chunk.withUnsafeMutableBytes { buffer in
                Foundation.read(
                    descriptor, buffer.baseAddress.map { $0 + unused.upperBound },
                    buffer.count - unused.upperBound)
            }
            if count >= 0 {
                unused = unused.lowerBound..<(unused.upperBound + count)
                return count > 0
            }
            if errno == EISDIR { throw error(.directory) }
            if errno != EINTR { throw error(.unreadable(systemErrorText(errno))) }
        }
    }

    private func error(_ reason: CorpusError.Reason) -> CorpusError {
        CorpusError(reason: reason, position: FilePosition(file: name))
    }

    private static func archiveKind(_ magic: [UInt8]) -> String? {
        if magic.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return "a zip archive" }
        if magic.starts(with: [0x42, 0x5A, 0x68]) { return "compressed with bzip2" }
        if magic.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return "compressed with xz" }
        if magic.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return "compressed with zstd" }
        if magic.starts(with: [0x37, 0x7A, 0xBC, 0xAF]) { return "a 7z archive" }
        return nil
    }
}

/// The operating system's words for an error number.
func systemErrorText(_ number: Int32) -> String {
    String(cString: strerror(number))
}
