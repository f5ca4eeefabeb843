/// Which native codes are nothing but a line break.
enum LineBreakCode {
    /// The types of TMX 1.4b and XLIFF for breaks of line, page and column.
    static func isBreakType(_ type: String?) -> Bool {
        guard let type else { return false }
        return ["lb", "pb", "cb", "x-lb", "fmt:lb", "fmt:pb"].contains(type)
    }

    static func isLineBreak(_ code: String) -> Bool {
        guard (1...64).contains(code.utf8.count), mayBreak(code) else { return false }
        let bytes = Array(code.utf8)
        let trimmed = SegmentText.trimming(bytes, in: 0..<bytes.count)
        if trimmed.isEmpty { return bytes.contains(UInt8(ascii: "\n")) }
        let text = lowercasedTags(bytes[trimmed])
        return spellings.contains(text) || isBreakTag(text)
    }

    /// What the first letters of a code tell; most codes end here.
    private static func mayBreak(_ code: String) -> Bool {
        let bytes = code.utf8.drop { $0 <= UInt8(ascii: " ") }
        guard let first = bytes.first else { return true }
        switch first {
        case UInt8(ascii: "\\"), UInt8(ascii: "{"), 0x80...: return true
        case UInt8(ascii: "<"): return isBreakName(bytes.dropFirst())
        case UInt8(ascii: "&"): return isBreakName(bytes.dropFirst("&lt;".utf8.count))
        default: return false
        }
    }

    /// Whether a tag's name begins as `br`, `lb` or `w:br`, in either case.
    private static func isBreakName(_ name: Substring.UTF8View) -> Bool {
        var bytes = name.makeIterator()
        guard let first = bytes.next(), let second = bytes.next() else { return false }
        switch (first | 0x20, second | 0x20) {
        case (UInt8(ascii: "b"), UInt8(ascii: "r")), (UInt8(ascii: "l"), UInt8(ascii: "b")),
            (UInt8(ascii: "w"), UInt8(ascii: ":")):
            return true
        default: return false
        }
    }

    /// In lower case, with `<` and `>` for the entities that stand for them.
    private static func lowercasedTags(_ bytes: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            text.append(isUpper ? byte | 0x20 : byte)
            guard byte == UInt8(ascii: ";"), text.count >= 4 else { continue }
            for (entity, tag) in entities where text.suffix(4).elementsEqual(entity) {
                text.replaceSubrange((text.count - 4)..., with: CollectionOfOne(tag))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let entities = [
        (Array("&lt;".utf8), UInt8(ascii: "<")), (Array("&gt;".utf8), UInt8(ascii: ">")),
    ]

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
