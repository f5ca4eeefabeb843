/// Gathers the text of one `<seg>` by the meaning of its inline elements (TMX 1.4b, “Content
/// Markup”).
///
/// `bpt ept ph it ut` hold native code, which is dropped; a `<sub>` in them is text of its own, set
/// off by spaces; `hi` and unknown elements mark up their content and change nothing. A code that
/// only stands for a line break becomes a space; around any other, the text stays as written.
struct TMXSegment {
    enum Inline {
        case pairedCode
        /// - Parameter breaksLine: whether its attributes say so; its content may too
        case code(breaksLine: Bool)
        case subflow
        case transparent
    }

    enum Outcome: Equatable {
        case text(String)
        case unusable(CorpusReport.Reason)
    }

    /// One open inline element.
    private struct Level {
        let inline: Inline
        let isContent: Bool
        /// Where its native code begins in `code`.
        let codeStart: Int
    }

    var hasUnknownEntity = false
    private var content: [UInt8] = []
    /// The native code of the open elements; of long ones, which are no line breaks, the start.
    private var code: [UInt8] = []
    private var levels: [Level] = []
    private var isTooLong = false

    private static let separator = UInt8(ascii: "\n")
    private static let maximumCodeBytes = 256

    mutating func reset() {
        hasUnknownEntity = false
        isTooLong = false
        content.removeAll(keepingCapacity: true)
        code.removeAll(keepingCapacity: true)
        levels.removeAll(keepingCapacity: true)
    }

    mutating func open(_ inline: Inline) {
        let isContent =
            switch inline {
            case .pairedCode, .code: false
            case .subflow: true
            case .transparent: levels.last?.isContent ?? true
            }
        if case .subflow = inline { content.append(Self.separator) }
        levels.append(Level(inline: inline, isContent: isContent, codeStart: code.count))
    }

    /// Closes the innermost element; false when none is open, so that it is the segment that ends.
    mutating func close() -> Bool {
        guard let level = levels.popLast() else { return false }
        switch level.inline {
        case .subflow: content.append(Self.separator)
        case .code(let breaksLine):
            if breaksLine || TMXLineBreak.isLineBreak(code[level.codeStart...]) {
                content.append(Self.separator)
            }
        case .pairedCode, .transparent: break
        }
        if !level.isContent { code.removeSubrange(level.codeStart...) }
        return true
    }

    mutating func append(_ text: XMLText) {
        if levels.last?.isContent ?? true {
            if content.count + text.byteCount > SegmentText.maximumBytes {
                isTooLong = true
            } else {
                text.append(to: &content)
            }
        } else {
            text.append(to: &code, atMost: Self.maximumCodeBytes - code.count)
        }
    }

    /// The text gathered, or why it cannot be used.
    var outcome: Outcome {
        if isTooLong { return .unusable(.tooLong) }
        if hasUnknownEntity { return .unusable(.unknownEntity) }
        return .text(SegmentText.normalized(content))
    }
}

/// Which native codes are nothing but a line break.
enum TMXLineBreak {
    static func isLineBreak(_ code: ArraySlice<UInt8>) -> Bool {
        guard !code.isEmpty, code.count <= 64 else { return false }
        let bytes = Array(code)
        let trimmed = SegmentText.trimming(bytes, in: 0..<bytes.count)
        if trimmed.isEmpty { return bytes.contains(UInt8(ascii: "\n")) }
        let text = String(decoding: bytes[trimmed], as: UTF8.self).lowercased()
            .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        return spellings.contains(text) || isBreakTag(text)
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
