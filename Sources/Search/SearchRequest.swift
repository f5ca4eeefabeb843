internal import Transformer

/// A word or phrase that a translation must have, in one of several forms.
package struct RequiredTerm: Sendable, Equatable {
    /// Tokens of each form; one of them must stand in the translation, next to each other.
    package let alternatives: [[Int32]]

    package init(_ alternatives: [[Int32]]) {
        self.alternatives = alternatives
    }
}

/// A sentence to search for, and what its translations must be like.
///
/// What goes beyond the sentence comes from `BeamSearch.request`, which checks it.
package struct SearchRequest: Sendable, Equatable {
    /// Source tokens without special ones; an empty sentence has one translation, its prefix.
    package let tokens: [Int32]
    /// The target tokens that every translation begins with.
    ///
    /// Their probability is part of its score; blocks and forbidden words do not hold in them.
    package let prefix: [Int32]
    /// What may come right after the prefix: one of these, or anything where there are none.
    ///
    /// So a word is completed of which only a beginning is given. `</s>` alone is one: that the
    /// prefix may be all.
    package let prefixEndings: [[Int32]]
    /// What must stand in every translation, the prefix included.
    ///
    /// In any order, and two terms may overlap. A term that is given twice may stand once.
    package let terms: [RequiredTerm]

    package init(_ tokens: [Int32]) {
        self.init(tokens, prefix: [], prefixEndings: [], terms: [])
    }

    fileprivate init(
        _ tokens: [Int32], prefix: [Int32], prefixEndings: [[Int32]], terms: [RequiredTerm]
    ) {
        self.tokens = tokens
        self.prefix = prefix
        self.prefixEndings = prefixEndings
        self.terms = terms
    }
}

extension BeamSearch {
    private static let termLimit = 64
    private static let sequenceTokenLimit = 65_536

    /// A sentence with what its translations must be like; all tokens below the vocabulary's size.
    /// - Parameters:
    ///   - tokens: of the source, without special ones
    ///   - prefix, prefixEndings, terms: as in `SearchRequest`
    /// - Throws: `SearchError` for what cannot be asked for, or not with these options.
    package func request(
        _ tokens: [Int32], prefix: [Int32] = [], prefixEndings: [[Int32]] = [],
        terms: [RequiredTerm] = []
    ) throws(SearchError) -> SearchRequest {
        try SearchError.checkTokens(of: prefix, "prefix")
        try SearchError.check(
            prefix.count, "tokens in prefix", 0...options.largestLength)
        try SearchError.check(
            sequences: prefixEndings.filter { $0 != [SpecialToken.end] }, "prefixEndings",
            totalTokens: Self.sequenceTokenLimit)
        try check(terms)
        return SearchRequest(
            tokens, prefix: prefix, prefixEndings: prefixEndings, terms: terms)
    }

    private func check(_ terms: [RequiredTerm]) throws(SearchError) {
        guard !terms.isEmpty else { return }
        if options.sampling != nil {
            throw .conflict("required terms", with: "sampling", remedy: "Use a beam instead.")
        }
        if options.diversity != nil {
            throw .conflict("required terms", with: "diversity", remedy: "Leave one of them out.")
        }
        if options.beam == 1 {
            throw .conflict(
                "required terms", with: "beam 1", remedy: "Set beam to 2 or more, better to 8.")
        }
        try SearchError.check(terms.count, "number of required terms", 0...Self.termLimit)
        if let empty = terms.firstIndex(where: \.alternatives.isEmpty) {
            throw SearchError(
                reason: .emptySequence(option: "required terms", number: empty + 1))
        }
        for term in terms {
            try SearchError.check(
                sequences: term.alternatives, "required terms",
                totalTokens: Self.sequenceTokenLimit / Self.termLimit)
        }
    }
}
