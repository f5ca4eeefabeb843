/// Which rules clean, and where they draw the line.
///
/// The thresholds leave memories that people made almost whole; web crawls want stricter ones. What
/// other tools take is named beside each: OpusFilter 3 (its filters' defaults), Bicleaner's hard
/// rules 2, Moses' `clean-corpus-n.perl`.
package struct CleaningOptions: Sendable, Codable, Equatable {
    package var rules = Set(CleaningRule.allCases)

    /// The most characters on a side (Bicleaner 1,024); CAT tools hold whole paragraphs.
    package var maxLength = 2_000
    /// The most words on a side (OpusFilter 100, Moses 80 as it is customarily called).
    package var maxWords = 300
    /// How many times longer one side may be (OpusFilter 3, Moses 9); see `RatioRule`.
    package var maxRatio = 3.0
    /// The least share of a side's letters that is of its language's scripts (OpusFilter 1).
    package var minScript = 0.5
    /// How many times in a row words may stand on one side if nothing is repeated on the other
    /// (OpusFilter 3).
    package var maxRepeats = 2

    package init() {}
}
