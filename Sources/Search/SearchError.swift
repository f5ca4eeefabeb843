/// Why a search cannot be made with the options given.
package struct SearchError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case outOfRange(option: String, value: String, range: String)
        case moreResultsThanBeam(nbest: Int, beam: Int)
    }
    package let reason: Reason

    package init(reason: Reason) {
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .outOfRange(let option, let value, let range):
            "\(option) \(value): is not in \(range). Choose a number in that range."
        case .moreResultsThanBeam(let nbest, let beam):
            "nbest \(nbest): a beam of \(beam) finds no more than \(beam). "
                + "Ask for at most \(beam), or widen the beam to \(nbest)."
        }
    }
}
