import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a file that people look at could not be written; training goes on without.
struct WatchedFileError: Error, Equatable, CustomStringConvertible {
    let path: String
    let errorNumber: Int32

    var description: String {
        "\(path): cannot be written: \(String(cString: strerror(errorNumber))). "
            + "Training goes on; make room for the file, or let its owner write it."
    }
}

/// A file of an engine's folder that people look at while it trains.
struct WatchedFile {
    let path: String

    init(_ name: String, in folder: String) {
        path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    /// Adds lines at the end: all of them, or none.
    func append(_ bytes: Data) throws(WatchedFileError) {
        let file = try open(O_APPEND | O_CREAT)
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure }
        do throws(WatchedFileError) {
            try write(bytes, to: file)
        } catch {
            ftruncate(file, status.st_size)
            throw error
        }
    }

    /// Puts new contents in the place of the old in one step.
    /// - Parameter partial: the name of a file beside it, to be written first
    func replace(with bytes: Data, by partial: WatchedFile) throws(WatchedFileError) {
        unlink(partial.path)
        do throws(WatchedFileError) {
            let file = try partial.open(O_CREAT | O_EXCL)
            defer { close(file) }
            try write(bytes, to: file)
            guard rename(partial.path, path) == 0 else { throw failure }
        } catch {
            unlink(partial.path)
            throw error
        }
    }

    /// Cuts off what comes after `length` bytes.
    func shorten(to length: Int) throws(WatchedFileError) {
        let file = try open(0)
        defer { close(file) }
        guard ftruncate(file, off_t(length)) == 0 else { throw failure }
    }

    /// The file's bytes, without a copy of them in memory; nil where there is none.
    var bytes: Data? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    }

    // MARK: - The system's calls

    /// Opens what is a file itself: a link would lead elsewhere, and a pipe would wait.
    private func open(_ flags: Int32) throws(WatchedFileError) -> Int32 {
        let file = systemOpen(
            path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags, 0o666)
        guard file >= 0 else { throw failure }
        return file
    }

    private func write(_ bytes: Data, to file: Int32) throws(WatchedFileError) {
        var start = 0
        while start < bytes.count {
            let written = bytes[(bytes.startIndex + start)...].withUnsafeBytes { rest in
                systemWrite(file, rest.baseAddress, rest.count)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw failure
            }
            start += written
        }
    }

    private var failure: WatchedFileError {
        WatchedFileError(path: path, errorNumber: errno)
    }
}

/// `open` and `write` of the system, which the methods hide.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    open(path, flags, mode)
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
