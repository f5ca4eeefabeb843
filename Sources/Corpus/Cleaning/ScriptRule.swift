/// Most letters of a side are of a script that its language is not written in.
///
/// Latin is at home everywhere, in names, addresses and terms: in a language of another script it
/// counts against a text only when that has nothing else and is a sentence's worth.
struct ScriptRule: PairRule {
    static let rule = CleaningRule.script
    private let scripts = UnicodeScripts()
    private let latin: Script?
    private let source: [Script]
    private let target: [Script]
    private let minShare: Double
    private let leastLetters = 3
    private let leastLatinLetters = 24
    private let leastLatinWords = 4

    init(_ languages: LanguagePair, minShare: Double) {
        latin = scripts.script(of: "a")
        source = LanguageTag.scripts(languages.source)
        target = LanguageTag.scripts(languages.target)
        self.minShare = minShare
    }

    func fault(of pair: borrowing CleaningPair) -> String? {
        // What stays in its own script on both sides is no question of this rule.
        if pair.source.bytes == pair.target.bytes { return nil }
        return fault(of: pair.source, source).map { "\($0) in the source" }
            ?? fault(of: pair.target, target).map { "\($0) in the target" }
    }

    private func fault(of side: borrowing CleaningSide, _ own: [Script]) -> String? {
        guard let latin, !own.isEmpty else { return nil }
        if own.contains(latin), !side.traits.marks.contains(.nonASCII) { return nil }
        let share = scripts.share(of: side.text, in: own)
        guard let foreign = share.leadingForeign, share.foreign >= leastLetters,
            Double(share.own) < minShare * Double(share.letters)
        else { return nil }
        if foreign == latin {
            guard share.own == 0, share.foreign >= leastLatinLetters,
                side.traits.words >= leastLatinWords
            else { return nil }
        }
        return "\(share.foreign) of \(share.letters) letters \(foreign.name)"
    }
}
