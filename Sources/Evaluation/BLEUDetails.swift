import Foundation

extension BLEU {
    /// The parts a BLEU value is made of.
    package struct Details: Sendable, Equatable {
        /// N-grams of order 1 to 4 that a reference has too, smoothed if by addition.
        package let matches: [Double]
        /// N-grams of order 1 to 4 in the hypothesis, smoothed if by addition.
        package let totals: [Double]
        /// In percent, of order 1 to 4, smoothed.
        package let precisions: [Double]
        package let brevityPenalty: Double
        package let hypothesisLength: Int
        package let referenceLength: Int
        /// The longest n-gram of which the hypothesis has any.
        private let effectiveOrder: Int

        init(
            matches: [Double], totals: [Double], hypothesisLength: Int, referenceLength: Int,
            smoothing: Smoothing
        ) {
            let smoothed = Smoothed(matches: matches, totals: totals, smoothing: smoothing)
            self.matches = smoothed.matches
            self.totals = smoothed.totals
            precisions = smoothed.precisions
            effectiveOrder = smoothed.effectiveOrder
            brevityPenalty = Self.brevityPenalty(hypothesisLength, referenceLength)
            self.hypothesisLength = hypothesisLength
            self.referenceLength = referenceLength
        }

        /// The hypothesis's length as a share of the reference's; 0 for an empty reference.
        package var lengthRatio: Double {
            referenceLength > 0 ? Double(hypothesisLength) / Double(referenceLength) : 0
        }

        private static func brevityPenalty(_ hypothesis: Int, _ reference: Int) -> Double {
            guard hypothesis < reference else { return 1 }
            return hypothesis > 0 ? exp(1 - Double(reference) / Double(hypothesis)) : 0
        }

        func value(usesEffectiveOrder: Bool) -> Double {
            let used = precisions.prefix(usesEffectiveOrder ? effectiveOrder : precisions.count)
            guard !used.isEmpty, used.allSatisfy({ $0 > 0 }) else { return 0 }
            let logarithms = used.reduce(0) { $0 + log($1) }
            return brevityPenalty * exp(logarithms / Double(used.count))
        }
    }

    /// Precisions, and the counts as smoothing by addition leaves them.
    private struct Smoothed {
        var matches: [Double]
        var totals: [Double]
        var precisions: [Double]
        var effectiveOrder = 0

        init(matches: [Double], totals: [Double], smoothing: Smoothing) {
            self.matches = matches
            self.totals = totals
            precisions = Array(repeating: 0, count: matches.count)
            guard matches.contains(where: { $0 > 0 }) else { return }
            var halves = 1.0
            for index in matches.indices {
                if case .add(let value) = smoothing, index > 0 {
                    self.matches[index] += value
                    self.totals[index] += value
                }
                guard self.totals[index] > 0 else { break }
                effectiveOrder = index + 1
                var match = self.matches[index]
                if match == 0, case .exponential = smoothing {
                    halves *= 2
                    match = 1 / halves
                } else if match == 0, case .floor(let value) = smoothing {
                    match = value
                }
                precisions[index] = 100 * match / self.totals[index]
            }
        }
    }
}

extension BLEU.Details: CustomStringConvertible {
    /// As sacreBLEU prints it: `61.9/37.0/24.6/16.9 (BP = 1.000 ratio = … ref_len = …)`.
    package var description: String {
        let shown = precisions.map { $0.formatted(decimals: 1) }.joined(separator: "/")
        return "\(shown) (BP = \(brevityPenalty.formatted(decimals: 3)) "
            + "ratio = \(lengthRatio.formatted(decimals: 3)) "
            + "hyp_len = \(hypothesisLength) ref_len = \(referenceLength))"
    }
}
