package import Foundation

/// Why what does not fit into memory could not be kept in a file, and in which folder.
package struct TemporaryFileError: Error, Equatable, CustomStringConvertible {
    package enum Action: Equatable, Sendable { case make, write, read }

    package let action: Action
    package let folder: String
    /// The operating system's reason.
    package let why: String

    package init(action: Action, folder: String, why: String) {
        self.action = action
        self.folder = folder
        self.why = why
    }

    package var description: String { "\(folder): \(explanation)" }

    private var explanation: String {
        switch action {
        case .make:
            "no temporary file can be made here (\(why)). \(advice(or: "Check its permissions"))"
        case .write:
            "a temporary file cannot be written (\(why)). \(advice(or: "Free space there"))"
        case .read:
            "a temporary file cannot be read back (\(why)). \(advice(or: "Check the disk"))"
        }
    }

    private func advice(or other: String) -> String {
        folder == FileManager.default.temporaryDirectory.path
            ? "\(other), or name another folder in the environment variable TMPDIR." : "\(other)."
    }
}

/// A file without a name, which the operating system removes when the process ends, however it ends.
///
/// A class because it owns a file descriptor. Reading takes no part in where writing goes on, and
/// is done by copying: mapped pages would count as memory in use.
package final class TemporaryFile {
    package private(set) var size = 0

    package let descriptor: Int32
    /// Where it lies.
    package let folder: String

    package init(in folder: URL) throws(TemporaryFileError) {
        self.folder = folder.path
        var path = Array(folder.appending(path: "translate-XXXXXX").path.utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else {
            throw TemporaryFileError(
                action: .make, folder: self.folder, why: systemErrorText(errno))
        }
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    package func append(_ bytes: UnsafeRawBufferPointer) throws(TemporaryFileError) {
        var written = 0
        while written < bytes.count {
            let count = pwrite(
                descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written,
                off_t(size))
            if count > 0 {
                written += count
                size += count
            } else if count == 0 || errno != EINTR {
                throw error(.write, number: count == 0 ? ENOSPC : errno)
            }
        }
    }

    /// - Returns: how many bytes were read, fewer than asked for only at the end
    func read(
        at offset: Int, into bytes: UnsafeMutableRawBufferPointer
    ) throws(TemporaryFileError) -> Int {
        var filled = 0
        while filled < bytes.count {
            let count = pread(
                descriptor, bytes.baseAddress.map { $0 + filled }, bytes.count - filled,
                off_t(offset + filled))
            if count == 0 { break }
            if count > 0 {
                filled += count
            } else if errno != EINTR {
                throw error(.read, number: errno)
            }
        }
        return filled
    }

    /// What is wrong when the file holds less than was written.
    func endError() -> TemporaryFileError { error(.read, number: EIO) }

    private func error(_ action: TemporaryFileError.Action, number: Int32) -> TemporaryFileError {
        TemporaryFileError(action: action, folder: folder, why: systemErrorText(number))
    }
}
