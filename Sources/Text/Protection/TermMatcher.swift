/// Finds which of some terms stand in a text as whole words.
///
/// A term without capitals is found in any case, one with capitals only as it is written. Of those
/// that overlap the earliest is found, then the longest, then the one as it is written.
package struct TermMatcher: Sendable {
    private let asWritten: Finder
    private let inAnyCase: Finder

    private struct Finder: Sendable {
        private let finder: TermFinder
        private var numbers: [[UInt16]: Int] = [:]

        init(_ terms: [(units: [UInt16], number: Int)]) throws(ProtectionError) {
            for (units, number) in terms where numbers[units] == nil { numbers[units] = number }
            finder = try TermFinder(terms.map { String(decoding: $0.units, as: UTF16.self) })
        }

        func matches(in units: [UInt16]) -> [Match] {
            guard !numbers.isEmpty else { return [] }
            return finder.spans(in: units).compactMap { span in
                numbers[Array(units[span.range])].map { Match(range: span.range, term: $0) }
            }
        }
    }

    package struct Match: Sendable, Equatable {
        /// In UTF-16 units.
        package let range: Range<Int>
        /// The term's place in the list.
        package let term: Int
    }

    /// The most UTF-16 units of a term, and the most terms.
    package static let longestTerm = TermFinder.longestTerm
    package static let mostTerms = TermFinder.mostTerms

    /// - Throws: `ProtectionError` for a term that is empty, begins or ends with white space, or is
    ///   too long, and for too many
    package init(_ terms: [String]) throws(ProtectionError) {
        var exact: [(units: [UInt16], number: Int)] = []
        var folded = exact
        for (number, term) in terms.enumerated() {
            let units = Array(term.utf16)
            if LowercasedText(units).hasUpper {
                exact.append((units, number))
            } else {
                folded.append((units, number))
            }
        }
        asWritten = try Finder(exact)
        inAnyCase = try Finder(folded)
    }

    /// In order, without overlaps.
    package func matches(in text: String) -> [Match] {
        let units = Array(text.utf16)
        let exact = asWritten.matches(in: units).map { (match: $0, rank: 0) }
        let folded = inAnyCase.matches(in: LowercasedText(units).units).map { (match: $0, rank: 1) }
        let ordered = (exact + folded).sorted {
            ($0.match.range.lowerBound, -$0.match.range.count, $0.rank)
                < ($1.match.range.lowerBound, -$1.match.range.count, $1.rank)
        }
        var end = 0
        return ordered.map(\.match).filter { match in
            guard match.range.lowerBound >= end else { return false }
            end = match.range.upperBound
            return true
        }
    }
}
