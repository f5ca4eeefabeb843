internal import Transformer

/// Why a search cannot be made with the options given.
package struct SearchError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case outOfRange(option: String, value: String, range: String)
        case moreResultsThanBeam(nbest: Int, beam: Int)
        case unequalGroups(groups: Int, beam: Int)
        case conflict(option: String, other: String, remedy: String)
        case emptySequence(option: String, number: Int)
        case reservedToken(option: String, token: Int32)
        case tooManyTokens(option: String, tokens: Int, limit: Int)
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
        case .unequalGroups(let groups, let beam):
            "diversity groups \(groups): do not divide a beam of \(beam). "
                + "Choose a beam that is a multiple of \(groups)."
        case .conflict(let option, let other, let remedy):
            "\(option): cannot be joined with \(other). \(remedy)"
        case .emptySequence(let option, let number):
            "\(option), number \(number): is empty. Leave it out, or give it tokens."
        case .reservedToken(let option, let token):
            "\(option): token \(token) cannot stand in a translation. Use tokens of words."
        case .tooManyTokens(let option, let tokens, let limit):
            "\(option): \(tokens) tokens are more than \(limit). Give fewer or shorter ones."
        }
    }
}

extension SearchError {
    package static func conflict(
        _ option: String, with other: String, remedy: String
    ) -> SearchError {
        SearchError(reason: .conflict(option: option, other: other, remedy: remedy))
    }

    static func check<Number: Comparable>(
        _ number: Number, _ option: String, _ range: ClosedRange<Number>
    ) throws(SearchError) {
        guard range.contains(number) else {
            throw SearchError(
                reason: .outOfRange(
                    option: option, value: "\(number)",
                    range: "\(range.lowerBound)…\(range.upperBound)"))
        }
    }

    /// Checks that all of them can stand in a translation, as `<unk>` can.
    static func checkTokens(of sequence: [Int32], _ option: String) throws(SearchError) {
        if let token = sequence.first(where: {
            $0 <= SpecialToken.end && $0 != SpecialToken.unknown
        }) {
            throw SearchError(reason: .reservedToken(option: option, token: token))
        }
    }

    /// Checks that each has tokens, that these can stand in a translation, and that they are few
    /// enough to be looked for.
    static func check(
        sequences: [[Int32]], _ option: String, totalTokens limit: Int
    ) throws(SearchError) {
        if let empty = sequences.firstIndex(where: \.isEmpty) {
            throw SearchError(reason: .emptySequence(option: option, number: empty + 1))
        }
        let tokens = sequences.reduce(0) { $0 + $1.count }
        guard tokens <= limit else {
            throw SearchError(
                reason: .tooManyTokens(option: option, tokens: tokens, limit: limit))
        }
        for sequence in sequences { try checkTokens(of: sequence, option) }
    }
}
