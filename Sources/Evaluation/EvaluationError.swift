/// Why a score could not be computed.
package struct EvaluationError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case noHypotheses
        case noReferences
        /// Set number `referenceSet`, counted from 1, is longer or shorter than the hypotheses.
        case lineCounts(hypotheses: Int, references: Int, referenceSet: Int)
        /// Two systems that are to be compared differ in length.
        case systemLineCounts(baseline: Int, system: Int)
        case tooFewResamples(Int)
    }

    package let reason: Reason

    package init(_ reason: Reason) {
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .noHypotheses:
            "hypotheses: there are no lines to score. "
                + "Check that the translation was written before it is scored."
        case .noReferences:
            "references: there is no reference to score against. "
                + "Give at least one reference translation, line for line."
        case .lineCounts(let hypotheses, let references, let referenceSet):
            "reference \(referenceSet): has \(references) lines for \(hypotheses) hypotheses. "
                + "Give one reference line for each hypothesis line; empty lines count."
        case .systemLineCounts(let baseline, let system):
            "system: has \(system) lines, the baseline \(baseline). "
                + "Compare translations of the same source, line for line."
        case .tooFewResamples(let count):
            "resamples: \(count) are too few to tell chance from a difference. "
                + "Ask for 40 or more; 1000 is usual."
        }
    }
}
