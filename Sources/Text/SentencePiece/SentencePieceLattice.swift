// The best path of pieces to each byte of the text, from left to right (Kudo 2018,
// arXiv:1804.10959; `EncodeOptimized` in sentencepiece/src/unigram_model.cc). To decide ties as
// SentencePiece 0.2.3 does, all sums are rounded to single precision, and of equals the path that
// was found first stays. (Its source of early 2025 compares before it rounds, which cuts one line in
// 20,000 otherwise.)

/// Cuts normalized text into the pieces of a unigram model.
struct SentencePieceLattice: Sendable {
    private struct Path {
        var score: Float = 0
        var id: Int32 = -1
        /// Where its last piece begins; −1 while there is no path.
        var start = -1

        mutating func improve(_ candidate: Float, id: Int32, start: Int) {
            guard self.start < 0 || candidate > score else { return }
            self = Path(score: candidate, id: id, start: start)
        }
    }

    /// How much worse than the worst piece an unknown character is.
    private static let unknownPenalty: Float = 10

    private let trie: ByteTrie?
    private let scores: [Float]
    private let isUserDefined: [Bool]
    private let unknownID: Int32
    private let unknownScore: Float
    private let bestScore: Float

    /// - Parameter trie: the pieces that text can be cut into.
    init(pieces: [SentencePieceModel.Piece], unknownID: Int32, trie: ByteTrie?) {
        self.trie = trie
        self.unknownID = unknownID
        scores = pieces.map(\.score)
        isUserDefined = pieces.map { $0.kind == .userDefined }
        let normal = pieces.lazy.filter { $0.kind == .normal }.map(\.score)
        unknownScore =
            normal.reduce(.greatestFiniteMagnitude) { min($0, $1) } - Self.unknownPenalty
        // SentencePiece begins its search for the best with the least positive number.
        bestScore = normal.reduce(.leastNormalMagnitude) { max($0, $1) }
    }

    func cut(_ text: [UInt8]) -> [SentencePieceModel.Cut] {
        var paths = [Path](repeating: Path(), count: text.count + 1)
        var start = 0
        while start < text.count {
            let width = min(UTF8Letters.width(text[start]), text.count - start)
            let score = paths[start].score
            if !addPieces(of: text, at: start, letterEnd: start + width, to: &paths) {
                paths[start + width].improve(unknownScore + score, id: unknownID, start: start)
            }
            start += width
        }
        return cuts(along: paths)
    }

    /// Goes on with every piece that the text has at `start`.
    ///
    /// - Returns: whether one of them is a single letter.
    private func addPieces(
        of text: [UInt8], at start: Int, letterEnd: Int, to paths: inout [Path]
    ) -> Bool {
        guard let trie else { return false }
        let score = paths[start].score
        var hasLetter = false
        var place = ByteTrie.root
        for index in start..<text.count {
            guard let next = trie.step(from: place, text[index]) else { break }
            place = next
            guard let id = trie.value(at: place) else { continue }
            paths[index + 1].improve(
                pieceScore(id, byteCount: index + 1 - start) + score, id: id, start: start)
            if index + 1 == letterEnd { hasLetter = true }
        }
        return hasLetter
    }

    /// A symbol of the user scores so well that it is always taken.
    private func pieceScore(_ id: Int32, byteCount: Int) -> Float {
        isUserDefined[Int(id)] ? Float(byteCount) * bestScore - 0.1 : scores[Int(id)]
    }

    private func cuts(along paths: [Path]) -> [SentencePieceModel.Cut] {
        var cuts: [SentencePieceModel.Cut] = []
        var end = paths.count - 1
        while end > 0, paths[end].start >= 0 {
            let path = paths[end]
            cuts.append(SentencePieceModel.Cut(id: path.id, range: path.start..<end))
            end = path.start
        }
        return cuts.reversed()
    }
}
