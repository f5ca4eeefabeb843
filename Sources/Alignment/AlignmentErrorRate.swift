/// How far alignments are from those that people made.
///
///     precision = |A ∩ P| / |A|      recall = |A ∩ S| / |S|
///     AER = 1 − (|A ∩ S| + |A ∩ P|) / (|A| + |S|)
///
/// A are the links predicted, S the sure and P the possible ones (S among them), counted over the
/// whole text. Och & Ney 2003 (J03-1002), eq. 20–22.
package struct AlignmentErrorRate: Sendable, Equatable {
    package private(set) var predicted = 0
    package private(set) var sure = 0
    package private(set) var predictedSure = 0
    package private(set) var predictedPossible = 0

    package init() {}

    /// Compares a whole text.
    ///
    /// - Throws: `AlignmentError` if the numbers of sentences differ.
    package init(
        predicted: [WordAlignment], gold: [GoldAlignment]
    ) throws(AlignmentError) {
        guard predicted.count == gold.count else {
            throw AlignmentError(
                .sentenceCounts(predicted: predicted.count, gold: gold.count))
        }
        for (alignment, gold) in zip(predicted, gold) { add(alignment, gold: gold) }
    }

    /// Counts one more sentence pair.
    package mutating func add(_ alignment: WordAlignment, gold: GoldAlignment) {
        predicted += alignment.links.count
        sure += gold.sure.count
        predictedSure += alignment.links.count { gold.sure.contains($0) }
        predictedPossible += alignment.links.count { gold.possible.contains($0) }
    }

    /// Between 0 and 1; 1 if nothing was predicted.
    package var precision: Double {
        predicted > 0 ? Double(predictedPossible) / Double(predicted) : 1
    }

    /// Between 0 and 1; 1 if nothing is sure.
    package var recall: Double {
        sure > 0 ? Double(predictedSure) / Double(sure) : 1
    }

    /// Between 0, the best, and 1; 0 if nothing was predicted and nothing is sure.
    package var value: Double {
        let links = predicted + sure
        return links > 0 ? 1 - Double(predictedSure + predictedPossible) / Double(links) : 0
    }
}

extension AlignmentErrorRate: CustomStringConvertible {
    /// Such as `AER = 25.7 (precision = 80.1 recall = 69.3)`, in percent.
    package var description: String {
        "AER = \(Self.percent(value)) "
            + "(precision = \(Self.percent(precision)) recall = \(Self.percent(recall)))"
    }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((1_000 * share).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
