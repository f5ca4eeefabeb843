/// How near confidences come to what they foretell.
package struct Calibration: Sendable, Equatable {
    package let count: Int
    package let meanConfidence: Double
    package let meanOutcome: Double
    /// Σ over bins of their share of the pairs times |mean confidence − mean outcome|, 0 … 1; ten
    /// bins of equal width.
    ///
    /// Expected calibration error: Naeini et al. 2015; Guo et al. 2017, eq. 3 (arXiv:1706.04599).
    package let expectedError: Double

    private static let binCount = 10

    /// - Parameter pairs: both numbers 0 … 1
    /// - Returns: nil for none
    package init?(_ pairs: [(confidence: Double, outcome: Double)]) {
        guard !pairs.isEmpty else { return nil }
        var gaps = [Double](repeating: 0, count: Self.binCount)
        for pair in pairs {
            let bin = Int(min(max(pair.confidence, 0), 1) * Double(Self.binCount))
            gaps[min(bin, Self.binCount - 1)] += pair.confidence - pair.outcome
        }
        count = pairs.count
        let total = Double(pairs.count)
        meanConfidence = pairs.reduce(0) { $0 + $1.confidence } / total
        meanOutcome = pairs.reduce(0) { $0 + $1.outcome } / total
        expectedError = gaps.reduce(0) { $0 + abs($1) } / total
    }
}
