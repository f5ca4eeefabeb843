/// A side must have text, and no more than a sentence or a paragraph of it.
struct LengthRule: PairRule {
    static let rule = CleaningRule.length
    let maxCharacters: Int
    let maxWords: Int

    func fault(of pair: borrowing CleaningPair) -> String? {
        if let side = pair.first(where: { $0.traits.isEmpty }) { return "the \(side) is empty" }
        let longest = max(pair.source.traits.characters, pair.target.traits.characters)
        if longest > maxCharacters { return "\(longest) characters" }
        let mostWords = max(pair.source.traits.words, pair.target.traits.words)
        return mostWords > maxWords ? "\(mostWords) words" : nil
    }
}
