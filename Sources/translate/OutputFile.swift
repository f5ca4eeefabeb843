import Foundation

/// Files that results are written to.
enum OutputFile {
    struct Failure: Error, CustomStringConvertible {
        let description: String
        /// Whether the reader at the other end of a pipe has left.
        var isClosedPipe = false
    }

    /// Opens a file for writing, from its beginning; a link, pipe or device stays what it is.
    static func create(_ path: String) throws -> FileHandle {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Failure(
                description: "\(path): cannot be written (\(String(cString: strerror(errno)))). "
                    + "Check the folder and its permissions.")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    static func write(_ text: String, to handle: FileHandle, named name: String) throws {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            let number = systemNumber(of: error)
            throw Failure(
                description: "\(name): writing failed (\(String(cString: strerror(number)))). "
                    + "Free some space or choose another place.", isClosedPipe: number == EPIPE)
        }
    }

    /// The system's number for what Foundation threw.
    static func systemNumber(of error: any Error) -> Int32 {
        let error = error as NSError
        let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        return Int32(truncatingIfNeeded: cause.code)
    }
}
