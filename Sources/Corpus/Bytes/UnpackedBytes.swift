/// What a compressed stream holds.
final class UnpackedBytes: ByteStream {
    private let packed: any ByteStream
    private var chunk: ByteChunk
    private let decompressor: any Decompressor
    private let name: String

    /// - Parameter chunk: what was read of `packed` already
    init(
        _ packed: any ByteStream, beginningWith chunk: ByteChunk,
        of decompressor: any Decompressor, named name: String
    ) {
        self.packed = packed
        self.chunk = chunk
        self.decompressor = decompressor
        self.name = name
    }

    func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(CorpusError) -> Int {
        while true {
            let written = try attempt { () throws(DecompressionFailure) in
                let (used, written) = try chunk.bytes.withUnsafeBufferPointer {
                    (input) throws(DecompressionFailure) in
                    try decompressor.unpack(input, into: output)
                }
                chunk.removeFirst(used)
                return written
            }
            if written > 0 { return written }
            try chunk.fill(from: packed, toAtLeast: 1)
            if chunk.isEmpty {
                try attempt { () throws(DecompressionFailure) in try decompressor.finish() }
                return 0
            }
        }
    }

    private func attempt<Result>(
        _ body: () throws(DecompressionFailure) -> Result
    ) throws(CorpusError) -> Result {
        do {
            return try body()
        } catch {
            throw CorpusError(reason: error.reason, position: FilePosition(file: name))
        }
    }
}
