/// A pair needs letters or digits on both sides.
///
/// Numbers may stand without letters: they are copied, which is worth learning. Otherwise one side
/// may do without letters if the other has no more of them than a spelled-out number, as “4.” for
/// “Four.”
struct LettersRule: PairRule {
    static let rule = CleaningRule.letters
    private let mostLetters = 12

    func fault(of pair: borrowing CleaningPair) -> String? {
        let hasSource = Self.hasLetter(pair.source)
        let hasTarget = Self.hasLetter(pair.target)
        if hasSource && hasTarget { return nil }
        if !hasSource && !hasTarget {
            let marks = pair.source.traits.marks.union(pair.target.traits.marks)
            return marks.contains(.digit) ? nil : "no letter and no digit"
        }
        let weight = hasSource ? pair.source.traits.weight : pair.target.traits.weight
        return weight > mostLetters ? "no letter in the \(hasSource ? "target" : "source")" : nil
    }

    private static func hasLetter(_ side: borrowing CleaningSide) -> Bool {
        if side.traits.marks.contains(.asciiLetter) { return true }
        guard side.traits.marks.contains(.nonASCII) else { return false }
        var index = 0
        while index < side.bytes.count {
            let (value, length) = side.bytes.scalar(at: index)
            if value >= 0xAA, let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic {
                return true
            }
            index += length
        }
        return false
    }
}
