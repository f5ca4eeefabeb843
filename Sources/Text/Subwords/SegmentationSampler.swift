// Goals, in order: without dropout exactly the tokens that encoding gives; as little time as a
// training step does not notice.
//
// Tokens and not text are cut anew: a token is taken back to the symbols it was merged from, which
// are the same whatever pair it was merged of, and normalisation, words and casing are not done
// again. Pairs keep their rank between rounds, so that a round costs a draw a pair and a merge two
// look-ups.

/// Cuts encoded text anew, with some merges left out: BPE-dropout.
///
/// In every round each pair of neighbours that could be merged is overlooked with a probability,
/// and of the others the one learned first is merged, wherever it was not overlooked; until no pair
/// is left. Provilkov, Emelianenko & Voita 2020 (arXiv:1910.13267), algorithm 1.
///
/// Whatever the draws, the tokens stand for the same text.
package struct SegmentationSampler: Sendable {
    private let merges: MergeTable
    private let symbols: BaseSymbols
    private let joiner: Int32
    private let rareTokens: RareTokens?
    private let dropout: Double

    /// - Parameter dropout: the probability that a pair is overlooked, from 0, which gives the
    ///   tokens of encoding, to 1, which gives single characters
    package init(_ model: SubwordModel, dropout: Double) {
        precondition((0...1).contains(dropout), "dropout \(dropout)")
        merges = model.merges
        hasMerges = !model.merges.merges.isEmpty
        symbols = BaseSymbols(model.merges, tokenCount: model.vocabulary.count)
        joiner = model.vocabulary.id(of: .text(.joinerAlone)) ?? Vocabulary.unknown
        rareTokens = model.rareTokens
        self.dropout = dropout
    }

    /// Whether there is a merge to leave out.
    package let hasMerges: Bool

    /// - Parameter text: as the model of this sampler encodes it
    package func sample(
        _ text: PieceIDs, using generator: inout some RandomNumberGenerator
    ) -> [Int32] {
        var ids: [Int32] = []
        ids.reserveCapacity(text.ids.count * 2)
        var piece = RankedPiece()
        var start = 0
        while start < text.ids.count {
            var end = start + 1
            while end < text.ids.count, !text.beginsPiece[end] { end += 1 }
            sample(text.ids[start..<end], with: &piece, using: &generator)
            piece.write(to: &ids, rareTokens)
            start = end
        }
        return ids
    }

    private func sample(
        _ tokens: ArraySlice<Int32>, with piece: inout RankedPiece,
        using generator: inout some RandomNumberGenerator
    ) {
        piece.clear()
        for index in tokens.indices {
            if isFixed(index, in: tokens) {
                piece.append(fixed: tokens[index])
            } else {
                symbols.append(tokens[index], to: &piece, merges)
            }
        }
        while piece.mergeOnce(merges, overlooking: dropout, using: &generator) {}
    }

    /// Whether a token is a character that the vocabulary lacks in the form wanted here, so that a
    /// joiner stands beside it: it never merges.
    ///
    /// The last joiner of a piece joins to the right, every other to the left.
    private func isFixed(_ index: Int, in tokens: ArraySlice<Int32>) -> Bool {
        if index > tokens.startIndex, tokens[index - 1] == joiner { return true }
        return index + 2 == tokens.endIndex && tokens[index + 1] == joiner
    }
}

/// The symbols that each token was merged from.
private struct BaseSymbols: Sendable {
    /// Of all tokens, end to end.
    private var symbols: [Int32]
    /// For each symbol the rank of the pair it makes with the next of its token.
    private var ranks: [Int32]
    private var ranges: [Range<Int>]

    /// More than a piece can have; a file may claim what no learner would.
    private static let most = 2 * Piece.longest

    init(_ table: MergeTable, tokenCount: Int) {
        symbols = (0..<Int32(tokenCount)).map { $0 }
        ranges = (0..<tokenCount).map { $0..<$0 + 1 }
        ranks = [Int32](repeating: MergeTable.noRank, count: tokenCount)
        var isMerged = [Bool](repeating: false, count: tokenCount)
        for merge in table.merges {
            let (left, right) = (ranges[Int(merge.left)], ranges[Int(merge.right)])
            let number = Int(merge.merged)
            guard !isMerged[number], merge.left != merge.merged, merge.right != merge.merged,
                left.count + right.count <= Self.most
            else { continue }
            isMerged[number] = true
            let start = symbols.count
            for index in [left, right].joined() {
                symbols.append(symbols[index])
                ranks.append(ranks[index])
            }
            let middle = start + left.count
            ranks[middle - 1] = table.rank(symbols[middle - 1], symbols[middle])
            ranges[number] = start..<symbols.count
        }
    }

    func append(_ token: Int32, to piece: inout RankedPiece, _ merges: MergeTable) {
        let range = ranges[Int(token)]
        piece.append(symbols[range], ranks: ranks[range], merges)
    }
}

/// A piece on its way from single characters to tokens.
private struct RankedPiece {
    /// Those that never merge as their complements, which no pair has.
    private var symbols: [Int32] = []
    /// For each symbol the rank of the pair it makes with the next.
    private var ranks: [Int32] = []
    /// Where the pair to merge stands.
    private var places: [Int] = []

    mutating func clear() {
        symbols.removeAll(keepingCapacity: true)
        ranks.removeAll(keepingCapacity: true)
    }

    /// - Parameter ranks: as far as both symbols of a pair are among `more`
    mutating func append(
        _ more: ArraySlice<Int32>, ranks moreRanks: ArraySlice<Int32>, _ merges: MergeTable
    ) {
        if let last = symbols.last, let first = more.first {
            ranks[ranks.count - 1] = merges.rank(last, first)
        }
        symbols += more
        ranks += moreRanks
    }

    /// Appends a symbol that never merges.
    mutating func append(fixed symbol: Int32) {
        symbols.append(~symbol)
        ranks.append(MergeTable.noRank)
    }

    func write(to ids: inout [Int32], _ rareTokens: RareTokens?) {
        for symbol in symbols {
            if symbol < 0 {
                ids.append(~symbol)
            } else if let rareTokens {
                ids += rareTokens[symbol]
            } else {
                ids.append(symbol)
            }
        }
    }

    /// Merges the pair learned first of those that a draw spares, where it was spared.
    /// - Returns: whether there was one
    mutating func mergeOnce(
        _ merges: MergeTable, overlooking dropout: Double,
        using generator: inout some RandomNumberGenerator
    ) -> Bool {
        var best = MergeTable.noRank
        for place in ranks.indices {
            let rank = ranks[place]
            // No draw for what is no pair, or would not be chosen anyway.
            guard rank != MergeTable.noRank, rank <= best,
                Double(generator.next() >> 11) * 0x1p-53 >= dropout
            else { continue }
            if rank < best { places.removeAll(keepingCapacity: true) }
            best = rank
            places.append(place)
        }
        guard best != MergeTable.noRank else { return false }
        merge(into: merges.merges[Int(best)].merged, merges)
        return true
    }

    /// From the left: of three equal symbols the first two become one.
    private mutating func merge(into merged: Int32, _ merges: MergeTable) {
        var kept = places[0]
        var place = kept
        var nextPlace = 0
        var lastIsNew = false
        while place < symbols.count {
            while nextPlace < places.count, places[nextPlace] < place { nextPlace += 1 }
            let isPair = nextPlace < places.count && places[nextPlace] == place
            symbols[kept] = isPair ? merged : symbols[place]
            ranks[kept] = isPair ? MergeTable.noRank : ranks[place]
            if kept > 0, isPair || lastIsNew {
                ranks[kept - 1] = merges.rank(symbols[kept - 1], symbols[kept])
            }
            lastIsNew = isPair
            kept += 1
            place += isPair ? 2 : 1
        }
        symbols.removeLast(symbols.count - kept)
        ranks.removeLast(ranks.count - kept)
    }
}
