/// Both sides are the same text, which nobody has translated.
///
/// Much rightly stays as it is: names, numbers, codes, single terms, lines of a program. So a text
/// counts as untranslated only with two words without capitals (`oTable`, `"name"` and
/// `--help` are none) or, in scripts without such, with a sentence's worth of letters.
struct IdenticalRule: PairRule {
    static let rule = CleaningRule.identical
    private static let leastWords = 2
    private static let leastUnspacedWeight = 24

    func fault(of pair: borrowing CleaningPair) -> String? {
        guard pair.source.bytes == pair.target.bytes, Self.wantsTranslation(pair.source) else {
            return nil
        }
        return "both sides are the same"
    }

    /// Whether the text has words that would not stay as they are in another language.
    static func wantsTranslation(_ side: borrowing CleaningSide) -> Bool {
        if side.traits.marks.contains(.unspaced), side.traits.weight >= leastUnspacedWeight {
            return true
        }
        var count = 0
        for word in side.text.split(whereSeparator: \.isWhitespace) where count < leastWords {
            let ending = word.drop { $0.isLetter && !$0.isUppercase }
            let letters = word.utf8.count - ending.utf8.count
            if letters > 1, ending.allSatisfy({ ",.;:!?…".contains($0) }) { count += 1 }
        }
        return count >= leastWords
    }
}
