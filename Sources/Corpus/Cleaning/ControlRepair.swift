/// Removes characters that nobody sees and no translation needs.
///
/// Control characters, soft hyphens, byte order marks and non-characters go; Word's own hyphen
/// (U+001E) and line breaks (U+000B, U+000C, U+0085, U+2028, U+2029) become plain ones and spaces.
/// Zero-width characters and marks of direction stay where scripts need them: joiners outside
/// Latin, Greek and Cyrillic, spaces among the letters of South-East Asia, marks of direction in
/// texts with letters written from the right.
struct ControlRepair: TextRepair {
    static let rule = CleaningRule.control

    func mayApply(to traits: TextTraits) -> Bool {
        !traits.marks.isDisjoint(with: [.control, .maybeInvisible])
    }

    func edits(of text: borrowing [UInt8]) -> [TextEdit] {
        var edits: [TextEdit] = []
        var hasRightToLeft: Bool?
        var index = 0
        while index < text.count {
            let byte = text[index]
            guard byte < 0x20 || byte >= 0x7F else {
                index += 1
                continue
            }
            let (scalar, length) = text.scalar(at: index)
            let range = index..<(index + length)
            index += length
            switch Self.fate(of: scalar) {
            case .stays: continue
            case .goes: edits.append(TextEdit(range))
            case .becomes(let byte): edits.append(TextEdit(range, [byte]))
            case .goesBetweenLetters:
                if !Self.isNeeded(scalar, at: range, in: text) { edits.append(TextEdit(range)) }
            case .goesLeftToRight:
                let isNeeded = hasRightToLeft ?? Self.hasRightToLeftLetter(text)
                hasRightToLeft = isNeeded
                if !isNeeded { edits.append(TextEdit(range)) }
            }
        }
        return edits
    }

    private enum Fate {
        case stays, goes, goesBetweenLetters, goesLeftToRight
        case becomes(UInt8)
    }

    private static func fate(of scalar: UInt32) -> Fate {
        switch scalar {
        case 0x09, 0x0A, 0x0D: .stays
        case 0x0B, 0x0C, 0x85, 0x2028, 0x2029: .becomes(UInt8(ascii: " "))
        case 0x1E: .becomes(UInt8(ascii: "-"))
        // Those of U+0080–U+009F that stand for something are repaired as mojibake before.
        case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x2060, 0xFEFF, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF: .goes
        case 0x200B...0x200D: .goesBetweenLetters
        case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: .goesLeftToRight
        default: .stays
        }
    }

    /// Whether a zero-width character has a neighbour of a script that uses it.
    private static func isNeeded(
        _ scalar: UInt32, at range: Range<Int>, in text: borrowing [UInt8]
    ) -> Bool {
        let neighbours = [
            text.scalar(before: range.lowerBound), text.scalarOrNil(at: range.upperBound),
        ]
        return neighbours.contains { neighbour in
            guard let neighbour else { return false }
            if scalar == 0x200B { return 0x0E00..<0x1C00 ~= neighbour }
            return neighbour >= 0x0590 && !(0x2000..<0x2070 ~= neighbour)
        }
    }

    private static func hasRightToLeftLetter(_ text: borrowing [UInt8]) -> Bool {
        var index = 0
        while index < text.count {
            let (scalar, length) = text.scalar(at: index)
            switch scalar {
            case 0x0590..<0x0900, 0xFB1D..<0xFE00, 0xFE70..<0xFEFF, 0x1_0800..<0x1_1000,
                0x1_E800..<0x1_F000:
                return true
            default: index += length
            }
        }
        return false
    }
}
