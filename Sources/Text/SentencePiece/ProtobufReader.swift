/// Reads the fields of one protocol-buffer message, copying nothing.
///
/// Format: protobuf.dev/programming-guides/encoding. Every length is checked before it is used.
struct ProtobufReader {
    enum Value: Equatable {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        /// Where in `bytes` a string or a message lies.
        case bytes(Range<Int>)
    }

    struct Field: Equatable {
        let number: Int
        let value: Value
        /// Where it begins.
        let offset: Int
    }

    private let bytes: [UInt8]
    private let file: String
    private var position: Int
    private let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>? = nil, file: String) {
        self.bytes = bytes
        self.file = file
        position = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    /// The next field, or nil at the end of the message.
    mutating func next() throws(SentencePieceError) -> Field? {
        guard position < end else { return nil }
        let offset = position
        let tag = try varint()
        guard tag >> 3 > 0, tag >> 32 == 0 else {
            throw SentencePieceError(.malformedField, in: file, offset: offset)
        }
        let value: Value
        switch tag & 7 {
        case 0: value = .varint(try varint())
        case 1: value = .fixed64(try fixed(bytes: 8))
        case 2: value = .bytes(try lengthDelimited())
        case 5: value = .fixed32(UInt32(truncatingIfNeeded: try fixed(bytes: 4)))
        default: throw SentencePieceError(.malformedField, in: file, offset: offset)
        }
        return Field(number: Int(tag >> 3), value: value, offset: offset)
    }

    private mutating func varint() throws(SentencePieceError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else {
                throw SentencePieceError(.truncated, in: file, offset: start)
            }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw SentencePieceError(.malformedField, in: file, offset: start)
    }

    private mutating func fixed(bytes count: Int) throws(SentencePieceError) -> UInt64 {
        guard end - position >= count else {
            throw SentencePieceError(.truncated, in: file, offset: position)
        }
        defer { position += count }
        return bytes[position..<position + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func lengthDelimited() throws(SentencePieceError) -> Range<Int> {
        let start = position
        let count = try varint()
        guard count <= UInt64(end - position) else {
            throw SentencePieceError(.truncated, in: file, offset: start)
        }
        defer { position += Int(count) }
        return position..<position + Int(count)
    }
}
