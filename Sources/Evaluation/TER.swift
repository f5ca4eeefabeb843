/// Translation edit rate: the edits that turn a hypothesis into the reference, per reference word.
///
/// An edit inserts, deletes or replaces a word, or shifts a run of words. Snover et al. 2006, with
/// the search of tercom as in sacreBLEU 2.6.0, hence its figures. Of several references the one
/// nearest to the hypothesis gives the edits, and their mean length the words.
package struct TER: Metric, Codable, Equatable {
    /// The counts that the value was made from.
    package struct Details: Sendable, Equatable {
        package let edits: Int
        /// In words, the mean over the references.
        package let referenceLength: Double
    }

    /// Separates punctuation from words first.
    package let normalizes: Bool
    package let keepsPunctuation: Bool
    /// Splits Chinese and Japanese to characters, if normalized, and knows their punctuation.
    package let supportsAsian: Bool
    package let isCaseSensitive: Bool

    /// The defaults are sacreBLEU's.
    package init(
        normalizes: Bool = false, keepsPunctuation: Bool = true, supportsAsian: Bool = false,
        isCaseSensitive: Bool = false
    ) {
        self.normalizes = normalizes
        self.keepsPunctuation = keepsPunctuation
        self.supportsAsian = supportsAsian
        self.isCaseSensitive = isCaseSensitive
    }

    package var lowerIsBetter: Bool { true }

    /// Edits, and mean reference length.
    package var statisticsCount: Int { 2 }

    package func statistics(hypothesis: String, references: [String]) -> [Double] {
        var index = WordIndex()
        let hypothesisWords = index.words(of: tokenize(CodePoints(hypothesis)))
        var length = 0
        var fewest = Int.max
        for reference in references {
            let referenceWords = index.words(of: tokenizeReference(reference))
            length += referenceWords.count
            fewest = min(fewest, ShiftSearch.edits(from: hypothesisWords, to: referenceWords))
        }
        return [Double(fewest), Double(length) / Double(references.count)]
    }

    private func tokenize(_ line: CodePoints) -> CodePoints {
        let tokenizer = TercomTokenizer(
            normalizes: normalizes, removesPunctuation: !keepsPunctuation,
            supportsAsian: supportsAsian, lowercases: !isCaseSensitive)
        return tokenizer.tokenize(line.trimmingEnd)
    }

    /// sacreBLEU tokenizes references twice, which makes a difference to normalized ones.
    ///
    /// “it's日” becomes “it's 日” at first, and “it 's 日” by the rule for `'s` before a space.
    private func tokenizeReference(_ line: String) -> CodePoints {
        let once = tokenize(CodePoints(line))
        return normalizes ? tokenize(once.collapsingWhitespace) : once
    }

    package func score(statistics: [Double], referenceCount: Int) -> Score {
        precondition(
            statistics.count == statisticsCount,
            "\(statistics.count) statistics, not \(statisticsCount)")
        let (edits, length) = (statistics[0], statistics[1])
        let value = length > 0 ? 100 * (edits / length) : edits > 0 ? 100 : 0
        let settings = [
            ("case", isCaseSensitive ? "mixed" : "lc"), ("tok", "tercom"),
            ("norm", Signature.yesOrNo(normalizes)), ("punct", Signature.yesOrNo(keepsPunctuation)),
            ("asian", Signature.yesOrNo(supportsAsian)),
        ]
        return Score(
            name: "TER", value: value,
            signature: Signature.make(
                referenceCount: referenceCount, settings: settings.map { (key: $0.0, value: $0.1) }),
            details: .ter(Details(edits: Int(edits), referenceLength: length)))
    }
}
