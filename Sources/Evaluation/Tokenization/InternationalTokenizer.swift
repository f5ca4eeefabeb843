/// The tokenizer of mteval-v14 for all scripts, by Unicode's categories; sacreBLEU's `intl`.
///
/// Separates punctuation except between numbers, and every symbol. Equals
/// `TokenizerV14International` of sacreBLEU 2.6.0, which leaves a period at the line's end with a
/// number before it.
enum InternationalTokenizer {
    static func tokenize(_ line: CodePoints) -> CodePoints {
        line.spacing({ category(of: $0) == .punctuation }, after: { category(of: $0) != .number })
            .spacing({ category(of: $0) == .punctuation }, before: { category(of: $0) != .number })
            .spacing(where: { category(of: $0) == .symbol })
    }

    enum Category: Sendable {
        case number, punctuation, symbol, other
    }

    private static let ofASCII: [Category] = (0..<0x80).map(lookUp)

    static func category(of codePoint: UInt32) -> Category {
        codePoint < 0x80 ? ofASCII[Int(codePoint)] : lookUp(codePoint)
    }

    private static func lookUp(_ codePoint: UInt32) -> Category {
        switch Unicode.Scalar(codePoint)?.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber:
            .number
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation:
            .punctuation
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            .symbol
        default: .other
        }
    }
}
