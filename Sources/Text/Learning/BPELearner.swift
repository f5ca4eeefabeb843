// Sennrich, Haddow & Birch 2016 (arXiv:1508.07909), algorithm 1, over distinct words with counts.
//
// Symbols stand in linked places, and each place knows which pair it forms with the next. So a
// merge visits the places of its pair alone and corrects the counts of the pairs beside them, and
// nothing is ever searched: the cost grows with the letters of distinct words, not with text.
//
// Where a pair occurs is written down once, when it comes to be; a place that has changed since is
// passed over. The heap holds the frequent pairs only and is filled again when it is empty, and a
// count that has fallen is corrected when it comes out.

/// Learns byte-pair merges from words with counts.
///
/// Of pairs that are equally frequent the lexicographically greater one is taken, by the bytes of
/// the left symbol and then the right, as Sennrich's own program does.
struct BPELearner {
    struct Merge: Equatable {
        let left: Int32
        let right: Int32
        let merged: Int32
    }

    /// The spellings of the symbols given, followed by those that merges made.
    private(set) var spellings: ByteTable
    private(set) var merges: [Merge] = []

    /// Where a symbol stands, or stood before it was merged into the one before it.
    private struct Place {
        var previous: Int32
        var next: Int32
        /// The pair that the symbol forms with the next; −1 if none.
        var pair: Int32
        let word: Int32
    }

    private struct Pair {
        let left: Int32
        let right: Int32
        var count = 0
        /// Where it occurs, or did: the newest of its lists.
        var list: Int32 = -1
        /// How many places are to be added to its lists; then where in `occurrences` they begin.
        var fresh = 0
    }

    /// Part of `occurrences`.
    private struct List {
        let start: Int
        let older: Int32
        var end: Int
    }

    /// A pair with the count it had when it was put into the heap.
    private struct Offer {
        let count: Int
        let pair: Int32
    }

    private let joiner: [UInt8]
    /// The first eight bytes of each spelling, which tell most of them apart.
    private var beginnings: [UInt64] = []
    private let counts: [Int]
    private var places: [Place] = []
    private var pairs: [Pair] = []
    private var pairNumbers = PairTable()
    private var lists: [List] = []
    private var occurrences: [Int32] = []
    /// Places that have come to begin a pair since the lists were made.
    private var fresh: [Int32] = []
    private var heap = BinaryHeap<Offer>()
    /// Rarer pairs are not in the heap.
    private var threshold = Int.max

    /// - Parameters:
    ///   - symbols: spellings, all different
    ///   - words: as numbers of symbols
    ///   - joiner: what is left out of a spelling where two symbols that it has between them meet
    init(symbols: ByteTable, words: CountedWords, joiner: [UInt8] = []) {
        precondition(words.symbols.count < Int(Int32.max), "\(words.symbols.count) letters")
        spellings = symbols
        self.joiner = joiner
        counts = words.counts
        for number in 0..<spellings.count { beginnings.append(beginning(of: number)) }
        link(words)
    }

    /// Merges until `mostSymbols` or `mostMerges` is reached or no pair is frequent enough.
    mutating func learn(mostSymbols: Int, mostMerges: Int = .max, minimumPairCount: Int = 2) {
        let minimum = max(1, minimumPairCount)
        while spellings.count < mostSymbols, merges.count < mostMerges,
            let pair = nextPair(minimum: minimum)
        {
            merge(pair)
        }
    }
}

// MARK: - Merging

extension BPELearner {
    private mutating func merge(_ number: Int32) {
        let (left, right) = (pairs[Int(number)].left, pairs[Int(number)].right)
        let merged = symbol(left, right)
        merges.append(Merge(left: left, right: right, merged: merged))
        for place in takeOccurrences(of: number) where places[Int(place)].pair == number {
            join(place, into: merged)
        }
        listFreshPlaces()
    }

    /// Makes one symbol of those at `place` and after it.
    private mutating func join(_ place: Int32, into merged: Int32) {
        let (taken, before) = (places[Int(place)].next, places[Int(place)].previous)
        let after = places[Int(taken)].next
        let count = counts[Int(places[Int(place)].word)]
        pairs[Int(places[Int(place)].pair)].count -= count
        if before >= 0 {
            let pair = Int(places[Int(before)].pair)
            pairs[pair].count -= count
            begin(pairNumber(pairs[pair].left, merged), at: before, count: count)
        }
        if after >= 0 {
            let pair = Int(places[Int(taken)].pair)
            pairs[pair].count -= count
            begin(pairNumber(merged, pairs[pair].right), at: place, count: count)
            places[Int(after)].previous = place
        } else {
            places[Int(place)].pair = -1
        }
        places[Int(place)].next = after
        places[Int(taken)].pair = -1
    }

    /// The symbol that a merge makes, which other merges may have made before.
    private mutating func symbol(_ left: Int32, _ right: Int32) -> Int32 {
        var (first, second) = (spellings[Int(left)], spellings[Int(right)])
        if !joiner.isEmpty {
            if first.count > joiner.count, first.suffix(joiner.count).elementsEqual(joiner) {
                first.removeLast(joiner.count)
            }
            if second.count > joiner.count, second.starts(with: joiner) {
                second.removeFirst(joiner.count)
            }
        }
        let number = spellings.insert(first + second)
        if number == beginnings.count { beginnings.append(beginning(of: number)) }
        return Int32(number)
    }
}

// MARK: - Counting

extension BPELearner {
    private mutating func link(_ words: CountedWords) {
        places.reserveCapacity(words.symbols.count)
        var start = 0
        for (word, end) in zip(Int32(0)..., words.ends) {
            for index in start..<end {
                let symbol = words.symbols[index]
                let last = index > start ? words.symbols[index - 1] : -1
                let isPair = symbol >= 0 && last >= 0
                places.append(
                    Place(previous: isPair ? Int32(index - 1) : -1, next: -1, pair: -1, word: word))
                guard isPair else { continue }
                places[index - 1].next = Int32(index)
                begin(pairNumber(last, symbol), at: Int32(index - 1), count: counts[Int(word)])
            }
            start = end
        }
        listFreshPlaces()
    }

    private mutating func begin(_ pair: Int32, at place: Int32, count: Int) {
        pairs[Int(pair)].count += count
        places[Int(place)].pair = pair
        fresh.append(place)
    }

    private mutating func pairNumber(_ left: Int32, _ right: Int32) -> Int32 {
        let number = pairNumbers.insert(left, right, number: Int32(pairs.count))
        if Int(number) == pairs.count { pairs.append(Pair(left: left, right: right)) }
        return number
    }
}

// MARK: - Occurrences

extension BPELearner {
    /// Adds the fresh places to the lists of their pairs, and offers the pairs.
    private mutating func listFreshPlaces() {
        var touched: [Int32] = []
        for place in fresh {
            let pair = places[Int(place)].pair
            if pair < 0 { continue }
            if pairs[Int(pair)].fresh == 0 { touched.append(pair) }
            pairs[Int(pair)].fresh += 1
        }
        var end = occurrences.count
        for pair in touched.map(Int.init) {
            let start = end
            end += pairs[pair].fresh
            lists.append(List(start: start, older: pairs[pair].list, end: end))
            pairs[pair].list = Int32(lists.count - 1)
            pairs[pair].fresh = start
            if pairs[pair].count >= threshold { push(Int32(pair)) }
        }
        occurrences += repeatElement(0, count: end - occurrences.count)
        for place in fresh {
            let pair = Int(places[Int(place)].pair)
            if pair < 0 { continue }
            occurrences[pairs[pair].fresh] = place
            pairs[pair].fresh += 1
        }
        for pair in touched { pairs[Int(pair)].fresh = 0 }
        fresh.removeAll(keepingCapacity: true)
    }

    /// The places of a pair from left to right; it has none left then.
    private mutating func takeOccurrences(of pair: Int32) -> [Int32] {
        var list = pairs[Int(pair)].list
        pairs[Int(pair)].list = -1
        var taken: [Int32] = []
        var listCount = 0
        while list >= 0 {
            taken += occurrences[lists[Int(list)].start..<lists[Int(list)].end]
            list = lists[Int(list)].older
            listCount += 1
        }
        if listCount > 1 { taken.sort() }
        return taken
    }
}

// MARK: - Choosing

extension BPELearner {
    /// The most frequent pair, by the counts of this moment.
    private mutating func nextPair(minimum: Int) -> Int32? {
        repeat {
            while let top = heap.least {
                let count = pairs[Int(top.pair)].count
                if count == top.count, count < minimum { return nil }
                _ = popOffer()
                if count == top.count { return top.pair }
                if count >= threshold { push(top.pair) }
            }
        } while lowerThreshold(minimum: minimum)
        return nil
    }

    /// Fills the empty heap with the pairs at least half as frequent as the most frequent.
    ///
    /// - Returns: whether there are any
    private mutating func lowerThreshold(minimum: Int) -> Bool {
        let most = pairs.reduce(0) { max($0, $1.count) }
        guard most >= minimum else { return false }
        threshold = max(minimum, most / 2)
        for pair in pairs.indices where pairs[pair].count >= threshold { push(Int32(pair)) }
        return true
    }

    private mutating func push(_ pair: Int32) {
        let (beginnings, pairs, spellings) = (beginnings, pairs, spellings)
        heap.push(Offer(count: pairs[Int(pair)].count, pair: pair)) {
            Self.precedes($0, $1, pairs, beginnings, spellings)
        }
    }

    private mutating func popOffer() -> Offer? {
        let (beginnings, pairs, spellings) = (beginnings, pairs, spellings)
        return heap.pop { Self.precedes($0, $1, pairs, beginnings, spellings) }
    }

    private static func precedes(
        _ first: Offer, _ second: Offer, _ pairs: [Pair], _ beginnings: [UInt64],
        _ spellings: ByteTable
    ) -> Bool {
        if first.count != second.count { return first.count > second.count }
        let (a, b) = (pairs[Int(first.pair)], pairs[Int(second.pair)])
        let (symbol, other) = a.left == b.left ? (a.right, b.right) : (a.left, b.left)
        let (beginning, otherBeginning) = (beginnings[Int(symbol)], beginnings[Int(other)])
        if beginning != otherBeginning { return beginning > otherBeginning }
        return spellings[Int(other)].lexicographicallyPrecedes(spellings[Int(symbol)])
    }

    private func beginning(of symbol: Int) -> UInt64 {
        let bytes = spellings[symbol].prefix(8)
        return bytes.reduce(0) { $0 << 8 | UInt64($1) } << (8 * (8 - UInt64(bytes.count)))
    }
}
