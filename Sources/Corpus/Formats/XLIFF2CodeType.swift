/// How XLIFF 2 spells the type of an inline code: one of six in `type`, and more in `subType`.
struct XLIFF2CodeType {
    /// Before a `subType` that is a type of ours, such as TMX has.
    static let authority = "translate:"
    private static let types = ["fmt", "ui", "quote", "link", "image", "other"]
    /// Subtypes that the standard defines, and for which type (XLIFF 2.1, 4.3.1.33).
    private static let known = [
        "fmt:lb", "fmt:pb", "fmt:b", "fmt:i", "fmt:u", "ui:var",
    ]
    /// The types of TMX and XLIFF 1.2 that are formatting.
    private static let formatting: Set<String> = [
        "bold", "italic", "underlined", "ulined", "dulined", "struct", "font", "color", "lb", "pb",
    ]

    let type: String
    let subtype: String?

    /// Nil for a type that no subtype can spell.
    init?(_ name: String) {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if Self.types.contains(name) {
            (type, subtype) = (name, nil)
        } else if Self.known.contains(name) {
            (type, subtype) = (String(parts[0]), "xlf:\(parts[1])")
        } else if parts.count == 2, Self.types.contains(String(parts[0])),
            Self.isSubtype(parts[1]), !parts[1].hasPrefix(Self.authority),
            !parts[1].hasPrefix("xlf:")
        {
            (type, subtype) = (String(parts[0]), String(parts[1]))
        } else if Self.isSubtype("translate:\(name)") {
            let isLinkOrImage = name == "link" || name == "image"
            type = isLinkOrImage ? name : Self.formatting.contains(name) ? "fmt" : "other"
            subtype = Self.authority + name
        } else {
            return nil
        }
    }

    /// `prefix:value`, without white space or another colon.
    private static func isSubtype(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && !text.unicodeScalars.contains(where: \.properties.isWhitespace)
    }
}
