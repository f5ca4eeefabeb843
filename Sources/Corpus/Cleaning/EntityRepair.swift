/// Decodes HTML entities that one escape too many has left in the text: `&quot;`, `&#39;`,
/// `&nbsp;`, and `&amp;amp;` down to `&`.
///
/// In a text with tags, such as `<b>`, entities for `<`, `>` and `&` belong to the markup and stay.
struct EntityRepair: TextRepair {
    static let rule = CleaningRule.entities

    func mayApply(to traits: TextTraits) -> Bool { traits.marks.contains(.ampersand) }

    func edits(of text: borrowing [UInt8]) -> [TextEdit] {
        var edits: [TextEdit] = []
        var isMarkup: Bool?
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "&"), let entity = Self.entity(in: text, at: index)
            else {
                index += 1
                continue
            }
            let range = index..<entity.end
            index = entity.end
            if Self.isSyntax(entity.scalar) {
                let isInMarkup = isMarkup ?? Self.hasTag(text)
                isMarkup = isInMarkup
                if isInMarkup { continue }
            }
            edits.append(TextEdit(range, entity.scalar))
        }
        return edits
    }

    private static func isSyntax(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "<" || scalar == ">" || scalar == "&"
    }

    /// Whether there is a `<` with a letter or `/` behind it, and a `>`.
    private static func hasTag(_ text: borrowing [UInt8]) -> Bool {
        var isOpen = false
        for index in text.indices {
            if isOpen, text[index] == UInt8(ascii: ">") { return true }
            guard text[index] == UInt8(ascii: "<"), index + 1 < text.count else { continue }
            isOpen =
                isOpen || text[index + 1].isASCIILetter || text[index + 1] == UInt8(ascii: "/")
        }
        return false
    }

    // MARK: - One entity

    private static func entity(
        in text: borrowing [UInt8], at start: Int
    ) -> (scalar: Unicode.Scalar, end: Int)? {
        var next = start + 1
        var isEscaped = false
        while text.has("amp;", at: next) {
            next += 4
            isEscaped = true
        }
        if let (scalar, end) = named(in: text, at: next) ?? numbered(in: text, at: next) {
            return (scalar, end)
        }
        return isEscaped ? ("&", next) : nil
    }

    private static func named(
        in text: borrowing [UInt8], at start: Int
    ) -> (Unicode.Scalar, Int)? {
        var end = start
        while end < text.count, end - start < HTMLEntities.longestName,
            text[end].isASCIIAlphanumeric
        { end += 1 }
        guard end > start, end < text.count, text[end] == UInt8(ascii: ";") else { return nil }
        let name = String(decoding: text[start..<end], as: UTF8.self)
        return HTMLEntities.scalars[name].map { ($0, end + 1) }
    }

    private static func numbered(
        in text: borrowing [UInt8], at start: Int
    ) -> (Unicode.Scalar, Int)? {
        guard text.has("#", at: start) else { return nil }
        let isHexadecimal = text.has("#x", at: start) || text.has("#X", at: start)
        let first = start + (isHexadecimal ? 2 : 1)
        var end = first
        while end < text.count, end - first < 7, text[end].isASCIIAlphanumeric { end += 1 }
        guard end < text.count, text[end] == UInt8(ascii: ";"),
            let value = UInt32(
                String(decoding: text[first..<end], as: UTF8.self), radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(value)
        else { return nil }
        switch value {
        case 0x09, 0x0A, 0x0D: return (" ", end + 1)
        case 0..<0x20, 0x7F..<0xA0: return nil
        default: return (scalar, end + 1)
        }
    }
}

/// The named characters of HTML 4 that occur in texts: those of XML, of Latin-1, and of
/// typography.
enum HTMLEntities {
    static let longestName = 8

    static let scalars: [String: Unicode.Scalar] = {
        var scalars: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
            "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š", "Yuml": "Ÿ",
            "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“",
            "rdquo": "”", "bdquo": "„", "bull": "•", "hellip": "…", "lsaquo": "‹", "rsaquo": "›",
            "euro": "€", "trade": "™", "larr": "←", "uarr": "↑", "rarr": "→", "darr": "↓",
            "minus": "−",
        ]
        for (offset, name) in latin1.split(separator: " ").enumerated() {
            scalars[String(name)] = Unicode.Scalar(0xA0 + UInt32(offset))
        }
        // A soft hyphen is nothing to see.
        scalars["shy"] = nil
        return scalars
    }()

    /// From U+00A0 to U+00FF.
    private static let latin1 = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg \
        plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
        Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute \
        Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc \
        Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute \
        ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide \
        oslash ugrave uacute ucirc uuml yacute thorn yuml
        """
}
