import Foundation

/// Bytes that come one piece after the other.
protocol ByteStream: AnyObject {
    /// - Parameter output: room for at least one byte
    /// - Returns: how many bytes were written, 0 only at the end
    func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(CorpusError) -> Int
}

/// The bytes of an open file, as they are.
///
/// A class because it owns a file descriptor.
final class FileBytes: ByteStream {
    private let name: String
    private let descriptor: Int32
    private let ownsDescriptor: Bool

    init(path: String) throws(CorpusError) {
        name = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        ownsDescriptor = true
        guard descriptor >= 0 else {
            throw CorpusError(
                reason: errno == ENOENT ? .notFound : .unreadable(systemErrorText(errno)),
                position: FilePosition(file: path))
        }
    }

    /// Standard input, left open at the end.
    init(standardInputNamed name: String) {
        self.name = name
        descriptor = STDIN_FILENO
        ownsDescriptor = false
    }

    deinit {
        if ownsDescriptor { close(descriptor) }
    }

    func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(CorpusError) -> Int {
        while true {
            let count = Foundation.read(descriptor, output.baseAddress, output.count)
            if count >= 0 { return count }
            if errno == EINTR { continue }
            throw CorpusError(
                reason: errno == EISDIR ? .directory : .unreadable(systemErrorText(errno)),
                position: FilePosition(file: name))
        }
    }
}

/// Bytes in memory.
final class MemoryBytes: ByteStream {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    func read(into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let part = rest.prefix(output.count)
        _ = output.update(fromContentsOf: part)
        rest = rest.dropFirst(part.count)
        return part.count
    }
}

/// The operating system's words for an error number.
func systemErrorText(_ number: Int32) -> String {
    String(cString: strerror(number))
}
