/// The tokenizer of tercom, the reference implementation of TER.
///
/// Equals `TercomTokenizer` of sacreBLEU 2.6.0. Three of its rules for kana and the one for `'s` at
/// the end of the line ask for a line without the space it has put around it, so they never match
/// and are left out here.
struct TercomTokenizer: Sendable {
    let normalizes: Bool
    let removesPunctuation: Bool
    let supportsAsian: Bool
    let lowercases: Bool

    func tokenize(_ line: CodePoints) -> CodePoints {
        guard !line.isEmpty else { return line }
        var line = lowercases ? line.lowercased : line
        if normalizes {
            line = Self.normalizeWestern(line)
            if supportsAsian { line = line.spacing(where: Self.isAsian) }
        }
        if removesPunctuation {
            line.removeAll(where: Self.isRemovedPunctuation)
            if supportsAsian { line.removeAll(where: Self.isAsianPunctuation) }
        }
        return line
    }

    private static func normalizeWestern(_ line: CodePoints) -> CodePoints {
        var line = line.replacing("\n-", with: "")
            .replacing("\n", with: " ")
            .decodingEntities
        line.insert(CodePoint.space, at: 0)
        line.append(CodePoint.space)
        line = line.spacing(where: MTEvalTokenizer.isSeparator).replacing("'s ", with: " 's ")
        return MTEvalTokenizer.separateNumbers(line)
    }

    /// What is split down to single characters; U+3200…U+3F22 is sacreBLEU's own range.
    private static func isAsian(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x31C0...0x31EF, 0x2E80...0x2EFF,
            0xF900...0xFAFF, 0xFE30...0xFE4F, 0x3200...0x3F22:
            true
        default: isAsianPunctuation(codePoint)
        }
    }

    private static func isAsianPunctuation(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x3001, 0x3002, 0x3008...0x3011, 0x3014...0x301F, 0xFF61...0xFF65, 0x30FB,
            0xFF0E, 0xFF0C, 0xFF1F, 0xFF1A, 0xFF1B, 0xFF01, 0xFF02, 0xFF08, 0xFF09:
            true
        default: false
        }
    }

    /// One of `. , ? : ; ! " ( )`.
    private static func isRemovedPunctuation(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x2E, 0x2C, 0x3F, 0x3A, 0x3B, 0x21, 0x22, 0x28, 0x29: true
        default: false
        }
    }
}
