/// Why what the user wants protected cannot be, and where.
package struct ProtectionError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        case unknownKind(String)
        case tooManyPatterns(Int, limit: Int)
        /// `pattern` is counted from 1.
        case patternTooLong(pattern: Int, units: Int, limit: Int)
        case patternOfLines(pattern: Int)
        /// `place` is a character counted from 1, nil where ICU names none.
        case invalidPattern(String, pattern: Int, place: Int?, reason: String)
        /// `term` is counted from 1, here and below.
        case emptyTerm(Int)
        case spacedTerm(String, term: Int)
        case termTooLong(term: Int, units: Int, limit: Int)
        case tooManyTerms(Int, limit: Int)
    }

    package let reason: Reason

    package init(_ reason: Reason) {
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .unknownKind(let word):
            "“\(word)” is no kind of text to protect. Name some of \(Self.kinds) with commas "
                + "between, or “all”, or “none”."
        case .tooManyPatterns(let count, let limit):
            "\(count) patterns to protect are more than \(limit). Join some of them with “|”."
        case .patternTooLong(let pattern, let units, let limit):
            "pattern \(pattern) to protect: has \(units) characters, more than \(limit). "
                + "Make several of it."
        case .patternOfLines(let pattern):
            "pattern \(pattern) to protect: has a line break. Write “\\n” for one."
        case .invalidPattern(let text, let pattern, let place, let reason):
            "pattern \(pattern) to protect, “\(text)”\(place.map { ", character \($0)" } ?? ""): "
                + "\(reason). Correct it, as a regular expression of ICU."
        case .emptyTerm(let term):
            "term \(term) of the glossary: is empty. Remove it."
        case .spacedTerm(let text, let term):
            "term \(term) of the glossary, “\(text)”: begins or ends with white space. Remove that."
        case .termTooLong(let term, let units, let limit):
            "term \(term) of the glossary: has \(units) characters, more than \(limit). "
                + "Leave it out, or take its parts."
        case .tooManyTerms(let count, let limit):
            "\(count) terms of the glossary are more than \(limit). Leave the rarest out."
        }
    }

    private static var kinds: String {
        Protection.Kind.builtIn.sorted().map { "“\($0.rawValue)”" }.joined(separator: ", ")
    }
}
