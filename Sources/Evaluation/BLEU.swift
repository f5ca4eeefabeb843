import Foundation

/// BLEU: the geometric mean of n-gram precisions, times a penalty for brevity.
///
///     BLEU = BP · exp(¼ Σₙ log pₙ)        BP = min(1, exp(1 − r/c))
///
/// Papineni et al. 2002; with the rules, the tokenizers and so the figures of sacreBLEU 2.6.0
/// (Post 2018, arXiv:1804.08771).
package struct BLEU: Metric, Codable, Equatable {
    /// How a line is cut into the words that are compared, by sacreBLEU's name.
    package enum Tokenization: String, CaseIterable, Codable, Sendable {
        /// NIST's mteval-v13a: the usual one.
        case mteval13a = "13a"
        /// By Unicode's categories, for every script that separates words.
        case international = "intl"
        /// Every character for itself.
        case character = "char"
        /// At whitespace only, for text that is tokenized already.
        case none
        /// Chinese by character, the rest as `13a`.
        case chinese = "zh"

        /// What sacreBLEU takes for this target language when none is asked for.
        ///
        /// - Parameter language: a code such as `de`, `zh` or `zh-CN`.
        package static func usual(forTarget language: String) -> Tokenization {
            let primary = language.split { $0 == "-" || $0 == "_" }.first
            return primary?.lowercased() == "zh" ? .chinese : .mteval13a
        }
    }

    /// What stands for a precision of zero, after Chen & Cherry 2014 (W14-3346).
    package enum Smoothing: Codable, Equatable, Sendable {
        /// 1/2, 1/4 … of a match for each order without one: mteval's way, and the usual one.
        case exponential
        case none
        /// So many matches where there is none; sacreBLEU's default is 0.1.
        case floor(Double)
        /// So many added to matches and n-grams of order 2 and up; sacreBLEU's default is 1.
        case add(Double)

        var signature: String {
            switch self {
            case .exponential: "exp"
            case .none: "none"
            case .floor(let value): "floor[\(value.formatted(decimals: 2))]"
            case .add(let value): "add-k[\(value.formatted(decimals: 2))]"
            }
        }
    }

    package var tokenization: Tokenization
    package var lowercases: Bool
    package var smoothing: Smoothing
    /// Leaves out the orders for which the hypothesis is too short; right for single sentences.
    package var usesEffectiveOrder: Bool

    private static let order = 4

    /// The defaults are sacreBLEU's.
    package init(
        tokenization: Tokenization = .mteval13a, lowercases: Bool = false,
        smoothing: Smoothing = .exponential, usesEffectiveOrder: Bool = false
    ) {
        self.tokenization = tokenization
        self.lowercases = lowercases
        self.smoothing = smoothing
        self.usesEffectiveOrder = usesEffectiveOrder
    }

    /// Hypothesis length, reference length, matches of order 1 to 4, n-grams of order 1 to 4.
    package var statisticsCount: Int { 2 + 2 * Self.order }

    package func statistics(hypothesis: String, references: [String]) -> [Double] {
        var index = WordIndex()
        let hypothesisWords = index.words(of: tokenize(hypothesis))
        var counts = NGramCounts(order: Self.order, expectedLength: hypothesisWords.count)
        var lengths: [Int] = []
        for reference in references {
            let words = index.words(of: tokenize(reference))
            counts.add(words)
            lengths.append(words.count)
        }
        let length = hypothesisWords.count
        let totals = (1...Self.order).map { NGramCounts.total(length: length, order: $0) }
        let integers =
            [length, Self.closest(to: length, among: lengths)]
            + counts.matches(of: hypothesisWords) + totals
        return integers.map(Double.init)
    }

    /// The reference length nearest to the hypothesis's, the shorter of two equally near.
    private static func closest(to length: Int, among lengths: [Int]) -> Int {
        lengths.min { (abs($0 - length), $0) < (abs($1 - length), $1) } ?? 0
    }

    /// The line with spaces between its words, some of them several.
    func tokenize(_ line: String) -> CodePoints {
        let codePoints = CodePoints(line)
        let trimmed = (lowercases ? codePoints.lowercased : codePoints).trimmingEnd
        return switch tokenization {
        case .mteval13a: MTEvalTokenizer.tokenize(trimmed)
        case .international: InternationalTokenizer.tokenize(trimmed)
        case .character: trimmed.spacing { _ in true }
        case .none: trimmed
        case .chinese: ChineseTokenizer.tokenize(trimmed)
        }
    }

    /// Scores one sentence, by its effective order whatever `usesEffectiveOrder` says.
    ///
    /// Without it a sentence of three words would score nothing; sacreBLEU advises the same.
    /// - Throws: `EvaluationError` if there is no reference.
    package func sentenceScore(
        hypothesis: String, references: [String]
    ) throws(EvaluationError) -> Score {
        guard !references.isEmpty else { throw EvaluationError(.noReferences) }
        var metric = self
        metric.usesEffectiveOrder = true
        let statistics = metric.statistics(hypothesis: hypothesis, references: references)
        return metric.score(statistics: statistics, referenceCount: references.count)
    }

    package func score(statistics: [Double], referenceCount: Int) -> Score {
        precondition(
            statistics.count == statisticsCount,
            "\(statistics.count) statistics, not \(statisticsCount)")
        let details = Details(
            matches: Array(statistics[2..<2 + Self.order]),
            totals: Array(statistics[(2 + Self.order)...]),
            hypothesisLength: Int(statistics[0]), referenceLength: Int(statistics[1]),
            smoothing: smoothing)
        return Score(
            name: "BLEU", value: details.value(usesEffectiveOrder: usesEffectiveOrder),
            signature: signature(referenceCount: referenceCount), details: .bleu(details))
    }

    private func signature(referenceCount: Int) -> String {
        Signature.make(
            referenceCount: referenceCount,
            settings: [
                ("case", lowercases ? "lc" : "mixed"),
                ("eff", Signature.yesOrNo(usesEffectiveOrder)),
                ("tok", tokenization.rawValue),
                ("smooth", smoothing.signature),
            ])
    }
}
