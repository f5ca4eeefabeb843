/// Writes a file or standard output, packed where the name ends in `.gz` or `.zst`.
///
/// A file is written beside its place and moved there by `finish`: until then the old one stays,
/// and without it the new one is removed. A class because it owns the file. Memory does not grow
/// with what is written.
package final class ByteSink {
    private static let bufferBytes = 1 << 18

    private let file: OutputDescriptor
    private let compressor: (any Compressor)?
    private var buffer: [UInt8] = []
    private var packed: [UInt8] = []
    /// The first error, which every later call throws again.
    private var failure: OutputError?
    private var isFinished = false

    package convenience init(path: String) throws(OutputError) {
        for ending in [".xz", ".bz2", ".zip", ".7z", ".lz4", ".br"]
        where path.lowercased().hasSuffix(ending) {
            throw OutputError(reason: .unsupportedCompression(ending), name: path)
        }
        let compressor = Compression(path: path)?.compressor()
        self.init(try OutputDescriptor(path: path), compressor)
    }

    /// Standard output, not packed, and left open.
    package static func standardOutput() -> ByteSink {
        ByteSink(OutputDescriptor.standardOutput(), nil)
    }

    private init(_ file: consuming OutputDescriptor, _ compressor: (any Compressor)?) {
        self.file = file
        self.compressor = compressor
        buffer.reserveCapacity(Self.bufferBytes + (1 << 12))
        if compressor != nil { packed = [UInt8](repeating: 0, count: Self.bufferBytes) }
    }

    package func write(_ text: String) throws(OutputError) {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.bufferBytes { try empty(isLast: false) }
    }

    package func write(_ bytes: some Collection<UInt8>) throws(OutputError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferBytes { try empty(isLast: false) }
    }

    /// Writes what is left, waits until the disk has everything, and puts the file in its place.
    ///
    /// Nothing may be written after it.
    package func finish() throws(OutputError) {
        try empty(isLast: true)
        isFinished = true
        do throws(OutputError) {
            try file.finish()
        } catch {
            failure = error
            throw error
        }
    }

    private func empty(isLast: Bool) throws(OutputError) {
        if let failure { throw failure }
        precondition(!isFinished, "something is written after finish()")
        do throws(OutputError) {
            try pass(isLast: isLast)
            buffer.removeAll(keepingCapacity: true)
        } catch {
            failure = error
            throw error
        }
    }

    private func pass(isLast: Bool) throws(OutputError) {
        try buffer.withUnsafeBufferPointer { (bytes) throws(OutputError) in
            guard let compressor else { return try file.write(bytes) }
            var rest = bytes
            while true {
                let (used, written, isDone) = packed.withUnsafeMutableBufferPointer {
                    compressor.pack(rest, isLast: isLast, into: $0)
                }
                rest = UnsafeBufferPointer(rebasing: rest[used...])
                try packed.withUnsafeBufferPointer { (packed) throws(OutputError) in
                    try file.write(UnsafeBufferPointer(rebasing: packed[..<written]))
                }
                if isDone { return }
            }
        }
    }
}
