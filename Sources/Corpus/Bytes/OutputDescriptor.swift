import Foundation

/// An open file that results go to.
///
/// A regular file is written under a temporary name in the same folder, and a link to one is
/// followed first. Pipes and devices are written as they are.
final class OutputDescriptor {
    private let name: String
    private let descriptor: Int32
    /// Where the bytes are until they are moved to `path`; nil where they go straight there.
    private let temporary: (path: String, destination: String)?
    /// Not so of standard output.
    private var mustBeClosed: Bool

    init(path: String) throws(OutputError) {
        name = path
        if let special = try Self.openSpecialFile(path) {
            descriptor = special
            temporary = nil
            mustBeClosed = true
            return
        }
        let destination = Self.resolvingLinks(path)
        let place = Self.temporaryPath(for: destination)
        descriptor = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        temporary = (place, destination)
        mustBeClosed = descriptor >= 0
        guard mustBeClosed else { throw Self.openingError(errno, path) }
        var status = stat()
        // A file that is replaced keeps its permissions; where that fails, it has the usual ones.
        if stat(destination, &status) == 0 { _ = fchmod(descriptor, status.st_mode & 0o777) }
    }

    private init(standardOutput: Int32) {
        name = "standard output"
        descriptor = standardOutput
        temporary = nil
        mustBeClosed = false
    }

    static func standardOutput() -> OutputDescriptor {
        OutputDescriptor(standardOutput: STDOUT_FILENO)
    }

    deinit {
        guard mustBeClosed else { return }
        close(descriptor)
        if let temporary { unlink(temporary.path) }
    }

    func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(OutputError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeBufferPointer(rebasing: rest)
            let written = Foundation.write(descriptor, part.baseAddress, part.count)
            if written < 0 {
                if errno == EINTR { continue }
                throw Self.writingError(errno, name)
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Closes the file; a regular one is then on the disk and in its place, whole.
    func finish() throws(OutputError) {
        guard mustBeClosed else { return }
        if temporary != nil { try Self.flush(descriptor, name) }
        mustBeClosed = false
        let isClosed = close(descriptor) == 0
        let closingError = errno
        guard let temporary else {
            if !isClosed { throw Self.writingError(closingError, name) }
            return
        }
        guard isClosed, rename(temporary.path, temporary.destination) == 0 else {
            let error = isClosed ? errno : closingError
            unlink(temporary.path)
            throw Self.writingError(error, name)
        }
        try Self.flushFolder(of: temporary.destination, name)
    }
}

// MARK: - Places

extension OutputDescriptor {
    /// Opens what is there where it is not a regular file; nil where it is one, or nothing.
    private static func openSpecialFile(_ path: String) throws(OutputError) -> Int32? {
        var status = stat()
        if path.isEmpty || path.hasSuffix("/") { throw OutputError(reason: .directory, name: path) }
        guard stat(path, &status) == 0 else { return nil }
        let kind = status.st_mode & S_IFMT
        if kind == S_IFDIR { throw OutputError(reason: .directory, name: path) }
        guard access(path, W_OK) == 0 else { throw openingError(errno, path) }
        // `/dev/stdout` may be a regular file that other programs write to as well.
        if kind == S_IFREG, !path.hasPrefix("/dev/") { return nil }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw openingError(errno, path) }
        return descriptor
    }

    /// Where the last of a row of links leads, whether anything is there or not.
    private static func resolvingLinks(_ path: String) -> String {
        var place = path
        for _ in 0..<40 {
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place)
            guard let target else { break }
            place = target.hasPrefix("/") ? target : "\(divide(place).folder)/\(target)"
        }
        return place
    }

    /// Another for each process, so that two that write the same file do not write into one.
    private static func temporaryPath(for destination: String) -> String {
        let (folder, file) = divide(destination)
        // Whatever the length of the name, the system must take it: 255 bytes.
        let start = String(decoding: file.utf8.prefix(180), as: UTF8.self)
        let number = UInt32.random(in: .min ... .max)
        return "\(folder)/.\(start).\(String(number, radix: 16)).partial"
    }

    private static func divide(_ path: String) -> (folder: String, file: Substring) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/." : String(folder), path[path.index(after: slash)...])
    }

    private static func flushFolder(of path: String, _ name: String) throws(OutputError) {
        let folder = open(divide(path).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // A folder that may be written but not read: the file is there, only not yet for certain.
        guard folder >= 0 else { return }
        defer { close(folder) }
        try flush(folder, name)
    }

    private static func flush(_ descriptor: Int32, _ name: String) throws(OutputError) {
        #if canImport(Darwin)
            // There, fsync alone leaves the bytes in the drive's own memory.
            if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
        #endif
        // Some network disks cannot be flushed: nothing more can be done then.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw writingError(errno, name)
        }
    }
}

// MARK: - Errors

extension OutputDescriptor {
    private static func openingError(_ number: Int32, _ path: String) -> OutputError {
        let folder = divide(path).folder
        switch number {
        case ENOENT where access(folder, F_OK) != 0, ENOTDIR:
            return OutputError(reason: .missingFolder(folder), name: path)
        case ENOSPC, EDQUOT: return OutputError(reason: .fullDisk, name: path)
        default: return OutputError(reason: .unwritable(systemErrorText(number)), name: path)
        }
    }

    private static func writingError(_ number: Int32, _ name: String) -> OutputError {
        switch number {
        case ENOSPC, EDQUOT: OutputError(reason: .fullDisk, name: name)
        case EPIPE: OutputError(reason: .closedPipe, name: name)
        default: OutputError(reason: .failed(systemErrorText(number)), name: name)
        }
    }
}
