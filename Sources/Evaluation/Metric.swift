/// A measure of translation quality whose corpus value follows from sums over segments.
package protocol Metric: Sendable {
    /// How many numbers a segment contributes.
    var statisticsCount: Int { get }

    /// Whether a smaller value is a better translation.
    var lowerIsBetter: Bool { get }

    /// What a segment contributes: counts to be added up over the corpus.
    ///
    /// - Parameter references: at least one.
    /// - Returns: `statisticsCount` numbers.
    func statistics(hypothesis: String, references: [String]) -> [Double]

    /// The value for summed statistics.
    ///
    /// - Parameter statistics: `statisticsCount` sums.
    func score(statistics: [Double], referenceCount: Int) -> Score
}

extension Metric {
    package var lowerIsBetter: Bool { false }

    /// Scores a translation of many lines.
    ///
    /// - Parameters:
    ///   - hypotheses: one translation a line.
    ///   - references: one array for each reference translation of the whole, each as long as
    ///     `hypotheses`.
    /// - Throws: `EvaluationError` if there is nothing to score or the lines do not pair up.
    package func score(
        hypotheses: [String], references: [[String]]
    ) throws(EvaluationError) -> Score {
        try segmentStatistics(hypotheses: hypotheses, references: references).score(by: self)
    }

    /// Scores one sentence.
    ///
    /// - Throws: `EvaluationError` if there is no reference.
    package func sentenceScore(
        hypothesis: String, references: [String]
    ) throws(EvaluationError) -> Score {
        guard !references.isEmpty else { throw EvaluationError(.noReferences) }
        let statistics = statistics(hypothesis: hypothesis, references: references)
        return score(statistics: statistics, referenceCount: references.count)
    }

    /// What each segment contributes, for a score or for resampling.
    ///
    /// - Throws: `EvaluationError` if there is nothing to score or the lines do not pair up.
    package func segmentStatistics(
        hypotheses: [String], references: [[String]]
    ) throws(EvaluationError) -> SegmentStatistics {
        try check(hypotheses: hypotheses, references: references)
        var values: [Double] = []
        values.reserveCapacity(hypotheses.count * statisticsCount)
        for (index, hypothesis) in hypotheses.enumerated() {
            values += statistics(hypothesis: hypothesis, references: references.map { $0[index] })
        }
        return SegmentStatistics(
            values: values, segmentCount: hypotheses.count, width: statisticsCount,
            referenceCount: references.count)
    }

    private func check(
        hypotheses: [String], references: [[String]]
    ) throws(EvaluationError) {
        guard !hypotheses.isEmpty else { throw EvaluationError(.noHypotheses) }
        guard !references.isEmpty else { throw EvaluationError(.noReferences) }
        for (index, reference) in references.enumerated()
        where reference.count != hypotheses.count {
            throw EvaluationError(
                .lineCounts(
                    hypotheses: hypotheses.count, references: reference.count,
                    referenceSet: index + 1))
        }
    }
}

/// What every segment of a translation contributes to its score.
package struct SegmentStatistics: Sendable, Equatable {
    /// The counts, [segment, statistic].
    package let values: [Double]
    package let segmentCount: Int
    package let width: Int
    package let referenceCount: Int

    /// The sums over all segments.
    package var totals: [Double] {
        totals(over: Array(0..<segmentCount))
    }

    /// The sums over these segments, a segment as often as it is named.
    package func totals(over segments: [Int]) -> [Double] {
        var sums = [Double](repeating: 0, count: width)
        for segment in segments {
            let start = segment * width
            for column in 0..<width { sums[column] += values[start + column] }
        }
        return sums
    }

    /// The corpus score.
    package func score(by metric: some Metric) -> Score {
        metric.score(statistics: totals, referenceCount: referenceCount)
    }
}
