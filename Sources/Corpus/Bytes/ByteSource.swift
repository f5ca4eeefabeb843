/// The bytes of a file or of standard input, unpacked where they are gzip or zstd.
///
/// A class because reading uses it up. Memory does not grow with the file.
final class ByteSource: ByteStream {
    /// How errors and positions call it.
    let name: String
    /// The first bytes (at most 1,024), unpacked; `read` still gives them.
    let beginning: [UInt8]

    private let stream: any ByteStream
    private var chunk: ByteChunk
    /// What ended `beginning` early, thrown once the bytes before it are read.
    private let failure: CorpusError?

    convenience init(path: String) throws(CorpusError) {
        try self.init(FileBytes(path: path), named: path)
    }

    convenience init(standardInputNamed name: String) throws(CorpusError) {
        try self.init(FileBytes(standardInputNamed: name), named: name)
    }

    /// Bytes in memory, read like those of a file.
    convenience init(bytes: [UInt8], named name: String) throws(CorpusError) {
        try self.init(MemoryBytes(bytes), named: name)
    }

    init(_ file: any ByteStream, named name: String) throws(CorpusError) {
        var stream = file
        var chunk = ByteChunk()
        try chunk.fill(from: stream, toAtLeast: Compression.magicBytes)
        if let compression = Compression(magic: chunk.bytes) {
            stream = UnpackedBytes(
                stream, beginningWith: chunk, of: compression.decompressor(), named: name)
            chunk = ByteChunk()
        }
        var failure: CorpusError?
        do throws(CorpusError) {
            try chunk.fill(from: stream, toAtLeast: 1_024)
        } catch {
            if chunk.isEmpty { throw error }
            failure = error
        }
        self.name = name
        self.stream = stream
        self.chunk = chunk
        self.failure = failure
        beginning = Array(chunk.bytes.prefix(1_024))
        let position = FilePosition(file: name)
        if beginning.isEmpty { throw CorpusError(reason: .empty, position: position) }
        if let kind = ArchiveKind.name(beginning: beginning) {
            throw CorpusError(reason: .unsupportedArchive(kind), position: position)
        }
    }

    func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(CorpusError) -> Int {
        guard !output.isEmpty else { return 0 }
        if chunk.isEmpty {
            if let failure { throw failure }
            // A large piece need not be copied.
            if output.count >= ByteChunk.capacity / 4 { return try stream.read(into: output) }
            try chunk.fill(from: stream, toAtLeast: 1)
        }
        return chunk.move(to: output)
    }
}

/// Bytes that were read and not yet used.
struct ByteChunk {
    static let capacity = 1 << 18

    private var storage = [UInt8](repeating: 0, count: Self.capacity)
    private var unused = 0..<0

    var bytes: ArraySlice<UInt8> { storage[unused] }
    var isEmpty: Bool { unused.isEmpty }

    /// Reads until there are so many, at most `capacity`, or the stream ends.
    mutating func fill(from stream: any ByteStream, toAtLeast count: Int) throws(CorpusError) {
        if unused.isEmpty { unused = 0..<0 }
        while unused.count < count {
            let end = unused.upperBound
            let read = try storage.withUnsafeMutableBufferPointer { (buffer) throws(CorpusError) in
                try stream.read(into: UnsafeMutableBufferPointer(rebasing: buffer[end...]))
            }
            if read == 0 { return }
            unused = unused.lowerBound..<(end + read)
        }
    }

    /// Takes as many bytes off the front as there is room for.
    mutating func move(to output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let part = bytes.prefix(output.count)
        _ = output.update(fromContentsOf: part)
        removeFirst(part.count)
        return part.count
    }

    mutating func removeFirst(_ count: Int) {
        unused = (unused.lowerBound + count)..<unused.upperBound
    }
}
