import CZlib

/// Owns one zlib stream and unpacks a gzip file, of one member or several.
final class Inflater: Decompressor {
    /// On the heap, because zlib keeps its address.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isBetweenMembers = false

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let gzipOnly: Int32 = 15 + 16
        let status = inflateInit2_(
            stream, gzipOnly, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "inflateInit2 gave \(status)")
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    func unpack(
        _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecompressionFailure) -> (used: Int, written: Int) {
        var used = 0
        var written = 0
        while written == 0, used < input.count {
            if isBetweenMembers {
                used += try beginMember(UnsafeBufferPointer(rebasing: input[used...]))
                if isBetweenMembers { break }
            }
            let member = UnsafeBufferPointer(rebasing: input[used...])
            let (memberUsed, memberWritten) = try unpackMember(member, into: output)
            used += memberUsed
            written += memberWritten
        }
        return (used, written)
    }

    func finish() throws(DecompressionFailure) {
        if !isBetweenMembers { throw .breaksOff }
    }

    /// Passes over the zeros that some tools pad with, to the next member if there is one.
    private func beginMember(_ input: UnsafeBufferPointer<UInt8>) throws(DecompressionFailure)
        -> Int
    {
        guard let start = input.firstIndex(where: { $0 != 0 }) else { return input.count }
        guard input[start] == 0x1F else { throw .strangeEnd }
        inflateReset(stream)
        isBetweenMembers = false
        return start
    }

    private func unpackMember(
        _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecompressionFailure) -> (used: Int, written: Int) {
        let offered = UInt32(clamping: input.count)
        let room = UInt32(clamping: output.count)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = offered
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = room
        let status = inflate(stream, Z_NO_FLUSH)
        let written = Int(room - stream.pointee.avail_out)
        switch status {
        case Z_STREAM_END: isBetweenMembers = true
        case Z_OK, Z_BUF_ERROR: break
        // What came before the damage is handed on first; zlib gives the same status once more.
        case Z_DATA_ERROR where written > 0: break
        default:
            throw .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "zlib \(status)")
        }
        return (Int(offered - stream.pointee.avail_in), written)
    }
}
