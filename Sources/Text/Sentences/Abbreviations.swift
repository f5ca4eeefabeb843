/// Whether a full stop goes with the word before it.
///
/// The own lists are short on purpose: only what stands before a name, a noun or a number. What may
/// as well end a sentence, such as `etc.` and `usw.`, is not listed: before a capital it is taken
/// for the end. Nor is what is a common word as well. A user's rules come on top of them.
struct Abbreviations: Sendable {
    /// What a stop after a word means when what follows may begin a sentence.
    enum Effect: Sendable {
        /// The word is no abbreviation.
        case ends
        /// As after initials and ordinals: only a word such as `The` or `Ich` begins a sentence.
        case endsBeforeOpener
        case continues
    }

    private let words: Set<String>
    private let endingWords: Set<String>
    private let rules: AbbreviationRules
    /// Whether ordinal numbers are written with a full stop: `am 3. Mai`.
    private let hasStoppedOrdinals: Bool
    /// One letter with a stop is an initial, but for these, as in “So do I.” and «в 1990 г.».
    private let endingLetters: Set<String>
    /// Whether the language's own abbreviations are known.
    let isListed: Bool
    /// Beginnings of abbreviations of several parts, up to a letter after a stop: `ph.d`.
    private let beginnings: Set<String>

    /// - Parameter language: a code such as `de` or `pt-BR`; its first part is looked up.
    init(language: String, rules: AbbreviationRules = .none) {
        let code = LanguageWords.code(of: language)
        words = LanguageWords.common.union(LanguageWords.abbreviations[code] ?? [])
        endingWords = LanguageWords.endingAbbreviations[code] ?? []
        self.rules = rules
        hasStoppedOrdinals = LanguageWords.withStoppedOrdinals.contains(code)
        endingLetters = code == "en" ? ["I"] : ["г"]
        isListed = LanguageWords.abbreviations[code] != nil
        beginnings = Set(words.union(endingWords).flatMap(AbbreviationRules.beginnings))
    }

    /// - Parameter word: what stands before the stop, without spaces or apostrophes at its ends.
    func effect(of word: String, beforeNumber: Bool) -> Effect {
        let scalars = word.unicodeScalars
        if rules.contain(word, beforeNumber: beforeNumber) { return .continues }
        if scalars.allSatisfy({ $0.properties.generalCategory == .decimalNumber }) {
            return hasStoppedOrdinals && scalars.count <= 2 ? .endsBeforeOpener : .ends
        }
        let folded = word.lowercased()
        if words.contains(folded) { return .continues }
        if scalars.count == 1 { return endingLetters.contains(word) ? .ends : .endsBeforeOpener }
        if beforeNumber, isBeforeNumbers(folded) { return .continues }
        return isAcronym(scalars) || endingWords.contains(folded) ? .endsBeforeOpener : .ends
    }

    /// Whether `words`, with stops and spaces between them, are listed as one abbreviation.
    func contain(_ words: String, beforeNumber: Bool) -> Bool {
        self.words.contains(words.lowercased()) || rules.contain(words, beforeNumber: beforeNumber)
    }

    /// Whether `words` begin an abbreviation that goes on after their last stop: `Ph. D`.
    func begin(with words: String) -> Bool {
        beginnings.contains(words.lowercased()) || rules.beginnings.contains(words)
    }

    private func isBeforeNumbers(_ folded: String) -> Bool {
        LanguageWords.beforeNumbers.contains(folded)
            || folded.hasSuffix(LanguageWords.endingBeforeNumbers)
    }

    /// Single letters with stops or hyphens between them: `U.S`, `a.m`, `J.-C`.
    private func isAcronym(_ scalars: String.UnicodeScalarView) -> Bool {
        var lettersInRow = 0
        for scalar in scalars {
            if scalar == "." || scalar == "-" {
                lettersInRow = 0
            } else {
                lettersInRow += 1
                guard lettersInRow == 1, scalar.properties.isAlphabetic else { return false }
            }
        }
        return scalars.contains(".")
    }
}
