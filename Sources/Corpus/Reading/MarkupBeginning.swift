/// What the first bytes of a file tell of a document in XML.
struct MarkupBeginning {
    /// Whether it says that it is XML, by a declaration or a document type.
    let isDeclared: Bool
    /// The local name of the root element, if it is among the bytes; at most 100 characters.
    let rootElement: String?

    init(_ beginning: [UInt8]) {
        // Enough for the comparisons: UTF-16 without its zero bytes.
        var bytes = beginning.drop { $0 == 0xFF || $0 == 0xFE }.filter { $0 != 0 }[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        let text = Substring(decoding: bytes, as: UTF8.self).drop(while: \.isWhitespace)
        rootElement = Self.root(of: text)
        isDeclared = text.hasPrefix("<?xml") || text.hasPrefix("<!DOCTYPE")
    }

    /// Passes over the declaration, instructions, comments and the document type.
    private static func root(of text: Substring) -> String? {
        var rest = text
        while rest.hasPrefix("<") {
            if rest.hasPrefix("<!--") {
                guard let end = rest.firstRange(of: "-->") else { return nil }
                rest = rest[end.upperBound...]
            } else if rest.hasPrefix("<?") {
                guard let end = rest.firstRange(of: "?>") else { return nil }
                rest = rest[end.upperBound...]
            } else if rest.hasPrefix("<!") {
                guard let end = endOfDocumentType(rest) else { return nil }
                rest = rest[end...]
            } else {
                return elementName(rest.dropFirst())
            }
            rest = rest.drop(while: \.isWhitespace)
        }
        return nil
    }

    /// The place behind `<!DOCTYPE … [ … ]>`.
    private static func endOfDocumentType(_ text: Substring) -> Substring.Index? {
        var isInSubset = false
        for index in text.indices {
            switch text[index] {
            case "[": isInSubset = true
            case "]": isInSubset = false
            case ">" where !isInSubset: return text.index(after: index)
            default: break
            }
        }
        return nil
    }

    private static func elementName(_ text: Substring) -> String? {
        let name = text.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" && $0 != "<" }
        // Without what ends the name it may go on.
        guard !name.isEmpty, name.endIndex < text.endIndex, name.first?.isLetter == true else {
            return nil
        }
        return String((name.split(separator: ":").last ?? name).prefix(100))
    }
}
