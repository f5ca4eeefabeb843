/// The F-score of character n-grams (chrF) and, if asked for, of word n-grams too (chrF++).
///
///     chrFβ = (1 + β²) · P · R / (β² · P + R)
///
/// P and R are means over the orders. Popović 2015 (W15-3049) and 2017 (W17-4770), with the rules
/// and so the figures of sacreBLEU 2.6.0. Of several references a segment takes the one that
/// favours it most.
package struct ChrF: Metric, Codable, Equatable {
    /// The precision and recall that the value was made from.
    package struct Details: Sendable, Equatable {
        /// In percent, the mean over the orders that occur.
        package let precision: Double
        package let recall: Double
    }

    /// The longest character n-gram.
    package let characterOrder: Int
    /// The longest word n-gram; 0 for chrF, 2 for chrF++.
    package let wordOrder: Int
    /// How many times as much recall counts as precision.
    package let beta: Int
    package let lowercases: Bool
    /// Whether n-grams run across spaces and contain them.
    package let keepsWhitespace: Bool

    /// chrF2; the defaults are sacreBLEU's.
    package init(
        characterOrder: Int = 6, wordOrder: Int = 0, beta: Int = 2, lowercases: Bool = false,
        keepsWhitespace: Bool = false
    ) {
        precondition(
            characterOrder > 0 && wordOrder >= 0 && beta > 0,
            "orders \(characterOrder) and \(wordOrder), β \(beta)")
        self.characterOrder = characterOrder
        self.wordOrder = wordOrder
        self.beta = beta
        self.lowercases = lowercases
        self.keepsWhitespace = keepsWhitespace
    }

    /// chrF2++, which counts words and pairs of words too.
    package static let plusPlus = ChrF(wordOrder: 2)

    /// For each order: n-grams of the hypothesis, of the reference, and matches.
    package var statisticsCount: Int { 3 * (characterOrder + wordOrder) }

    package func statistics(hypothesis: String, references: [String]) -> [Double] {
        var index = WordIndex()
        let hypothesisLine = prepare(hypothesis)
        let hypothesisCharacters = characters(of: hypothesisLine)
        let hypothesisWords = words(of: hypothesisLine, by: &index)
        var best: [Double] = []
        var bestValue = -1.0
        for reference in references {
            let line = prepare(reference)
            let counts =
                Self.triples(hypothesisCharacters, characters(of: line), order: characterOrder)
                + Self.triples(hypothesisWords, words(of: line, by: &index), order: wordOrder)
            let value = fScore(counts).value
            if value > bestValue {
                best = counts
                bestValue = value
            }
        }
        return best
    }

    private static func triples(
        _ hypothesis: [UInt32], _ reference: [UInt32], order: Int
    ) -> [Double] {
        guard order > 0 else { return [] }
        var counts = NGramCounts(order: order, expectedLength: reference.count)
        counts.add(reference)
        let matches = counts.matches(of: hypothesis)
        return (1...order).flatMap { n in
            orderCounts(
                hypothesisLength: hypothesis.count, referenceLength: reference.count, order: n,
                matches: Double(matches[n - 1]))
        }
    }

    /// The statistics of one order.
    static func orderCounts(
        hypothesisLength: Int, referenceLength: Int, order n: Int, matches: Double
    ) -> [Double] {
        let inReference = NGramCounts.total(length: referenceLength, order: n)
        // Where the reference has none, those of the hypothesis are not held against it.
        let inHypothesis =
            inReference > 0 ? NGramCounts.total(length: hypothesisLength, order: n) : 0
        return [Double(inHypothesis), Double(inReference), matches]
    }

    /// The score of summed statistics.
    func value(_ counts: [Double]) -> Double { fScore(counts).value }

    /// What n-grams of a line are made of.
    func characters(of line: String) -> CodePoints { characters(of: prepare(line)) }

    private func prepare(_ line: String) -> CodePoints {
        let codePoints = CodePoints(line)
        return lowercases ? codePoints.lowercased : codePoints
    }

    private func characters(of line: CodePoints) -> CodePoints {
        keepsWhitespace ? line : line.withoutWhitespace
    }

    /// The words of a line, one punctuation mark at a word's end, or else its start, cut off.
    private func words(of line: CodePoints, by index: inout WordIndex) -> [UInt32] {
        guard wordOrder > 0 else { return [] }
        var words: [UInt32] = []
        for range in line.wordRanges {
            let cut = Self.cut(in: line[range])
            if cut > range.lowerBound { words.append(index.word(line[range.lowerBound..<cut])) }
            words.append(index.word(line[cut..<range.upperBound]))
        }
        return words
    }

    /// Where a word falls apart; its start if it stays whole.
    private static func cut(in word: ArraySlice<UInt32>) -> Int {
        guard word.count > 1 else { return word.startIndex }
        if CodePoint.isASCIIPunctuation(word[word.endIndex - 1]) { return word.endIndex - 1 }
        if CodePoint.isASCIIPunctuation(word[word.startIndex]) { return word.startIndex + 1 }
        return word.startIndex
    }

    private func fScore(_ counts: [Double]) -> (value: Double, details: Details) {
        var (precision, recall, orders) = (0.0, 0.0, 0.0)
        for first in stride(from: 0, to: counts.count, by: 3)
        where counts[first] > 0 && counts[first + 1] > 0 {
            precision += counts[first + 2] / counts[first]
            recall += counts[first + 2] / counts[first + 1]
            orders += 1
        }
        if orders > 0 {
            precision /= orders
            recall /= orders
        }
        let factor = Double(beta) * Double(beta)
        let denominator = factor * precision + recall
        let value = denominator > 0 ? 100 * (1 + factor) * precision * recall / denominator : 0
        return (value, Details(precision: 100 * precision, recall: 100 * recall))
    }

    package func score(statistics: [Double], referenceCount: Int) -> Score {
        precondition(
            statistics.count == statisticsCount,
            "\(statistics.count) statistics, not \(statisticsCount)")
        let (value, details) = fScore(statistics)
        let settings = [
            ("case", lowercases ? "lc" : "mixed"), ("eff", "yes"), ("nc", "\(characterOrder)"),
            ("nw", "\(wordOrder)"), ("space", Signature.yesOrNo(keepsWhitespace)),
        ]
        return Score(
            name: "chrF\(beta)" + String(repeating: "+", count: wordOrder), value: value,
            signature: Signature.make(
                referenceCount: referenceCount, settings: settings.map { (key: $0.0, value: $0.1) }),
            details: .chrF(details))
    }
}
