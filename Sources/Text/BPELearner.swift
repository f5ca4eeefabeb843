// Sennrich, Haddow & Birch 2016 (arXiv:1508.07909), algorithm 1, over distinct words with counts.
// Each pair knows the words it occurs in, so a merge touches those words alone, and a heap with
// lazily corrected counts yields the next pair: the cost grows with distinct words, not text.

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

    /// The symbols given, followed by those that merges made.
    private(set) var symbols: [TokenForm]
    private(set) var merges: [Merge] = []

    private struct Pair {
        let left: Int32
        let right: Int32
        var count = 0
        /// Where it occurs, or did: a word is looked into before it counts.
        var words: [Int32] = []
        /// After which merge it was last put into the heap.
        var lastOffer = -1
    }

    /// A pair with the count it had when it was put into the heap.
    private struct Offer {
        let count: Int
        let pair: Int32
    }

    private var numbers: [TokenForm: Int32]
    private var spellings: [[UInt8]]
    private var words: [[Int32]]
    private let counts: [Int]
    private var lastVisit: [Int]
    private var pairs: [Pair] = []
    private var pairNumbers: [UInt64: Int32] = [:]
    private var heap: [Offer] = []
    private var touched: [Int32] = []

    /// - Parameters:
    ///   - words: each as indices into `symbols`; an index below 0 never merges.
    ///   - counts: how often each word occurs.
    init(symbols: [TokenForm], words: [[Int32]], counts: [Int]) {
        precondition(words.count == counts.count, "\(words.count) words, \(counts.count) counts")
        self.symbols = symbols
        self.words = words
        self.counts = counts
        numbers = Dictionary(
            zip(symbols, Int32(0)...).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
        spellings = symbols.map { Array($0.spelling.utf8) }
        lastVisit = [Int](repeating: -1, count: words.count)
        for word in words.indices { addPairs(of: word, madeBy: nil) }
        pushTouched()
    }

    /// Merges until `mostSymbols` or `mostMerges` is reached or no pair occurs twice.
    mutating func learn(mostSymbols: Int, mostMerges: Int = .max) {
        while symbols.count < mostSymbols, merges.count < mostMerges, let pair = nextPair() {
            merge(pair)
        }
    }
}

// MARK: - Choosing

extension BPELearner {
    /// The most frequent pair, by the counts of this moment.
    private mutating func nextPair() -> Int? {
        while let top = popOffer() {
            let count = pairs[Int(top.pair)].count
            if count < 2 { continue }
            if count == top.count { return Int(top.pair) }
            push(Offer(count: count, pair: top.pair))
        }
        return nil
    }
}

// MARK: - Merging

extension BPELearner {
    private mutating func merge(_ pair: Int) {
        let (left, right) = (pairs[pair].left, pairs[pair].right)
        let merged = symbol(symbols[Int(left)].followed(by: symbols[Int(right)]))
        merges.append(Merge(left: left, right: right, merged: merged))
        let occurrences = pairs[pair].words
        pairs[pair].words = []
        for word in occurrences.map(Int.init) where lastVisit[word] != merges.count {
            lastVisit[word] = merges.count
            guard contains(word, left, right) else { continue }
            removePairs(of: word)
            replace(left, right, with: merged, in: word)
            addPairs(of: word, madeBy: merged)
        }
        pushTouched()
    }

    private mutating func symbol(_ form: TokenForm) -> Int32 {
        if let number = numbers[form] { return number }
        let number = Int32(symbols.count)
        symbols.append(form)
        spellings.append(Array(form.spelling.utf8))
        numbers[form] = number
        return number
    }

    private func contains(_ word: Int, _ left: Int32, _ right: Int32) -> Bool {
        let letters = words[word]
        return letters.indices.dropFirst().contains {
            letters[$0 - 1] == left && letters[$0] == right
        }
    }

    private mutating func replace(
        _ left: Int32, _ right: Int32, with merged: Int32, in word: Int
    ) {
        var kept = 0
        var index = 0
        while index < words[word].count {
            let isPair =
                index + 1 < words[word].count
                && words[word][index] == left && words[word][index + 1] == right
            words[word][kept] = isPair ? merged : words[word][index]
            kept += 1
            index += isPair ? 2 : 1
        }
        words[word].removeLast(words[word].count - kept)
    }
}

// MARK: - Counting

extension BPELearner {
    private mutating func removePairs(of word: Int) {
        for index in words[word].indices.dropFirst() {
            let key = Self.key(words[word][index - 1], words[word][index])
            if let pair = pairNumbers[key] { pairs[Int(pair)].count -= counts[word] }
        }
    }

    /// Counts the word's pairs, and notes the word with those that are new to it.
    ///
    /// - Parameter merged: the symbol that a new pair has in it; nil when all pairs are new.
    private mutating func addPairs(of word: Int, madeBy merged: Int32?) {
        for index in words[word].indices.dropFirst() {
            let (left, right) = (words[word][index - 1], words[word][index])
            guard left >= 0, right >= 0 else { continue }
            let pair = pairNumber(left, right)
            pairs[pair].count += counts[word]
            guard merged == nil || left == merged || right == merged else { continue }
            if pairs[pair].words.last != Int32(word) { pairs[pair].words.append(Int32(word)) }
            touched.append(Int32(pair))
        }
    }

    private mutating func pairNumber(_ left: Int32, _ right: Int32) -> Int {
        let key = Self.key(left, right)
        if let number = pairNumbers[key] { return Int(number) }
        pairNumbers[key] = Int32(pairs.count)
        pairs.append(Pair(left: left, right: right))
        return pairs.count - 1
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }
}

// MARK: - Heap

extension BPELearner {
    /// Offers again every pair whose count may have grown.
    private mutating func pushTouched() {
        for pair in touched.map(Int.init)
        where pairs[pair].count >= 2 && pairs[pair].lastOffer != merges.count {
            pairs[pair].lastOffer = merges.count
            push(Offer(count: pairs[pair].count, pair: Int32(pair)))
        }
        touched.removeAll(keepingCapacity: true)
    }

    private func precedes(_ first: Offer, _ second: Offer) -> Bool {
        if first.count != second.count { return first.count > second.count }
        let (a, b) = (Int(first.pair), Int(second.pair))
        let (left, otherLeft) = (pairs[a].left, pairs[b].left)
        if left != otherLeft {
            return spellings[Int(otherLeft)].lexicographicallyPrecedes(spellings[Int(left)])
        }
        return spellings[Int(pairs[b].right)]
            .lexicographicallyPrecedes(spellings[Int(pairs[a].right)])
    }

    private mutating func push(_ offer: Offer) {
        heap.append(offer)
        var child = heap.count - 1
        while child > 0, precedes(heap[child], heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func popOffer() -> Offer? {
        guard let top = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return top }
        heap[0] = last
        var parent = 0
        while true {
            var best = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && precedes(heap[child], heap[best]) {
                best = child
            }
            if best == parent { return top }
            heap.swapAt(parent, best)
            parent = best
        }
    }
}
