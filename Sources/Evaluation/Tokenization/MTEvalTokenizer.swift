/// The tokenizer of NIST's mteval-v13a, which WMT's BLEU figures rest on; sacreBLEU's `13a`.
///
/// Equals `Tokenizer13a` of sacreBLEU 2.6.0. The result still has to be split at whitespace.
enum MTEvalTokenizer {
    static func tokenize(_ line: CodePoints) -> CodePoints {
        var line = line.replacing("<skipped>", with: "")
            .replacing("-\n", with: "")
            .replacing("\n", with: " ")
            .decodingEntities
        line.insert(CodePoint.space, at: 0)
        line.append(CodePoint.space)
        return separatePunctuation(line)
    }

    /// The rules for Western languages, which `13a`, `zh` and tercom's normalization share.
    static func separatePunctuation(_ line: CodePoints) -> CodePoints {
        separateNumbers(line.spacing(where: isSeparator))
    }

    /// Separates period and comma except between digits, and a dash after a digit.
    static func separateNumbers(_ line: CodePoints) -> CodePoints {
        line.spacing(isPeriodOrComma, after: { !CodePoint.isDigit($0) })
            .spacing(isPeriodOrComma, before: { !CodePoint.isDigit($0) })
            .spacing({ $0 == CodePoint.hyphen }, after: CodePoint.isDigit)
    }

    /// ASCII punctuation but for apostrophe, comma, hyphen and period.
    static func isSeparator(_ codePoint: UInt32) -> Bool {
        switch codePoint {
        case 0x20...0x26, 0x28...0x2B, 0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }

    private static func isPeriodOrComma(_ codePoint: UInt32) -> Bool {
        codePoint == CodePoint.period || codePoint == CodePoint.comma
    }
}
