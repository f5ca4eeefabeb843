import Foundation
import Tensors

/// A file for as long as the process lives: it has no name, so that nothing is left of it however
/// the process ends.
final class ScratchFile {
    private let descriptor: Int32
    private let folder: String
    private var buffer: [UInt8] = []
    private(set) var byteCount = 0

    private static let bufferBytes = 1 << 20

    /// - Parameter folder: on the disk that has room for it
    /// - Throws: `TrainingError`
    init(in folder: String) throws {
        self.folder = folder
        var template = Array((folder + "/.translate-XXXXXX").utf8CString)
        descriptor = template.withUnsafeMutableBufferPointer { path in
            guard let name = path.baseAddress else { return -1 }
            let descriptor = mkstemp(name)
            if descriptor >= 0 { unlink(name) }
            return descriptor
        }
        guard descriptor >= 0 else { throw Self.failure(folder, errno) }
        buffer.reserveCapacity(Self.bufferBytes)
    }

    deinit { close(descriptor) }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        if buffer.count + bytes.count > Self.bufferBytes { try flush() }
        if bytes.count > Self.bufferBytes {
            try write(bytes)
        } else {
            buffer.append(contentsOf: bytes)
        }
        byteCount += bytes.count
    }

    /// Everything written so far, mapped.
    func map() throws -> MappedFile {
        try flush()
        do {
            return try MappedFile(descriptor: descriptor)
        } catch {
            throw Self.failure(folder, error.code)
        }
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { try write($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = Foundation.write(descriptor, start, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.failure(folder, errno)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    private static func failure(_ folder: String, _ number: Int32) -> TrainingError {
        TrainingError(
            "\(folder): the encoded corpus cannot be kept there "
                + "(\(String(cString: strerror(number)))). "
                + "Free some space, or choose an --engine folder on another disk.")
    }
}
