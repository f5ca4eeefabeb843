import Foundation

/// The files of a corpus, and copies of those that can be read only once: standard input, pipes.
struct InputCopies: Sendable {
    private var copies: [String: InputCopy] = [:]

    /// Copies standard input or a pipe into a temporary file; a regular file is left where it is.
    mutating func add(_ path: String, in folder: URL) throws {
        guard copies[path] == nil, !Self.isRegularFile(path) else { return }
        copies[path] = try InputCopy(of: FileBytes(path: path), in: folder)
    }

    mutating func addStandardInput(named name: String, in folder: URL) throws {
        copies[name] = try InputCopy(of: FileBytes(standardInputNamed: name), in: folder)
    }

    func open(_ path: String) throws(CorpusError) -> ByteSource {
        guard let copy = copies[path] else { return try ByteSource(path: path) }
        return try ByteSource(InputCopy.Bytes(copy, named: path), named: path)
    }

    func openStandardInput(named name: String) throws(CorpusError) -> ByteSource {
        guard copies[name] != nil else { return try ByteSource(standardInputNamed: name) }
        return try open(name)
    }

    private static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFIFO
            && status.st_mode & S_IFMT != S_IFCHR && status.st_mode & S_IFMT != S_IFSOCK
    }
}

/// What was read of something that can be read only once.
///
/// Unchecked: the file is written by `init` alone, and reading at an offset changes nothing.
private final class InputCopy: @unchecked Sendable {
    private let file: TemporaryFile

    /// - Throws: `CorpusError`, `TemporaryFileError`
    init(of stream: some ByteStream, in folder: URL) throws {
        file = try TemporaryFile(in: folder)
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try chunk.withUnsafeMutableBufferPointer { try stream.read(into: $0) }
            if count == 0 { break }
            try chunk.withUnsafeBytes {
                try file.append(UnsafeRawBufferPointer(rebasing: $0[..<count]))
            }
        }
    }

    /// One pass over the copy.
    final class Bytes: ByteStream {
        private let copy: InputCopy
        private let name: String
        private var offset = 0

        init(_ copy: InputCopy, named name: String) {
            self.copy = copy
            self.name = name
        }

        func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(CorpusError) -> Int {
            do throws(TemporaryFileError) {
                let count = try copy.file.read(
                    at: offset, into: UnsafeMutableRawBufferPointer(output))
                offset += count
                return count
            } catch {
                throw CorpusError(
                    reason: .unreadable(error.why), position: FilePosition(file: name))
            }
        }
    }
}
