/// Why files or options in the manner of subword-nmt could not be used, and where.
package typealias SubwordNMTError = PlacedError<SubwordNMTReason>

package enum SubwordNMTReason: PlacedReason {
    case tooLarge(bytes: Int, limit: Int)
    case notUTF8
    case unknownVersion(String)
    case malformedMerge(String)
    case malformedCount(String)
    case unusableSeparator(String)
    case invalidGlossary(String)
    case capturingGlossary(String)
    case emptyGlossary(String)

    package var words: String {
        switch self {
        case .tooLarge(let bytes, let limit):
            "has \(bytes) bytes, more than the \(limit) that subwords can take. "
                + "Check that it is the right file."
        case .notUTF8:
            "is not UTF-8. Write the file again with subword-nmt, or convert it to UTF-8."
        case .unknownVersion(let version):
            "was written in version “\(version)” of subword-nmt's format; 0.1 and 0.2 can be read. "
                + "Learn the codes again with subword-nmt learn-bpe."
        case .malformedMerge(let line):
            "“\(line)” is not two subwords with one space between. "
                + "Check that it is a file of codes, or take it from a backup."
        case .malformedCount(let line):
            "“\(line)” is not a word, a space and a count. "
                + "Make the file with subword-nmt get-vocab."
        case .unusableSeparator(let separator):
            "“\(separator)” cannot mark where words go on: it is empty or has white space. "
                + "Take “@@”."
        case .invalidGlossary(let pattern):
            "“\(pattern)” is no valid regular expression. "
                + "Write \\ before characters that stand for themselves, such as \\( or \\.."
        case .capturingGlossary(let pattern):
            "“\(pattern)” has a group that captures, which would repeat its text. "
                + "Write (?:…) instead of (…)."
        case .emptyGlossary(let pattern):
            "“\(pattern)” matches where nothing stands. Write a pattern that needs a character."
        }
    }
}

/// The lines of a file in the manner of subword-nmt.
enum SubwordNMTLines {
    /// The largest file that is read, against files made to exhaust memory.
    static let largestFile = 64 << 20

    /// Lines end with LF alone; spaces and line ends around them are dropped, and so is a byte
    /// order mark.
    static func read(_ bytes: [UInt8], file: String) throws(SubwordNMTError) -> [String] {
        guard bytes.count <= largestFile else {
            throw SubwordNMTError(
                .tooLarge(bytes: bytes.count, limit: largestFile), in: file)
        }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        var lines: [String] = []
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard let line = String(validating: trimmed(line), as: UTF8.self) else {
                throw SubwordNMTError(.notUTF8, in: file, line: lines.count + 1)
            }
            lines.append(line)
        }
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    static func isTrimmed(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0D || byte == 0x0A
    }

    static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line.drop(while: isTrimmed)
        while let last = line.last, isTrimmed(last) { line.removeLast() }
        return line
    }
}
