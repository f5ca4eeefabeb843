/// One side is much longer than the other, so that one holds what the other does not.
///
///     (longer + 15) / (shorter + 15) > limit
///
/// in Latin letters: a Chinese character counts as three, a syllable of Japanese or Korean as two.
/// The 15 keeps short segments, whose lengths vary most. Words are held against the same limit,
/// with 5 added, where both languages put spaces between them.
struct RatioRule: PairRule {
    static let rule = CleaningRule.ratio
    let limit: Double

    func fault(of pair: borrowing CleaningPair) -> String? {
        let (source, target) = (pair.source.traits, pair.target.traits)
        if Self.ratio(source.weight, target.weight, 15) > limit {
            return "\(source.characters) against \(target.characters) characters"
        }
        let isSpaced =
            !source.marks.contains(.unspaced) && !target.marks.contains(.unspaced)
        if isSpaced, Self.ratio(source.words, target.words, 5) > limit {
            return "\(source.words) against \(target.words) words"
        }
        return nil
    }

    private static func ratio(_ one: Int, _ other: Int, _ allowance: Double) -> Double {
        (Double(max(one, other)) + allowance) / (Double(min(one, other)) + allowance)
    }
}
