/// A side is in the other side's language: left untranslated, or both are swapped.
///
/// Judged by what the corpus itself has taught (`LanguageProfiles`), so that it works for any two
/// languages, in the corpus' own subject. Text that says little (names, numbers, a word or two that
/// both have) stays.
struct LanguageRule {
    private var profiles = LanguageProfiles()
    /// How much likelier, as a logarithm for each feature on average, and in all; measured on
    /// Multi30k and Tatoeba with 2 % of targets replaced or swapped.
    static let leastMean: Float = 0.55
    static let leastSum: Float = 9

    mutating func learn(_ pair: borrowing CleaningPair) {
        // The same text on both sides teaches nothing that tells them apart.
        guard pair.source.bytes != pair.target.bytes else { return }
        profiles.learn(source: pair.source.text, target: pair.target.text)
    }

    mutating func finishLearning() { profiles.finishLearning() }

    mutating func fault(of pair: borrowing CleaningPair) -> String? {
        let isSource = isForeign(pair.source, beside: pair.target, sign: -1)
        let isTarget = isForeign(pair.target, beside: pair.source, sign: 1)
        switch (isSource, isTarget) {
        case (true, true): return "the sides are swapped"
        case (true, false): return "the source is in the target language"
        case (false, true): return "the target is in the source language"
        case (false, false): return nil
        }
    }

    /// - Parameter sign: of the preferences that speak for the other language
    private mutating func isForeign(
        _ side: borrowing CleaningSide, beside other: borrowing CleaningSide, sign: Float
    ) -> Bool {
        guard Self.isSure(profiles.preference(of: side.text), sign: sign) else { return false }
        if profiles.areEqual(side.text, other.text) { return IdenticalRule.wantsTranslation(side) }
        return Self.isSure(
            profiles.preference(of: side.text, without: other.text), sign: sign)
    }

    private static func isSure(_ preference: (sum: Float, count: Int), sign: Float) -> Bool {
        let sum = preference.sum * sign
        return sum >= leastSum && sum >= leastMean * Float(preference.count)
    }
}
