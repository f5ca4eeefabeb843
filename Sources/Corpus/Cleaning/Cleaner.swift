package import Foundation

/// Cleans a corpus of two languages in two passes over it.
///
/// First each pair or unit is shown to `learn`; after `finishLearning` each is shown to `clean`, in
/// the same order, which says what becomes of it and counts that in the report. Only rules that
/// look at all pairs need the first pass (`needsLearning`).
///
/// A class because it owns temporary files. Memory is bounded but for two bits a pair.
package final class Cleaner {
    /// What becomes of a pair or unit.
    package enum Outcome<Item> {
        /// As it was, or repaired.
        case kept(Item)
        case dropped(CleaningRule, detail: String)
        /// No pair of the two languages.
        case unusable(CorpusReport.Reason)
    }

    package private(set) var report = CleaningReport()
    /// Whether any rule looks at more than one pair.
    package let needsLearning: Bool

    private let rules: [any PairRule]
    private let repairs: [any TextRepair]
    private let ruleNames: Set<CleaningRule>
    private let scanner = TextScanner()
    /// Counts the languages of what is cleaned.
    private var selector: PairSelector
    /// Chooses for everything else, so that nothing is counted twice.
    private var otherSelector: PairSelector
    private var pair = CleaningPair()
    private var languageRule: LanguageRule?
    private let repeated: RepeatedPairs
    /// How many pairs were learnt, and then cleaned.
    private var index = 0

    /// - Parameter folder: where temporary files go, if any are needed
    package init(
        languages: LanguagePair, options: CleaningOptions = CleaningOptions(),
        folder: URL = FileManager.default.temporaryDirectory
    ) {
        ruleNames = options.rules
        needsLearning = options.rules.contains(where: \.looksAtAll)
        repairs = Self.repairs(options)
        rules = Self.rules(options, languages)
        selector = PairSelector(languages, codes: .dropped)
        otherSelector = selector
        let areTwoLanguages = !LanguageTag.isSameLanguage(languages.source, languages.target)
        languageRule =
            options.rules.contains(.language) && areTwoLanguages ? LanguageRule() : nil
        repeated = RepeatedPairs(rules: options.rules, folder: folder)
    }

    private static func repairs(_ options: CleaningOptions) -> [any TextRepair] {
        // Entities first: &#128; and its like become what mojibake then repairs.
        let all: [any TextRepair] = [EntityRepair(), MojibakeRepair(), ControlRepair()]
        return all.filter { options.rules.contains(type(of: $0).rule) }
    }

    private static func rules(
        _ options: CleaningOptions, _ languages: LanguagePair
    ) -> [any PairRule] {
        let all: [any PairRule] = [
            LengthRule(maxCharacters: options.maxLength, maxWords: options.maxWords),
            LostCharacterRule(), LettersRule(), IdenticalRule(),
            RepetitionRule(limit: options.maxRepeats), RatioRule(limit: options.maxRatio),
            ScriptRule(languages, minShare: options.minScript), PlaceholderRule(), AddressRule(),
            NumberRule(),
        ]
        return all.filter { options.rules.contains(type(of: $0).rule) }
    }
}

// MARK: - Learning

extension Cleaner {
    package func learn(_ pair: SegmentPair) throws(TemporaryFileError) {
        load(Segment(pair.source), Segment(pair.target))
        try learnLoaded(date: nil, context: 0)
    }

    package func learn(_ unit: TranslationUnit) throws(TemporaryFileError) {
        guard case .pair(let source, let target) = Self.choose(from: unit, by: &otherSelector)
        else { return }
        load(unit.variants[source].segment, unit.variants[target].segment)
        try learnLoaded(date: unit.lastChange(of: source, target), context: unit.contextNumber)
    }

    /// Ends the first pass.
    /// - Throws: `TemporaryFileError`
    package func finishLearning() throws {
        languageRule?.finishLearning()
        try repeated.finishLearning(count: index)
        index = 0
    }

    private func learnLoaded(date: UInt64?, context: UInt64) throws(TemporaryFileError) {
        defer { index += 1 }
        guard needsLearning, fault() == nil else { return }
        languageRule?.learn(pair)
        try repeated.learn(pair, index: index, date: date, context: context)
    }
}

// MARK: - Cleaning

extension Cleaner {
    package func clean(_ pair: SegmentPair) -> Outcome<SegmentPair> {
        report.units += 1
        let repairs = load(Segment(pair.source), Segment(pair.target))
        if let (rule, detail) = verdict() { return drop(rule, detail, at: pair.position) }
        keep(repairs, at: pair.position)
        if repairs.isEmpty { return .kept(pair) }
        return .kept(
            SegmentPair(
                source: self.pair.source.text, target: self.pair.target.text,
                position: pair.position))
    }

    package func clean(_ unit: TranslationUnit) -> Outcome<TranslationUnit> {
        report.units += 1
        switch Self.choose(from: unit, by: &selector) {
        case .unusable(let reason):
            report.count(unusable: reason, at: unit.position)
            return .unusable(reason)
        case .pair(let source, let target):
            let repairs = load(unit.variants[source].segment, unit.variants[target].segment)
            if let (rule, detail) = verdict() { return drop(rule, detail, at: unit.position) }
            keep(repairs, at: unit.position)
            if repairs.isEmpty { return .kept(unit) }
            var unit = unit
            unit.variants[source].segment = pair.source.segment
            unit.variants[target].segment = pair.target.segment
            return .kept(unit)
        }
    }

    /// The wanted language that no unit had, and those that there were.
    package var missingLanguage: CorpusError.Reason? {
        selector.missing.map { .missingLanguage($0, present: selector.counts) }
    }

    /// The texts of the two languages in a unit, on one line and without codes; nil for one that
    /// lacks one.
    package func texts(of unit: TranslationUnit) -> (source: String?, target: String?) {
        let (source, target) = otherSelector.choose(from: unit)
        return (
            source.map { unit.variants[$0].segment.plainText() },
            target.map { unit.variants[$0].segment.plainText() }
        )
    }

    private func verdict() -> (CleaningRule, String)? {
        defer { index += 1 }
        if let found = fault() { return found }
        if let rule = repeated.rule(against: index) { return (rule, Self.detail(of: rule)) }
        return languageRule?.fault(of: pair).map { (.language, $0) }
    }

    private static func detail(of rule: CleaningRule) -> String {
        switch rule {
        case .duplicates: "an equal pair came before"
        case .nearDuplicates: "an almost equal pair came before"
        default: "the source has a newer translation"
        }
    }

    private func drop<Item>(
        _ rule: CleaningRule, _ detail: String, at position: FilePosition
    ) -> Outcome<Item> {
        report.count(drop: rule, at: position)
        return .dropped(rule, detail: detail)
    }

    private func keep(_ repairs: Set<CleaningRule>, at position: FilePosition) {
        report.kept += 1
        for rule in repairs { report.count(repair: rule, at: position) }
    }
}

// MARK: - One pair

extension Cleaner {
    private enum Choice {
        case pair(source: Int, target: Int)
        case unusable(CorpusReport.Reason)
    }

    private static func choose(
        from unit: TranslationUnit, by selector: inout PairSelector
    ) -> Choice {
        let (source, target) = selector.choose(from: unit)
        guard let source else { return .unusable(.missingSource) }
        guard let target else { return .unusable(.missingTarget) }
        if let fault = unit.variants[source].fault ?? unit.variants[target].fault {
            return .unusable(fault)
        }
        return .pair(source: source, target: target)
    }

    /// - Returns: the repairs that changed something
    @discardableResult
    private func load(_ source: Segment, _ target: Segment) -> Set<CleaningRule> {
        let ofSource = pair.source.load(source, repairs: repairs, scanner: scanner)
        let ofTarget = pair.target.load(target, repairs: repairs, scanner: scanner)
        return ofSource.isEmpty && ofTarget.isEmpty ? [] : Set(ofSource + ofTarget)
    }

    private func fault() -> (CleaningRule, String)? {
        for rule in rules {
            if let detail = rule.fault(of: pair) { return (type(of: rule).rule, detail) }
        }
        return nil
    }
}
