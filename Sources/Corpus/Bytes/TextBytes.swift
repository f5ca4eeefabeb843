import Foundation

/// The bytes of a text file or of standard input as they arrive, unpacked where they are gzip or
/// zstd, known by their beginning.
///
/// Unlike `ByteSource` it may be empty, and it never waits for more than there is: whoever sends
/// a line through a pipe gets the answer before the next one. A class because reading uses it up.
package final class TextBytes {
    /// How errors call it.
    package let name: String
    /// What is read of the file so far, packed as it is, for progress.
    package var position: Int { file.position }

    private let file: CountedBytes
    private let stream: any ByteStream
    private var chunk: ByteChunk
    private var storage = [UInt8](repeating: 0, count: 1 << 20)
    private var isAtBeginning = true

    /// - Parameter path: “-” is standard input
    package init(path: String) throws(CorpusError) {
        let isStandardInput = path == "-"
        name = isStandardInput ? "standard input" : path
        file = CountedBytes(
            isStandardInput ? FileBytes(standardInputNamed: name) : try FileBytes(path: path))
        var chunk = ByteChunk()
        var known = -1
        while chunk.bytes.count > known, Compression.mayBegin(with: chunk.bytes) {
            known = chunk.bytes.count
            try chunk.fill(from: file, toAtLeast: known + 1)
        }
        guard let compression = Compression(magic: chunk.bytes) else {
            stream = file
            self.chunk = chunk
            return
        }
        stream = UnpackedBytes(
            file, beginningWith: chunk, of: compression.decompressor(), named: name)
        self.chunk = ByteChunk()
    }

    /// Appends what has arrived, at most a mebibyte; waits only while there is nothing.
    /// - Returns: false at the end
    package func read(onto bytes: inout [UInt8]) throws(CorpusError) -> Bool {
        let count = try storage.withUnsafeMutableBufferPointer { (room) throws(CorpusError) in
            if !chunk.isEmpty { return chunk.move(to: room) }
            return try stream.read(into: room)
        }
        if isAtBeginning { try refuseArchive(storage[..<count]) }
        isAtBeginning = false
        bytes += storage[..<count]
        return count > 0
    }

    /// All bytes, or nil where there are more than `limit`.
    package func readAll(atMost limit: Int) throws(CorpusError) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count <= limit, try read(onto: &bytes) {}
        return bytes.count <= limit ? bytes : nil
    }

    /// A text may begin as an archive does, but goes on in UTF-8.
    private func refuseArchive(_ beginning: ArraySlice<UInt8>) throws(CorpusError) {
        // The last character may be cut.
        let whole = beginning.dropLast(beginning.count < 4 ? 0 : 3)
        guard let kind = ArchiveKind.name(beginning: Array(beginning.prefix(1_024))),
            String(validating: whole, as: UTF8.self) == nil
        else { return }
        throw CorpusError(
            reason: .unsupportedArchive(kind), position: FilePosition(file: name))
    }
}

extension TextBytes {
    /// The bytes of a file on the disk, packed as it is; nil for pipes and devices.
    /// - Parameter path: “-” is standard input
    /// - Throws: for what is not there, and for a folder
    package static func size(of path: String) throws(CorpusError) -> Int? {
        var status = stat()
        let result = path == "-" ? fstat(STDIN_FILENO, &status) : stat(path, &status)
        if result != 0, path == "-" { return nil }
        let position = FilePosition(file: path)
        guard result == 0 else {
            throw CorpusError(
                reason: errno == ENOENT ? .notFound : .unreadable(systemErrorText(errno)),
                position: position)
        }
        let kind = status.st_mode & S_IFMT
        if kind == S_IFDIR, path != "-" {
            throw CorpusError(reason: .directory, position: position)
        }
        return kind == S_IFREG ? Int(status.st_size) : nil
    }
}

/// A stream that knows how much was read of it.
private final class CountedBytes: ByteStream {
    private let stream: any ByteStream
    private(set) var position = 0

    init(_ stream: any ByteStream) {
        self.stream = stream
    }

    func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(CorpusError) -> Int {
        let count = try stream.read(into: output)
        position += count
        return count
    }
}
