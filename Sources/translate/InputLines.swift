import Foundation

/// Reads lines as they arrive, whatever their length and encoding.
///
/// Only `\n` ends a line; a carriage return before it stays part of the line, so that it comes out
/// again. Bytes that are not UTF-8 become U+FFFD, and their lines are noted.
struct InputLines {
    private let handle: FileHandle
    /// What errors call it.
    private let name: String
    /// Bytes read and not yet handed out, from `start` on; no `\n` before `searched`.
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var isAtEnd = false
    private var lineNumber = 0
    /// Lines that held bytes that are not UTF-8.
    private(set) var repairedLines: [Int] = []

    init(_ handle: FileHandle, named name: String) {
        self.handle = handle
        self.name = name
    }

    /// The lines at hand, at least one and at most `count`; empty at the end.
    ///
    /// Waits for more input only while no line is complete, so that a program at the other end of
    /// a pipe gets its answer before it sends the next line.
    /// - Throws: `TextFile.Failure`
    mutating func next(_ count: Int) throws -> [String] {
        var lines: [String] = []
        while lines.count < count {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(decode(buffer[start..<end]))
                start = end + 1
                searched = start
            } else if !lines.isEmpty || isAtEnd {
                break
            } else {
                try readMore()
            }
        }
        if lines.isEmpty, start < buffer.count {
            lines.append(decode(buffer[start...]))
            start = buffer.count
            searched = start
        }
        return lines
    }

    private mutating func readMore() throws {
        buffer.removeFirst(start)
        start = 0
        searched = buffer.count
        var block = [UInt8](repeating: 0, count: 1 << 16)
        var count = read(handle.fileDescriptor, &block, block.count)
        while count < 0, errno == EINTR {
            count = read(handle.fileDescriptor, &block, block.count)
        }
        guard count >= 0 else {
            throw TextFile.Failure(
                description: "\(name): cannot be read (\(String(cString: strerror(errno)))). "
                    + "Check what it is.")
        }
        isAtEnd = count == 0
        buffer += block.prefix(count)
    }

    private mutating func decode(_ bytes: ArraySlice<UInt8>) -> String {
        lineNumber += 1
        if let line = String(validating: bytes, as: UTF8.self) { return line }
        repairedLines.append(lineNumber)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Text files as lines.
enum TextFile {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// All lines of a file, or of standard input for “-”.
    /// - Throws: when it cannot be read, or is not UTF-8.
    static func lines(of path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard path == "-" || (exists && !isFolder.boolValue) else {
            throw Failure(
                description: exists
                    ? "\(path): is a folder. Pass a text file."
                    : "\(path): no such file. Check the path.")
        }
        guard let handle = path == "-" ? .standardInput : FileHandle(forReadingAtPath: path) else {
            throw Failure(description: "\(path): cannot be read. Check its permissions.")
        }
        var reader = InputLines(handle, named: path == "-" ? "standard input" : path)
        var lines: [String] = []
        while case let block = try reader.next(1024), !block.isEmpty { lines += block }
        if let line = reader.repairedLines.first {
            throw Failure(description: "\(path):\(line): invalid UTF-8. Convert the file to UTF-8.")
        }
        return lines
    }
}
