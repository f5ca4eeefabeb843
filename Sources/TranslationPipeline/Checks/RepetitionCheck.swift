/// Whether a translation says something over and over that its source does not.
///
/// A run of words repeats with period p when each word is that of p words before. The unit that
/// repeats has at least one letter and at most eight words. One or two words must stand three
/// times in a row (“very very” is good style in many languages), more words twice; and the source
/// must not have as many repetitions in a row, of whatever unit. Within a word of at least twelve
/// characters, up to four of them must stand four times in a row (“hahahaha”).
enum RepetitionCheck {
    private static let longestPeriod = 8
    private static let longWord = 12
    private static let longestSyllable = 4
    private static let syllableRepetitions = 4

    static func fails(_ pair: CheckedPair) -> Bool {
        let repetitions = mostRepetitions(of: pair.targetWords)
        if repetitions > 1, repetitions > mostRepetitions(of: pair.sourceWords) { return true }
        return pair.targetWords.contains(where: stutters)
            && !pair.sourceWords.contains(where: stutters)
    }

    /// How often the unit that is repeated most stands in a row; 1 where none does so too often.
    private static func mostRepetitions(of words: [String]) -> Int {
        var most = 1
        for period in 1...longestPeriod where words.count >= 2 * period {
            let needed = period < 3 ? 3 : 2
            var run = 0
            for place in period..<words.count {
                run = words[place] == words[place - period] ? run + 1 : 0
                let repetitions = run / period + 1
                if repetitions >= needed, repetitions > most,
                    words[(place - period + 1)...place].contains(where: Self.hasLetter)
                {
                    most = repetitions
                }
            }
        }
        return most
    }

    private static func hasLetter(_ word: String) -> Bool {
        word.unicodeScalars.contains { $0.properties.isAlphabetic }
    }

    /// Whether a word is long because some characters of it repeat.
    private static func stutters(_ word: String) -> Bool {
        guard word.utf8.count >= longWord, hasLetter(word) else { return false }
        let scalars = Array(word.unicodeScalars)
        guard scalars.count >= longWord else { return false }
        return (1...longestSyllable).contains { period in
            var run = 0
            return (period..<scalars.count).contains { place in
                run = scalars[place] == scalars[place - period] ? run + 1 : 0
                return run + period >= max(period * syllableRepetitions, longWord / 2)
            }
        }
    }
}
