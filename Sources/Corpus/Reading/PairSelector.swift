/// Chooses the two variants of each unit that best match a language pair; of equally good ones the
/// first.
///
/// A variant whose language the file does not tell stands for what its place says: the first of a
/// unit for the source, the second for the target. Where the other of two has a language, and that
/// is the one its place would not say, it stands for the remaining one: a catalogue tells only the
/// language that it translates into, and may be read either way.
struct PairSelector {
    private let codes: CodeTreatment
    private var languages: LanguageMatches
    /// The variants of the last unit from which a pair was selected.
    private(set) var chosen: (source: Int, target: Int)?

    init(_ pair: LanguagePair, codes: CodeTreatment) {
        self.codes = codes
        languages = LanguageMatches(pair)
    }

    enum Outcome {
        case pair(source: String, target: String)
        case unusable(CorpusReport.Reason)
    }

    mutating func select(from unit: borrowing TranslationUnit) -> Outcome {
        let (source, target) = choose(from: unit)
        guard let source else { return .unusable(.missingSource) }
        guard let target else { return .unusable(.missingTarget) }
        if let fault = unit.variants[source].fault ?? unit.variants[target].fault {
            return .unusable(fault)
        }
        let sourceText = unit.variants[source].segment.plainText(codes: codes)
        let targetText = unit.variants[target].segment.plainText(codes: codes)
        if sourceText.isEmpty { return .unusable(.emptySource) }
        if targetText.isEmpty { return .unusable(.emptyTarget) }
        if SegmentText.isTooLong(sourceText) || SegmentText.isTooLong(targetText) {
            return .unusable(.tooLong)
        }
        chosen = (source, target)
        return .pair(source: sourceText, target: targetText)
    }

    /// The indices of the variants for both sides.
    mutating func choose(from unit: borrowing TranslationUnit) -> (source: Int?, target: Int?) {
        var source: (index: Int?, match: LanguageTag.Match) = (nil, .none)
        var target: (index: Int?, match: LanguageTag.Match) = (nil, .none)
        for index in unit.variants.indices {
            let match = matches(of: unit.variants[index].language, at: index)
            if match.source >= match.target, match.source > source.match {
                source = (index, match.source)
            } else if match.target > match.source, match.target > target.match {
                target = (index, match.target)
            }
        }
        if unit.variants.count == 2, source.index == nil || target.index == nil,
            let unnamed = unit.variants.firstIndex(where: { $0.language == nil })
        {
            let other = 1 - unnamed
            if source.index == other {
                languages.countUnnamed(at: 1)
                return (other, unnamed)
            } else if target.index == other {
                languages.countUnnamed(at: 0)
                return (unnamed, other)
            }
        }
        return (source.index, target.index)
    }

    /// The languages seen and how often, and the wanted one that never was.
    var counts: [CorpusError.LanguageCount] { languages.counts }
    var missing: String? { languages.missing }

    private mutating func matches(of language: String?, at index: Int) -> LanguageMatches.Matches {
        if let language { return languages.count(language) }
        languages.countUnnamed(at: index)
        return index == 0 ? (.wider, .none) : index == 1 ? (.none, .wider) : (.none, .none)
    }
}
