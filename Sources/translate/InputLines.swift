import Foundation

/// Reads lines from a file handle in blocks, whatever their length and encoding.
///
/// Only `\n` ends a line; a carriage return before it stays part of the line, so that it comes out
/// again. Bytes that are not UTF-8 become U+FFFD, and their lines are noted.
struct InputLines {
    private let handle: FileHandle
    /// What errors call it.
    private let name: String
    private var pending = Data()
    private var isAtEnd = false
    private var lineNumber = 0
    /// Lines that held bytes that are not UTF-8.
    private(set) var repairedLines: [Int] = []

    init(_ handle: FileHandle, named name: String) {
        self.handle = handle
        self.name = name
    }

    /// Up to `count` lines; empty at the end.
    ///
    /// Fewer when the rest has yet to come: who types, or talks through pipes, is answered line
    /// by line.
    /// - Throws: `TextFile.Failure`
    mutating func next(_ count: Int) throws -> [String] {
        var lines: [String] = []
        while lines.count < count, let line = try nextLine(waits: lines.isEmpty) {
            lines.append(line)
        }
        return lines
    }

    /// - Returns: nil at the end, or where the line would have to be waited for
    private mutating func nextLine(waits: Bool) throws -> String? {
        var searched = 0
        while true {
            let unsearched = pending.dropFirst(searched)
            if let end = unsearched.firstIndex(of: UInt8(ascii: "\n")) {
                let line = decode(pending[..<end])
                pending = pending[(end + 1)...]
                return line
            }
            searched = pending.count
            if isAtEnd {
                guard !pending.isEmpty else { return nil }
                defer { pending = Data() }
                return decode(pending)
            }
            guard waits || hasMore else { return nil }
            let block = try readBlock()
            if block.isEmpty { isAtEnd = true }
            pending = Data(pending) + block
        }
    }

    /// Whether reading would give something, or the end, at once.
    private var hasMore: Bool {
        var state = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
        return poll(&state, 1, 0) != 0
    }

    private func readBlock() throws -> Data {
        // FileHandle's own reading waits until the block is full, or traps on a folder.
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(handle.fileDescriptor, &block, block.count)
            if count >= 0 { return Data(block[..<count]) }
            if errno == EINTR { continue }
            let why = String(cString: strerror(errno))
            throw TextFile.Failure(
                description: "\(name): cannot be read (\(why)). Check what it is.")
        }
    }

    private mutating func decode(_ bytes: Data) -> String {
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
