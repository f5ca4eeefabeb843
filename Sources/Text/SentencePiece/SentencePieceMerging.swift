// Whatever pair of neighbours makes the piece with the best score is merged first, the leftmost of
// equals: a heap holds the pairs, and one that has changed since is passed over when it comes up
// (sentencepiece/src/bpe_model.cc). A pair is looked up by its text, not by its parts, for the
// format knows pieces but not what they were merged from.

/// Cuts normalized text into the pieces of a BPE model.
struct SentencePieceMerging: Sendable {
    private struct Symbol {
        let start: Int
        /// 0 once it was merged into the one before.
        var byteCount: Int
        var previous: Int
        var next: Int
        /// A symbol of the user, which never merges.
        let isFrozen: Bool
    }

    private struct Pair: Comparable {
        let score: Float
        let left: Int
        let right: Int
        let byteCount: Int

        static func < (first: Pair, second: Pair) -> Bool {
            first.score != second.score
                ? first.score > second.score : first.left < second.left
        }
    }

    private let scores: [Float]
    private let isUnused: [Bool]
    private let index: SentencePieceIndex
    private let userSymbols: ByteTrie?
    /// Nil where words cannot be cut one by one.
    private let memories: Pool<SentencePieceWordMemory>?

    init(
        pieces: [SentencePieceModel.Piece], index: SentencePieceIndex, userSymbols: ByteTrie?
    ) {
        scores = pieces.map(\.score)
        isUnused = pieces.map { $0.kind == .unused }
        self.index = index
        self.userSymbols = userSymbols
        memories =
            Self.cutsWordsAlone(pieces) ? Pool { SentencePieceWordMemory() } : nil
    }

    /// Whether no piece goes on after a space, so that what becomes of a word depends on it alone.
    ///
    /// How an unused piece is taken apart depends on the whole text.
    private static func cutsWordsAlone(_ pieces: [SentencePieceModel.Piece]) -> Bool {
        pieces.allSatisfy { piece in
            piece.kind != .unused
                && !(piece.kind.isInText
                    && piece.text.unicodeScalars.dropFirst().contains("\u{2581}"))
        }
    }

    func cut(_ text: [UInt8]) -> [SentencePieceModel.Cut] {
        guard let memories else { return cutWhole(text) }
        return memories.lend { $0.cut(text, wordCut: cutWhole) }
    }

    private func cutWhole(_ text: [UInt8]) -> [SentencePieceModel.Cut] {
        var symbols = symbols(of: text)
        var pairs = BinaryHeap<Pair>()
        // For each unused piece that was made, how many bytes its left part had.
        var undoing: [Int32: Int] = [:]
        func offer(_ left: Int, _ right: Int) {
            guard left >= 0, right >= 0 else { return }
            let (first, second) = (symbols[left], symbols[right])
            guard !first.isFrozen, !second.isFrozen else { return }
            let byteCount = first.byteCount + second.byteCount
            let range = first.start..<first.start + byteCount
            guard let piece = index.piece(text, range) else { return }
            pairs.push(
                Pair(score: scores[Int(piece)], left: left, right: right, byteCount: byteCount))
            if isUnused[Int(piece)] { undoing[piece] = first.byteCount }
        }
        for right in symbols.indices.dropFirst() { offer(right - 1, right) }
        while let pair = pairs.pop() {
            let (left, right) = (pair.left, pair.right)
            guard symbols[left].byteCount > 0, symbols[right].byteCount > 0,
                symbols[left].byteCount + symbols[right].byteCount == pair.byteCount
            else { continue }
            symbols[left].byteCount = pair.byteCount
            symbols[left].next = symbols[right].next
            if symbols[right].next >= 0 {
                symbols[symbols[right].next].previous = left
            }
            symbols[right].byteCount = 0
            offer(symbols[left].previous, left)
            offer(left, symbols[left].next)
        }
        return cuts(symbols, of: text, undoing: undoing)
    }

    private func symbols(of text: [UInt8]) -> [Symbol] {
        var symbols: [Symbol] = []
        symbols.reserveCapacity(text.count)
        var start = 0
        while start < text.count {
            let match = userSymbols?.longestMatch(in: text, at: start) ?? 0
            let byteCount =
                match > 0 ? match : min(UTF8Letters.width(text[start]), text.count - start)
            let number = symbols.count
            start += byteCount
            symbols.append(
                Symbol(
                    start: start - byteCount, byteCount: byteCount, previous: number - 1,
                    next: start < text.count ? number + 1 : -1, isFrozen: match > 0))
        }
        return symbols
    }

    /// The pieces that are left; those that a vocabulary has made unused are taken apart again.
    private func cuts(
        _ symbols: [Symbol], of text: [UInt8], undoing: [Int32: Int]
    ) -> [SentencePieceModel.Cut] {
        var cuts: [SentencePieceModel.Cut] = []
        for symbol in symbols where symbol.byteCount > 0 {
            // A stack of what is to be looked at, the next on top.
            var open = [symbol.start..<symbol.start + symbol.byteCount]
            while let range = open.popLast() {
                let id = index.id(of: text, range)
                guard isUnused[Int(id)], let leftCount = undoing[id] else {
                    cuts.append(SentencePieceModel.Cut(id: id, range: range))
                    continue
                }
                let middle = range.lowerBound + leftCount
                open.append(middle..<range.upperBound)
                open.append(range.lowerBound..<middle)
            }
        }
        return cuts
    }
}
