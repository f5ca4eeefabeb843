/// Splits a source into lines at `\n`, a chunk at a time.
///
/// `\r` before it and a byte order mark at the start are not part of a line. UTF-16 is read too, as
/// `TextDecoder` has it.
struct LineReader: ~Copyable {
    /// What came of the last `next`.
    enum Line {
        /// `bytes[range]`.
        case bytes(Range<Int>)
        /// Longer than `SegmentText.maximumBytes`; its text is not kept.
        case tooLong
    }

    /// Holds the line that `next` returned until it is called again.
    private(set) var bytes: [UInt8] = []
    /// The lines returned so far.
    private(set) var count = 0

    private let text: TextDecoder
    private static let chunkBytes = 1 << 20
    private var unused = 0..<0
    private var isAtEnd = false

    init(_ source: ByteSource) throws(CorpusError) {
        text = try TextDecoder(source)
        bytes = [UInt8](repeating: 0, count: Self.chunkBytes + SegmentText.maximumBytes)
    }

    /// The next line, or nil at the end; a last line needs no `\n`.
    mutating func next() throws(CorpusError) -> Line? {
        var searched = unused.lowerBound
        while true {
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: searched..<unused.upperBound)
            {
                return take(upTo: end, next: end + 1)
            }
            if isAtEnd {
                if unused.isEmpty { return nil }
                return take(upTo: unused.upperBound, next: unused.upperBound)
            }
            if unused.count >= SegmentText.maximumBytes { return try skipLine() }
            let alreadySearched = unused.count
            try fill()
            searched = unused.lowerBound + alreadySearched
        }
    }

    private mutating func take(upTo end: Int, next: Int) -> Line {
        var line = unused.lowerBound..<end
        if count == 0, bytes[line].starts(with: [0xEF, 0xBB, 0xBF]) {
            line = (line.lowerBound + 3)..<line.upperBound
        }
        if let last = line.last, bytes[last] == UInt8(ascii: "\r") {
            line = line.lowerBound..<last
        }
        count += 1
        unused = next..<unused.upperBound
        return line.count > SegmentText.maximumBytes ? .tooLong : .bytes(line)
    }

    /// Passes over the rest of a line that is too long, without keeping it.
    private mutating func skipLine() throws(CorpusError) -> Line {
        count += 1
        while true {
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n"), in: unused) {
                unused = (end + 1)..<unused.upperBound
                return .tooLong
            }
            unused = 0..<0
            if isAtEnd { return .tooLong }
            try fill()
        }
    }

    /// Moves what is unused to the front and reads behind it.
    private mutating func fill() throws(CorpusError) {
        if unused.lowerBound > 0 {
            bytes.replaceSubrange(0..<unused.count, with: Array(bytes[unused]))
            unused = 0..<unused.count
        }
        let start = unused.upperBound
        let read = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(CorpusError) in
            try text.read(into: UnsafeMutableBufferPointer(rebasing: buffer[start...]))
        }
        unused = 0..<(start + read)
        isAtEnd = read == 0
    }
}

extension LineReader {
    /// The text of one column or line, or why it is none.
    static func text(
        _ bytes: borrowing [UInt8], in range: Range<Int>
    ) -> Result<String, UnusableText> {
        if bytes.firstIndex(of: 0, in: range) != nil { return .failure(.containsNUL) }
        let trimmed = SegmentText.trimming(bytes, in: range)
        guard let text = String(validating: bytes[trimmed], as: UTF8.self) else {
            return .failure(.invalidUTF8)
        }
        guard bytes.firstIndex(of: UInt8(ascii: "\r"), in: trimmed) != nil else {
            return .success(text)
        }
        return .success(SegmentText.normalized(Array(bytes[trimmed])))
    }

    /// Why the bytes of a line are not text.
    enum UnusableText: Error {
        case containsNUL, invalidUTF8

        var reason: CorpusReport.Reason {
            switch self {
            case .containsNUL: .containsNUL
            case .invalidUTF8: .invalidUTF8
            }
        }
    }
}
