/// Which native codes are nothing but a line break.
enum LineBreakCode {
    /// The types of TMX 1.4b and XLIFF for breaks of line, page and column.
    static func isBreakType(_ type: String?) -> Bool {
        guard let type else { return false }
        return ["lb", "pb", "cb", "x-lb", "fmt:lb", "fmt:pb"].contains(type)
    }

    static func isLineBreak(_ code: String) -> Bool {
        let count = code.utf8.count
        guard (1...64).contains(count), let first = code.utf8.first, begins(first) else {
            return false
        }
        let bytes = Array(code.utf8)
        let trimmed = SegmentText.trimming(bytes, in: 0..<bytes.count)
        if trimmed.isEmpty { return bytes.contains(UInt8(ascii: "\n")) }
        let text = String(decoding: bytes[trimmed], as: UTF8.self).lowercased()
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        return spellings.contains(text) || isBreakTag(text)
    }

    /// Whether a line break may be spelled with this byte first; most codes end here.
    private static func begins(_ first: UInt8) -> Bool {
        first <= UInt8(ascii: " ") || first >= 0x80
            || [UInt8(ascii: "<"), UInt8(ascii: "&"), UInt8(ascii: "\\"), UInt8(ascii: "{")]
                .contains(first)
    }

    private static let spellings: Set<String> = [
        "\\n", "\\r\\n", "\\r", "\\line", "{\\line}", "{\\line }", "<lb/>", "<w:br/>",
    ]

    /// `<br>` with any attributes, closed or not, and nothing after it.
    private static func isBreakTag(_ text: String) -> Bool {
        guard text.hasPrefix("<br"), text.hasSuffix(">"), let next = text.dropFirst(3).first else {
            return false
        }
        return (next == "/" || next == ">" || next.isWhitespace) && !text.dropLast().contains(">")
    }
}
