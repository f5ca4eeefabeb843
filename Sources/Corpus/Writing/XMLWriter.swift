/// Writes an XML document in UTF-8, tag by tag; memory grows with the depth only.
///
/// Line breaks and indentation go only between the children of elements that hold no text.
struct XMLWriter {
    /// What an element holds, which says whether white space may be put into it.
    enum Content {
        /// Nothing but elements: each goes on a line of its own.
        case elements
        /// Text, or text and elements: nothing is added, however deep.
        case text
    }

    private struct Level {
        let name: String
        let content: Content
        var isEmpty = true
    }

    /// The characters that XML cannot hold, written as U+FFFD.
    private(set) var replacedCharacters = 0
    private var destination: any ByteDestination
    private var levels: [Level] = []

    init(_ destination: any ByteDestination) {
        self.destination = destination
    }

    mutating func declaration() throws {
        try destination.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    /// - Parameter systemIdentifier: without quotes in it
    mutating func documentType(_ root: String, systemIdentifier: String) throws {
        try destination.write("<!DOCTYPE \(root) SYSTEM \"\(systemIdentifier)\">\n")
    }

    /// Opens an element; attributes whose value is nil are left out.
    mutating func start(
        _ name: String, _ attributes: [(name: String, value: String?)] = [],
        content: Content = .elements
    ) throws {
        let isInText = levels.last?.content == .text
        try beginContent()
        if !levels.isEmpty, !isInText { try breakLine() }
        var tag = "<\(name)"
        for case (let name, let value?) in attributes {
            tag += " \(name)=\"\(escaped(value, isAttribute: true))\""
        }
        try destination.write(tag)
        levels.append(Level(name: name, content: isInText ? .text : content))
    }

    mutating func end() throws {
        guard let level = levels.popLast() else { preconditionFailure("no element is open") }
        guard !level.isEmpty else { return try destination.write("/>") }
        if level.content == .elements { try breakLine() }
        try destination.write("</\(level.name)>")
    }

    /// Writes an element that holds nothing but text; without any, an empty one.
    mutating func element(
        _ name: String, _ attributes: [(name: String, value: String?)] = [], text: String = ""
    ) throws {
        try start(name, attributes, content: .text)
        try self.text(text)
        try end()
    }

    mutating func text(_ text: some StringProtocol) throws {
        guard !text.isEmpty else { return }
        precondition(levels.last?.content == .text, "“\(text)” outside an element of text")
        try beginContent()
        try destination.write(escaped(text, isAttribute: false))
    }

    /// Ends the document after its root element, and the destination with it.
    mutating func finish() throws {
        precondition(levels.isEmpty, "<\(levels.last?.name ?? "")> is open")
        try destination.write("\n")
        try destination.finish()
    }

    /// Whether XML 1.0 can hold the character at all, escaped or not (§2.2).
    static func holds(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xFFFD, 0x1_0000...0x10_FFFF: true
        default: false
        }
    }
}

extension XMLWriter {
    /// Ends the start tag of the innermost element before its first content.
    private mutating func beginContent() throws {
        guard let level = levels.last, level.isEmpty else { return }
        levels[levels.count - 1].isEmpty = false
        try destination.write(">")
    }

    private mutating func breakLine() throws {
        try destination.write("\n" + String(repeating: "  ", count: levels.count))
    }

    private mutating func escaped(_ text: some StringProtocol, isAttribute: Bool) -> String {
        guard text.utf8.contains(where: Self.mayNeedEscape) else { return String(text) }
        var result = ""
        result.reserveCapacity(text.utf8.count + 16)
        for scalar in text.unicodeScalars {
            if let reference = Self.reference(to: scalar, isAttribute: isAttribute) {
                result += reference
            } else if Self.holds(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result.unicodeScalars.append("\u{FFFD}")
                replacedCharacters += 1
            }
        }
        return result
    }

    /// Also 0xEF, the first byte of U+FFFE and U+FFFF.
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<")
            || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"") || byte == 0xEF
    }

    /// What a parser would take for markup, or change: white space in attributes becomes spaces,
    /// and a carriage return a line feed.
    private static func reference(to scalar: Unicode.Scalar, isAttribute: Bool) -> String? {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\r": "&#13;"
        case "\"" where isAttribute: "&quot;"
        case "\n" where isAttribute: "&#10;"
        case "\t" where isAttribute: "&#9;"
        default: nil
        }
    }
}
