/// The encodings that the first bytes of plain text tell apart.
enum TextEncoding: Equatable {
    /// Or any other in which ASCII is itself.
    case utf8
    case utf16LittleEndian, utf16BigEndian
    case utf32

    /// Told by the byte order mark; without one, UTF-16 by the zeros that every other byte is in
    /// most languages, and no other text has.
    init(beginning: [UInt8]) {
        if beginning.starts(with: [0xFF, 0xFE, 0, 0]) || beginning.starts(with: [0, 0, 0xFE, 0xFF])
        {
            self = .utf32
        } else if beginning.starts(with: [0xFF, 0xFE]) {
            self = .utf16LittleEndian
        } else if beginning.starts(with: [0xFE, 0xFF]) {
            self = .utf16BigEndian
        } else {
            self = Self.guess(beginning)
        }
    }

    private static func guess(_ beginning: [UInt8]) -> TextEncoding {
        let units = beginning.count / 2
        var evenZeros = 0
        var oddZeros = 0
        for unit in 0..<units {
            if beginning[2 * unit] == 0 { evenZeros += 1 }
            if beginning[2 * unit + 1] == 0 { oddZeros += 1 }
        }
        // A character such as 一 (U+4E00) has its zero in the other byte.
        let most = units / 2 + 1
        let few = units / 16
        if oddZeros >= most, evenZeros <= few { return .utf16LittleEndian }
        if evenZeros >= most, oddZeros <= few { return .utf16BigEndian }
        return .utf8
    }
}

/// Plain text as UTF-8, whichever of UTF-8 and UTF-16 it is in.
///
/// What is broken stays visible: half a surrogate pair becomes the three bytes that would be its
/// UTF-8, and an odd last byte 0xFF, neither of which is valid, so that the line is counted as any
/// with invalid UTF-8. A byte order mark is kept.
final class TextDecoder: ByteStream {
    private let source: ByteSource
    private let encoding: TextEncoding
    /// Of UTF-16, what was read and not yet decoded: `chunk[unused]`.
    private var chunk: [UInt8] = []
    private var unused = 0..<0
    private var isAtEnd = false

    init(_ source: ByteSource) throws(CorpusError) {
        self.source = source
        encoding = TextEncoding(beginning: source.beginning)
        if encoding == .utf32 {
            throw CorpusError(
                reason: .unsupportedEncoding("UTF-32"), position: FilePosition(file: source.name))
        }
        if encoding != .utf8 { chunk = [UInt8](repeating: 0, count: 1 << 16) }
    }

    /// - Parameter output: room for at least 4 bytes
    func read(into output: UnsafeMutableBufferPointer<UInt8>) throws(CorpusError) -> Int {
        if encoding == .utf8 { return try source.read(into: output) }
        precondition(output.count >= 4, "there is room for \(output.count) bytes, not for 4")
        while true {
            let written = decode(into: output)
            if written > 0 || isAtEnd { return written }
            try fill()
        }
    }

    /// Moves what is unused to the front and reads behind it.
    private func fill() throws(CorpusError) {
        let rest = Array(chunk[unused])
        chunk.replaceSubrange(0..<rest.count, with: rest)
        let read = try chunk.withUnsafeMutableBufferPointer { (buffer) throws(CorpusError) in
            try source.read(into: UnsafeMutableBufferPointer(rebasing: buffer[rest.count...]))
        }
        unused = 0..<(rest.count + read)
        isAtEnd = read == 0
    }

    /// Decodes what is read as far as there is room, and all of it at the end.
    private func decode(into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var written = 0
        while output.count - written >= 4, let (scalar, bytes) = nextScalar() {
            Self.write(scalar, to: output, at: &written)
            unused = (unused.lowerBound + bytes)..<unused.upperBound
        }
        if isAtEnd, unused.count == 1, written < output.count {
            output[written] = 0xFF
            written += 1
            unused = 0..<0
        }
        return written
    }

    /// The character at the front, which may be half a surrogate pair, and its length; nil where
    /// more bytes must be read to tell.
    private func nextScalar() -> (scalar: UInt32, bytes: Int)? {
        guard unused.count >= 2 else { return nil }
        let first = unit(at: unused.lowerBound)
        guard first & 0xFC00 == 0xD800 else { return (first, 2) }
        guard unused.count >= 4 else { return isAtEnd ? (first, 2) : nil }
        let second = unit(at: unused.lowerBound + 2)
        guard second & 0xFC00 == 0xDC00 else { return (first, 2) }
        return (0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, 4)
    }

    private func unit(at place: Int) -> UInt32 {
        let (one, other) = (UInt32(chunk[place]), UInt32(chunk[place + 1]))
        return encoding == .utf16LittleEndian ? one | other << 8 : one << 8 | other
    }

    private static func write(
        _ scalar: UInt32, to output: UnsafeMutableBufferPointer<UInt8>, at place: inout Int
    ) {
        func put(_ byte: UInt32) {
            output[place] = UInt8(truncatingIfNeeded: byte)
            place += 1
        }
        switch scalar {
        case ..<0x80: put(scalar)
        case ..<0x800:
            put(0xC0 | scalar >> 6)
            put(0x80 | scalar & 0x3F)
        case ..<0x10000:
            put(0xE0 | scalar >> 12)
            put(0x80 | scalar >> 6 & 0x3F)
            put(0x80 | scalar & 0x3F)
        default:
            put(0xF0 | scalar >> 18)
            put(0x80 | scalar >> 12 & 0x3F)
            put(0x80 | scalar >> 6 & 0x3F)
            put(0x80 | scalar & 0x3F)
        }
    }
}
