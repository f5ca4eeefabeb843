/// Both sides are the same text, which nobody has translated.
///
/// Much rightly stays as it is: names, product names, numbers, codes, single terms. So a text
/// counts as untranslated only with two words in small letters or, in scripts without such, with
/// a sentence's worth of letters. A word counts if it has letters only, but for punctuation around
/// it: neither `file.txt` nor `--help` does.
struct IdenticalRule: PairRule {
    static let rule = CleaningRule.identical
    private let leastWords = 2
    private let leastUnspacedWeight = 24

    func fault(of pair: borrowing CleaningPair) -> String? {
        guard pair.source.bytes == pair.target.bytes else { return nil }
        let traits = pair.source.traits
        if traits.marks.contains(.unspaced), traits.weight >= leastUnspacedWeight {
            return "both sides are the same"
        }
        return Self.plainWords(pair.source.text, upTo: leastWords) >= leastWords
            ? "both sides are the same" : nil
    }

    private static func plainWords(_ text: String, upTo enough: Int) -> Int {
        var count = 0
        for word in text.split(whereSeparator: \.isWhitespace) where count < enough {
            let core = word.drop { $0.isPunctuation }
            let ending = core.drop(while: \.isLetter)
            guard let first = core.first, first.isLetter, !first.isUppercase,
                core.utf8.count - ending.utf8.count > 1, ending.allSatisfy(\.isPunctuation)
            else { continue }
            count += 1
        }
        return count
    }
}
