// subword-nmt looks at all pairs of a word, merges every occurrence of the one learned first, and
// begins anew: time that grows with the square of the word. Here a heap holds the pairs by rank
// and place, and all of one rank are taken out together before new pairs are looked at, which
// gives the same pieces (also for codes that no learner would write) in n log n.

/// Cuts words into pieces by merges.
///
/// It keeps its memory between words; that is only for speed.
struct SubwordNMTCutter {
    private let table: SubwordNMTMerges
    /// One for each letter: its symbol; the symbol of a piece stands at the piece's first letter.
    private var symbols: [Int32] = []
    /// Where each letter begins.
    private var starts: [Int] = []
    /// The first letters of the pieces after and before, −1 where there is none.
    private var next: [Int] = []
    private var previous: [Int] = []
    /// Pairs by rank in the upper half, place of the left letter in the lower.
    private var pairs = BinaryHeap<UInt64>()

    /// What stands at a letter that is not the first of a piece.
    private static let absorbed: Int32 = -2

    init(_ table: SubwordNMTMerges) {
        self.table = table
    }

    /// Appends where the pieces of the word at `range` of `text` end.
    mutating func cut(_ text: [UInt8], _ range: Range<Int>, into ends: inout [Int]) {
        load(text, range)
        if starts.count > 1, !isSingleLetter(before: range.upperBound) {
            for place in 1..<starts.count { offer(place - 1) }
            mergeAll()
        }
        appendEnds(upTo: range.upperBound, to: &ends)
    }

    private mutating func load(_ text: [UInt8], _ range: Range<Int>) {
        symbols.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        var place = range.lowerBound
        while place < range.upperBound {
            let width = min(UTF8Letters.width(text[place]), range.upperBound - place)
            let scalar = UTF8Letters.value(text, place, width: width)
            starts.append(place)
            place += width
            symbols.append(table.symbol(of: scalar, isFinal: place == range.upperBound))
        }
        if table.version == .endIsSymbol {
            starts.append(range.upperBound)
            symbols.append(table.wordEnd)
        }
        next = starts.indices.map { $0 + 1 < starts.count ? $0 + 1 : -1 }
        previous = starts.indices.map { $0 - 1 }
    }

    /// Single letters are never merged, even with 0.1's end of the word.
    private func isSingleLetter(before end: Int) -> Bool {
        starts.count == 2 && starts[1] == end
    }

    /// Puts the pair that begins at `place` into the heap if it is one to merge.
    private mutating func offer(_ place: Int) {
        guard place >= 0, next[place] >= 0,
            let rank = table.rank(symbols[place], symbols[next[place]])
        else { return }
        pairs.push(UInt64(rank) << 32 | UInt64(place))
    }

    private mutating func mergeAll() {
        var merged: [Int] = []
        while let rank = pairs.least.map({ $0 >> 32 }) {
            let merge = table.merges[Int(rank)]
            merged.removeAll(keepingCapacity: true)
            while let pair = pairs.least, pair >> 32 == rank {
                _ = pairs.pop()
                let place = Int(pair & 0xFFFF_FFFF)
                if self.merge(merge, at: place) { merged.append(place) }
            }
            for place in merged {
                offer(previous[place])
                offer(place)
            }
        }
    }

    /// Whether the pair still stood at `place`.
    private mutating func merge(_ merge: SubwordNMTMerges.Merge, at place: Int) -> Bool {
        let right = next[place]
        guard right >= 0, symbols[place] == merge.left, symbols[right] == merge.right else {
            return false
        }
        symbols[place] = merge.merged
        symbols[right] = Self.absorbed
        next[place] = next[right]
        if next[right] >= 0 { previous[next[right]] = place }
        return true
    }

    /// A bare `</w>` is no piece.
    private func appendEnds(upTo end: Int, to ends: inout [Int]) {
        var place = starts.isEmpty ? -1 : 0
        while place >= 0 {
            let following = next[place]
            if starts[place] < end { ends.append(following < 0 ? end : starts[following]) }
            place = following
        }
    }
}

// MARK: - Dropout

extension SubwordNMTCutter {
    /// The longest word that dropout is applied to, in letters.
    ///
    /// It takes time that grows with the square of the word; longer ones, which no language has,
    /// are cut without it.
    static let longestWord = 1_000

    /// Cuts a word so that in every round each pair of neighbours is overlooked with a probability.
    ///
    /// Provilkov, Emelianenko & Voita 2020 (arXiv:1910.13267).
    mutating func cut(
        _ text: [UInt8], _ range: Range<Int>, dropout: Double,
        using generator: inout some RandomNumberGenerator, into ends: inout [Int]
    ) {
        load(text, range)
        guard starts.count > 1, !isSingleLetter(before: range.upperBound),
            starts.count <= Self.longestWord
        else { return cut(text, range, into: &ends) }
        while let round = leastRank(dropout: dropout, using: &generator) {
            let merge = table.merges[Int(round.rank)]
            for place in round.places { _ = self.merge(merge, at: place) }
        }
        appendEnds(upTo: range.upperBound, to: &ends)
    }

    /// The pair learned first of those that a draw spares, and the places where it was spared.
    private func leastRank(
        dropout: Double, using generator: inout some RandomNumberGenerator
    ) -> (rank: Int32, places: [Int])? {
        var best: (rank: Int32, places: [Int])?
        var place = 0
        while next[place] >= 0 {
            let following = next[place]
            // Pairs that are none need no draw.
            if let rank = table.rank(symbols[place], symbols[following]),
                Double(generator.next() >> 11) * 0x1p-53 >= dropout
            {
                if rank == best?.rank {
                    best?.places.append(place)
                } else if rank < best?.rank ?? .max {
                    best = (rank, [place])
                }
            }
            place = following
        }
        return best
    }
}
