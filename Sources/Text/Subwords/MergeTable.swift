/// Learned merges, in the order of learning, ready to be applied.
///
/// Sennrich, Haddow & Birch 2016 (arXiv:1508.07909): whatever pair of neighbours was merged
/// earliest in training is merged first.
struct MergeTable: Sendable {
    struct Merge: Sendable, Equatable {
        let left: Int32
        let right: Int32
        let merged: Int32
    }

    static let noRank = Int32.max

    let merges: [Merge]
    private let ranks: PairTable

    init(_ merges: [Merge]) {
        var ranks = PairTable(minimumCapacity: merges.count)
        for (merge, rank) in zip(merges, Int32(0)...) {
            _ = ranks.insert(merge.left, merge.right, number: rank)
        }
        self.init(merges, ranks: ranks)
    }

    private init(_ merges: [Merge], ranks: PairTable) {
        self.merges = merges
        self.ranks = ranks
    }

    /// Merges neighbours until no learned pair is left.
    ///
    /// Symbols below 0 never merge.
    func apply(to symbols: inout [Int32]) {
        guard symbols.count > 1 else { return }
        // When the pair of each symbol and the next was learned.
        var pairRanks = (1..<symbols.count).map { rank(symbols[$0 - 1], symbols[$0]) }
        while let best = pairRanks.min(), best < Self.noRank {
            merge(best, in: &symbols, &pairRanks)
        }
    }

    /// The place of the pair in the order of learning; `noRank` if it does not merge.
    func rank(_ left: Int32, _ right: Int32) -> Int32 {
        let rank = left < 0 || right < 0 ? -1 : ranks.number(left, right)
        return rank < 0 ? Self.noRank : rank
    }

    private func merge(_ rank: Int32, in symbols: inout [Int32], _ pairRanks: inout [Int32]) {
        var kept = 0
        var index = 0
        var wasMerged = false
        while index < symbols.count {
            let isPair = index < pairRanks.count && pairRanks[index] == rank
            let last = isPair ? index + 1 : index
            symbols[kept] = isPair ? merges[Int(rank)].merged : symbols[index]
            if kept > 0, isPair || wasMerged {
                pairRanks[kept - 1] = self.rank(symbols[kept - 1], symbols[kept])
            }
            if last < pairRanks.count { pairRanks[kept] = pairRanks[last] }
            wasMerged = isPair
            kept += 1
            index = last + 1
        }
        symbols.removeLast(symbols.count - kept)
        pairRanks.removeLast(pairRanks.count - (kept - 1))
    }
}

// MARK: - File

extension MergeTable {
    /// The lines of `subwords.bpe` after its header: `left right`, a merge a line, in the order of
    /// learning.
    func text(_ vocabulary: Vocabulary) -> String {
        merges.map { merge in
            vocabulary.tokens[Int(merge.left)] + " " + vocabulary.tokens[Int(merge.right)] + "\n"
        }.joined()
    }

    /// - Parameter lines: all of the file's, the first `headerCount` of which are none
    /// - Throws: for anything that `text` would not have written with this vocabulary.
    init(
        _ lines: [String], after headerCount: Int, file: String, vocabulary: Vocabulary
    ) throws(TextError) {
        var merges: [Merge] = []
        merges.reserveCapacity(lines.count)
        var ranks = PairTable(minimumCapacity: lines.count)
        for (index, line) in lines.enumerated().dropFirst(headerCount) {
            let merge = try Self.merge(line, vocabulary: vocabulary, file: file, line: index + 1)
            let rank = Int32(merges.count)
            guard ranks.insert(merge.left, merge.right, number: rank) == rank else {
                throw TextError(.duplicateMerge(line), in: file, line: index + 1)
            }
            merges.append(merge)
        }
        self.init(merges, ranks: ranks)
    }

    private static func merge(
        _ text: String, vocabulary: Vocabulary, file: String, line: Int
    ) throws(TextError) -> Merge {
        let parts = text.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard parts.count == 2, let left = TokenForm(spelling: parts[0]),
            let right = TokenForm(spelling: parts[1])
        else { throw TextError(.malformedMerge(text), in: file, line: line) }
        func id(_ form: TokenForm) throws(TextError) -> Int32 {
            guard let id = vocabulary.id(of: .text(form)) else {
                throw TextError(.unknownToken(form.spelling), in: file, line: line)
            }
            return id
        }
        return Merge(
            left: try id(left), right: try id(right), merged: try id(left.followed(by: right)))
    }
}

extension TokenForm {
    /// The one token that stands for this one and `next` touching it.
    func followed(by next: TokenForm) -> TokenForm {
        TokenForm(
            surface: surface + next.surface, joinsLeft: joinsLeft, joinsRight: next.joinsRight)
    }
}
