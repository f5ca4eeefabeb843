import CZlib

/// Owns one zlib stream and unpacks a gzip file, of one member or several, piece by piece.
struct Inflater: ~Copyable {
    /// Why the bytes are not a whole gzip file.
    struct Damage: Error {
        let why: String
    }

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

    /// Unpacks from the front of `available` into `output`.
    ///
    /// - Parameters:
    ///   - input: the bytes read
    ///   - available: the part of them not yet used; what is used now is taken off its front
    /// - Returns: the bytes written, 0 when all input was used without giving any
    mutating func unpack(
        _ input: inout [UInt8], _ available: inout Range<Int>,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(Damage) -> Int {
        var written = 0
        while written == 0, !available.isEmpty {
            if isBetweenMembers, try !beginMember(input, &available) { break }
            written = try unpackMember(&input, &available, into: output)
        }
        return written
    }

    /// Throws when the file ends inside a member.
    func finish() throws(Damage) {
        if !isBetweenMembers { throw Damage(why: "it breaks off") }
    }

    /// Skips the zeros that some tools pad with; false where nothing else is left.
    private mutating func beginMember(
        _ input: [UInt8], _ available: inout Range<Int>
    ) throws(Damage) -> Bool {
        while let first = available.first, input[first] == 0 { available.removeFirstElement() }
        guard let first = available.first else { return false }
        guard input[first] == 0x1F else {
            throw Damage(why: "something else follows the compressed part")
        }
        inflateReset(stream)
        isBetweenMembers = false
        return true
    }

    private mutating func unpackMember(
        _ input: inout [UInt8], _ available: inout Range<Int>,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(Damage) -> Int {
        let status = input.withUnsafeMutableBufferPointer { bytes in
            stream.pointee.next_in = bytes.baseAddress.map { $0 + available.lowerBound }
            stream.pointee.avail_in = UInt32(available.count)
            stream.pointee.next_out = output.baseAddress
            stream.pointee.avail_out = UInt32(clamping: output.count)
            return inflate(stream, Z_NO_FLUSH)
        }
        available = (available.upperBound - Int(stream.pointee.avail_in))..<available.upperBound
        let room = Int(UInt32(clamping: output.count))
        switch status {
        case Z_STREAM_END: isBetweenMembers = true
        case Z_OK, Z_BUF_ERROR: break
        default:
            throw Damage(why: stream.pointee.msg.map { String(cString: $0) } ?? "zlib \(status)")
        }
        return room - Int(stream.pointee.avail_out)
    }
}

extension Range<Int> {
    fileprivate mutating func removeFirstElement() {
        self = (lowerBound + 1)..<upperBound
    }
}
