import Foundation

/// The text of one segment as the rest of the program sees it: one line, nothing around it.
///
/// White space at both ends goes; inside, a run that holds a line break becomes one space and
/// everything else stays as written.
enum SegmentText {
    /// In Unicode scalars; a longer segment is a fault of the export or of the alignment.
    static let maximumCharacters = 10_000

    /// What is kept at most of one raw segment while it is read; room for `maximumCharacters` of
    /// four bytes and for plenty of white space that goes.
    static let maximumBytes = 1 << 20

    static func isTooLong(_ text: String) -> Bool {
        text.utf8.count > maximumCharacters && text.unicodeScalars.count > maximumCharacters
    }

    static func normalized(_ text: String) -> String {
        needsChange(text) ? normalized(Array(text.utf8)) : text
    }

    /// Whether white space has to go; what is not sure counts as yes.
    private static func needsChange(_ text: String) -> Bool {
        let utf8 = text.utf8
        guard let first = utf8.first, let last = utf8.last else { return false }
        if isASCIIBlank(first) || first >= 0x80 || isASCIIBlank(last) || last >= 0x80 {
            return true
        }
        return holdsLineBreak(utf8)
    }

    /// By `memchr`, several times as fast as byte after byte.
    private static func holdsLineBreak(_ utf8: String.UTF8View) -> Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            guard let start = bytes.baseAddress else { return false }
            return memchr(start, Int32(newline), bytes.count) != nil
                || memchr(start, Int32(carriageReturn), bytes.count) != nil
        } ?? utf8.contains { $0 == newline || $0 == carriageReturn }
    }

    /// - Parameter bytes: UTF-8, known to be valid.
    static func normalized(_ bytes: borrowing [UInt8]) -> String {
        let trimmed = trimming(bytes, in: 0..<bytes.count)
        guard
            bytes.firstIndex(of: newline, in: trimmed) != nil
                || bytes.firstIndex(of: carriageReturn, in: trimmed) != nil
        else { return String(decoding: bytes[trimmed], as: UTF8.self) }
        return String(decoding: joiningLines(bytes, in: trimmed), as: UTF8.self)
    }

    /// The part of `range` without the white space at its ends.
    static func trimming(_ bytes: borrowing [UInt8], in range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end {
            let width = blankWidth(bytes, startingAt: start, end: end)
            if width == 0 { break }
            start += width
        }
        while start < end {
            let width = blankWidth(bytes, endingAt: end, start: start)
            if width == 0 { break }
            end -= width
        }
        return start..<end
    }

    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private static func joiningLines(
        _ bytes: borrowing [UInt8], in range: Range<Int>
    ) -> [UInt8] {
        var joined: [UInt8] = []
        joined.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            var runEnd = index
            var breaksLine = false
            while runEnd < range.upperBound, isASCIIBlank(bytes[runEnd]) {
                breaksLine =
                    breaksLine || bytes[runEnd] == newline
                    || bytes[runEnd] == carriageReturn
                runEnd += 1
            }
            if breaksLine {
                joined.append(UInt8(ascii: " "))
                index = runEnd
            } else {
                joined += bytes[index..<max(runEnd, index + 1)]
                index = max(runEnd, index + 1)
            }
        }
        return joined
    }

    private static func isASCIIBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// The bytes of the white space that starts here; 0 where none does.
    private static func blankWidth(
        _ bytes: borrowing [UInt8], startingAt start: Int, end: Int
    ) -> Int {
        let first = bytes[start]
        if first < 0x80 { return isASCIIBlank(first) ? 1 : 0 }
        if first == 0xC2, start + 1 < end {
            return isBlank(0xC2, bytes[start + 1]) ? 2 : 0
        }
        guard first >= 0xE1, start + 2 < end else { return 0 }
        return isBlank(first, bytes[start + 1], bytes[start + 2]) ? 3 : 0
    }

    /// The bytes of the white space that ends here; 0 where none does.
    private static func blankWidth(
        _ bytes: borrowing [UInt8], endingAt end: Int, start: Int
    ) -> Int {
        let last = bytes[end - 1]
        if last < 0x80 { return isASCIIBlank(last) ? 1 : 0 }
        if end - 2 >= start, isBlank(bytes[end - 2], last) { return 2 }
        if end - 3 >= start, isBlank(bytes[end - 3], bytes[end - 2], last) { return 3 }
        return 0
    }

    /// U+0085 and U+00A0.
    private static func isBlank(_ first: UInt8, _ second: UInt8) -> Bool {
        first == 0xC2 && (second == 0x85 || second == 0xA0)
    }

    /// The other Unicode white space, and the byte order mark, which editors leave about.
    private static func isBlank(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch (first, second, third) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9),
            (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
            true
        default: false
        }
    }
}
