import CZlib

/// Owns one zlib stream and packs a gzip file of one member.
///
/// The file has neither name nor time in it: the same bytes give the same file.
final class Deflater: Compressor {
    /// On the heap, because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let gzip: Int32 = 15 + 16
        let usualMemory: Int32 = 8
        let status = deflateInit2_(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip, usualMemory, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "deflateInit2 gave \(status)")
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    func pack(
        _ input: UnsafeBufferPointer<UInt8>, isLast: Bool,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) -> (used: Int, written: Int, isDone: Bool) {
        let offered = UInt32(clamping: input.count)
        let room = UInt32(clamping: output.count)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = offered
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = room
        let isWhole = isLast && Int(offered) == input.count
        let status = deflate(stream, isWhole ? Z_FINISH : Z_NO_FLUSH)
        precondition(status != Z_STREAM_ERROR, "deflate gave \(status)")
        let used = Int(offered - stream.pointee.avail_in)
        return (
            used, Int(room - stream.pointee.avail_out),
            isLast ? status == Z_STREAM_END : used == input.count
        )
    }
}
