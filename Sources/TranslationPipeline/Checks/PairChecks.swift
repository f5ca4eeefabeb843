internal import Text

/// Looks for what is wrong with a translation in nothing but the two texts.
///
/// Each check compares with the source, so that what repeats, or lacks a number, there may do so
/// in the translation. They are made to be silent about what people write:
/// `FalseAlarmTests` counts how often they warn of translations in published collections.
struct PairChecks: Sendable {
    private let finder = CarriedContentsFinder()
    private let numbers: NumberCheck

    init(sourceLanguage: String, targetLanguage: String) {
        numbers = NumberCheck(sourceLanguage: sourceLanguage, targetLanguage: targetLanguage)
    }

    /// In the order of `TranslatedSegment.Warning`.
    func warnings(of pair: CheckedPair) -> [TranslatedSegment.Warning] {
        var warnings: [TranslatedSegment.Warning] = []
        if RepetitionCheck.fails(pair) { warnings.append(.repetition) }
        let source = finder.contents(of: pair.source)
        let target = finder.contents(of: pair.target)
        if !source.isEmpty || !target.isEmpty {
            if numbers.fails(source.numbers, target.numbers) { warnings.append(.numberMismatch) }
            if Tally(source.placeholders) != Tally(target.placeholders) {
                warnings.append(.placeholderMismatch)
            }
            if Tally(source.addresses) != Tally(target.addresses) { warnings.append(.urlMismatch) }
        }
        if CopyCheck.fails(pair) { warnings.append(.copyOfSource) }
        return warnings
    }
}
