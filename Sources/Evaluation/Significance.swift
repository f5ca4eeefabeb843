/// Whether one translation is better than another by more than chance.
///
/// Paired bootstrap resampling: both are scored on the same segments, drawn again and again with
/// replacement. Koehn 2004 (W04-3250); the p-value and interval are computed as by sacreBLEU 2.6.0
/// (`--paired-bs`), whose draws differ.
package struct PairedBootstrap: Sendable, Equatable {
    /// Fewer leave nothing outside a 95 % interval.
    package static let fewestResamples = 40

    /// What the resamples say of one translation.
    package struct Estimate: Sendable, Equatable {
        /// On the whole text, as it is.
        package let score: Score
        package let mean: Double
        /// Half the width of the interval that holds 95 % of the resamples.
        package let halfInterval: Double
    }

    package let baseline: Estimate
    package let system: Estimate
    /// The share of resamples in which the system has the better value; ties count half.
    package let winShare: Double
    /// How likely so great a difference is by chance alone, to either side.
    package let pValue: Double

    /// Compares two translations of one text.
    ///
    /// - Parameters:
    ///   - baseline: from `segmentStatistics` of the same metric and references as `system`.
    ///   - generator: seeded, for figures that can be repeated.
    /// - Throws: `EvaluationError` if the texts differ in length or resamples are too few.
    package init(
        baseline: SegmentStatistics, system: SegmentStatistics, metric: some Metric,
        resamples: Int = 1_000, using generator: inout some RandomNumberGenerator
    ) throws(EvaluationError) {
        let count = baseline.segmentCount
        guard count == system.segmentCount else {
            throw EvaluationError(
                .systemLineCounts(baseline: count, system: system.segmentCount))
        }
        guard count > 0 else { throw EvaluationError(.noHypotheses) }
        guard resamples >= Self.fewestResamples else {
            throw EvaluationError(.tooFewResamples(resamples))
        }
        var values: [(baseline: Double, system: Double)] = []
        for _ in 0..<resamples {
            let drawn = (0..<count).map { _ in Int.random(in: 0..<count, using: &generator) }
            values.append(
                (
                    metric.score(baseline.totals(over: drawn), baseline.referenceCount),
                    metric.score(system.totals(over: drawn), system.referenceCount)
                ))
        }
        self.baseline = Estimate(baseline.score(by: metric), resampled: values.map(\.baseline))
        self.system = Estimate(system.score(by: metric), resampled: values.map(\.system))
        winShare = Self.winShare(values, lowerIsBetter: metric.lowerIsBetter)
        pValue = Self.pValue(
            differences: values.map { abs($0.system - $0.baseline) },
            observed: abs(self.system.score.value - self.baseline.score.value))
    }

    private static func winShare(
        _ values: [(baseline: Double, system: Double)], lowerIsBetter: Bool
    ) -> Double {
        let wins = values.reduce(0.0) { sum, pair in
            if pair.system == pair.baseline { return sum + 0.5 }
            return sum + ((pair.system > pair.baseline) != lowerIsBetter ? 1 : 0)
        }
        return wins / Double(values.count)
    }

    /// The share of resampled differences, about their mean, that exceed the observed one.
    private static func pValue(differences: [Double], observed: Double) -> Double {
        let mean = differences.reduce(0, +) / Double(differences.count)
        let exceeding = differences.count { $0 - mean > observed }
        return Double(exceeding + 1) / Double(differences.count + 1)
    }
}

extension PairedBootstrap.Estimate {
    init(_ score: Score, resampled: [Double]) {
        self.score = score
        mean = resampled.reduce(0, +) / Double(resampled.count)
        let sorted = resampled.sorted()
        let tail = sorted.count / 40
        halfInterval = 0.5 * (sorted[sorted.count - tail - 1] - sorted[tail])
    }
}

extension Metric {
    fileprivate func score(_ statistics: [Double], _ referenceCount: Int) -> Double {
        score(statistics: statistics, referenceCount: referenceCount).value
    }
}
