/// Which target tokens a translation may be made of, by the tokens of its source.
///
/// A step's scores of the whole vocabulary cost as much as the rest of a small model, and all but
/// a few hundred tokens have no chance. So a sentence gets the tokens that its source tokens were
/// aligned with most often, and those that every translation may have.
///
/// Jean et al. 2015, §3.4 (arXiv:1412.2007); Devlin 2017, §5 (arXiv:1705.01991).
package struct Shortlist: Sendable, Equatable {
    package let targetVocabulary: Int
    /// In every translation's choice; ascending, `</s>` and the other special ones among them.
    package let always: [Int32]
    /// Of each source token, ascending; nil for one of which too little is known.
    package let candidates: [[Int32]?]
    /// How much of the probability of all tokens those of a choice usually have; above 0 and at
    /// most 1.
    ///
    /// By so much all probabilities are lower than the scores of a choice alone would have them:
    /// a model that was trained with smoothed labels gives every token a little, and what it gives
    /// to all those that are not looked at would else make each translation seem surer, and
    /// longer ones better.
    package let share: Float

    /// What makes a shortlist impossible.
    package enum Fault: Error, Equatable {
        /// A token beyond the target vocabulary, or not in ascending order.
        case token(Int32)
        /// Special tokens are not in every choice.
        case missingSpecial
        /// A share that is none.
        case share
    }

    /// - Parameters:
    ///   - always, candidates: each list ascending, with no token twice
    package init(
        always: [Int32], candidates: [[Int32]?], targetVocabulary: Int, share: Float = 1
    ) throws(Fault) {
        guard share > 0, share <= 1 else { throw .share }
        try Self.check(always, targetVocabulary)
        for case let list? in candidates { try Self.check(list, targetVocabulary) }
        guard always.starts(with: SpecialToken.padding...SpecialToken.end) else {
            throw .missingSpecial
        }
        self.always = always
        self.candidates = candidates
        self.targetVocabulary = targetVocabulary
        self.share = Self.rounded(share)
    }

    /// To millionths, as files have it.
    private static func rounded(_ share: Float) -> Float {
        max((share * 1_000_000).rounded(), 1) / 1_000_000
    }

    private static func check(_ list: [Int32], _ vocabulary: Int) throws(Fault) {
        var last: Int32 = -1
        for token in list {
            guard token > last, token < vocabulary else { throw .token(token) }
            last = token
        }
    }

    /// The same lists with another share, which becomes one if it is none.
    package func having(share: Float) -> Shortlist {
        Shortlist(self, share: share > 0 ? min(share, 1) : 1)
    }

    private init(_ other: Shortlist, share: Float) {
        always = other.always
        candidates = other.candidates
        targetVocabulary = other.targetVocabulary
        self.share = Self.rounded(share)
    }

    package var sourceVocabulary: Int { candidates.count }

    /// The tokens that a sentence's translation may have.
    ///
    /// - Parameters:
    ///   - sentence: source tokens without special ones
    ///   - required: target tokens that must be among them
    /// - Returns: ascending; nil for the whole vocabulary: when too little is known of a source
    ///   token, when a required token is not among those of the others, or when they are more
    ///   than half of the vocabulary, so that to choose costs more than it saves.
    package func tokens(
        for sentence: [Int32], requiring required: some Sequence<Int32>
    ) -> [Int32]? {
        var chosen = TokenSet(count: targetVocabulary)
        chosen.insert(always)
        for token in sentence {
            guard token >= 0, token < candidates.count, let list = candidates[Int(token)] else {
                return nil
            }
            chosen.insert(list)
        }
        guard required.allSatisfy({ $0 >= 0 && $0 < targetVocabulary && chosen.contains($0) })
        else { return nil }
        let tokens = chosen.tokens
        return tokens.count * 2 > targetVocabulary ? nil : tokens
    }
}

/// Tokens, a bit each.
private struct TokenSet {
    private var words: [UInt64]

    init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

    mutating func insert(_ tokens: [Int32]) {
        for token in tokens { words[Int(token) >> 6] |= 1 << UInt64(token & 63) }
    }

    func contains(_ token: Int32) -> Bool {
        words[Int(token) >> 6] >> UInt64(token & 63) & 1 == 1
    }

    /// Ascending.
    var tokens: [Int32] {
        var tokens: [Int32] = []
        tokens.reserveCapacity(words.reduce(0) { $0 + $1.nonzeroBitCount })
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                tokens.append(Int32(index * 64 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return tokens
    }
}
