/// Chooses the two texts of each unit for the formats of plain text, and counts what those cannot
/// hold.
struct PlainPairs {
    private var selector: PairSelector
    private let codes: CodeTreatment
    /// Why units are left out.
    private var leftOut: [CorpusReport.Reason: Int] = [:]
    private var droppedCodes = 0
    private var furtherTexts = 0
    private var unitsWithMetadata = 0
    private var textsWithSeparators = 0

    init(of languages: LanguagePair, codes: CodeTreatment) {
        selector = PairSelector(languages, codes: codes)
        self.codes = codes
    }

    /// - Parameter allowsTabs: else a tab becomes a space, as a line separator does
    /// - Returns: nil for a unit that is no usable pair
    mutating func pair(
        of unit: TranslationUnit, allowsTabs: Bool
    ) -> (source: String, target: String)? {
        switch selector.select(from: unit) {
        case .unusable(let reason):
            leftOut[reason, default: 0] += 1
            return nil
        case .pair(let source, let target):
            furtherTexts += unit.variants.count - 2
            if codes == .dropped {
                droppedCodes += unit.variants.reduce(0) { $0 + $1.segment.codes.count }
            }
            if unit.hasMetadata { unitsWithMetadata += 1 }
            return (
                withoutSeparators(source, allowsTabs: allowsTabs),
                withoutSeparators(target, allowsTabs: allowsTabs)
            )
        }
    }

    /// One line for each sort of loss.
    var losses: [String] {
        let counts = [
            (droppedCodes, "inline code", "dropped"),
            (furtherTexts, "text", "in further languages left out"),
            (unitsWithMetadata, "unit", "written without id, state, notes and properties"),
            (textsWithSeparators, "text", "with a space in place of a tab or line separator"),
        ]
        let reasons = leftOut.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        return counts.filter { $0.0 > 0 }.map { "\(counted($0, $1)) \($2)" }
            + reasons.map { "\(counted($1, "unit")) left out: \($0.description)" }
    }

    /// The separators of lines besides `\n`, at which other tools divide a file; and tabs.
    private mutating func withoutSeparators(_ text: String, allowsTabs: Bool) -> String {
        func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "\t": !allowsTabs
            case "\u{0B}", "\u{0C}", "\u{1C}"..."\u{1E}", "\u{85}", "\u{2028}", "\u{2029}": true
            default: false
            }
        }
        guard text.unicodeScalars.contains(where: isSeparator) else { return text }
        textsWithSeparators += 1
        var result = String.UnicodeScalarView()
        result.append(contentsOf: text.unicodeScalars.lazy.map { isSeparator($0) ? " " : $0 })
        return String(result)
    }
}

extension TranslationUnit {
    /// Whether there is more to it than its texts.
    fileprivate var hasMetadata: Bool {
        id != nil || state != nil || !metadata.isEmpty
            || variants.contains { !$0.metadata.isEmpty }
    }
}
