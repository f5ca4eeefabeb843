/// Why an alignment could not be read or compared.
package struct AlignmentError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case malformedLink(String, line: Int)
        case malformedNAACL(String, line: Int)
        case sentenceCounts(predicted: Int, gold: Int)
    }

    package let reason: Reason

    package init(_ reason: Reason) {
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .malformedLink(let text, let line):
            "line \(line): “\(text)” is no link. "
                + "Write source-target, both counted from 0, such as 3-4; "
                + "3?4 or 3p4 for a possible one in gold files."
        case .malformedNAACL(let text, let line):
            "line \(line): “\(text)” is no link. "
                + "Write sentence, source and target number and S or P, such as 1 0 2 S."
        case .sentenceCounts(let predicted, let gold):
            "alignments: \(predicted) sentences for \(gold) in the gold file. "
                + "Give one line for each gold sentence; a line without links stays, empty."
        }
    }
}
