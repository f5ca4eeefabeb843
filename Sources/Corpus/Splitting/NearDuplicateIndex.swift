/// Tells which of a few thousand texts a text is a near-duplicate of.
///
/// Two texts are near-duplicates when they are equal once folded (`TextFolding`), or when their
/// `Shingles` are: the Jaccard similarity |A ∩ B| / |A ∪ B| reaches 0.7.
///
/// The answer is exact. Prefix filtering (Chaudhuri et al. 2006; Bayardo et al. 2007, “Scaling up
/// all pairs similarity search”) leaves few texts to compare: with the shingles of both in one
/// order, rarest first, sets this much alike share one among the first |A| − ⌈0.7 |A|⌉ + 1. So
/// each text is listed under these alone, and looked up by these alone.
package struct NearDuplicateIndex: Sendable {
    private var folding = TextFolding()
    private var query: Query
    private let texts: ShingleSets

    /// - Parameter texts: as they are; near-duplicates among them are fine
    package init(_ texts: some Sequence<String>) {
        var folding = TextFolding()
        self.init(
            folded: texts.map { text in
                folding.fold(text)
                return folding.bytes
            })
    }

    init(folded: [[UInt8]]) {
        texts = ShingleSets(folded)
        query = Query(textCount: folded.count)
    }

    /// The most alike of the texts this is a near-duplicate of, the first of several, if any.
    package mutating func nearest(to text: String) -> Int? {
        folding.fold(text)
        return nearest(toFolded: folding)
    }

    mutating func nearest(toFolded folded: borrowing TextFolding) -> Int? {
        folded.withBytes { bytes in
            if let equal = texts.text(equalTo: bytes) { return equal }
            var best: (text: Int, shared: Int, all: Int)?
            query.forEachMatch(of: bytes, in: texts) { text, shared, all in
                if let best {
                    let (new, old) = (shared * best.all, best.shared * all)
                    if new < old || (new == old && text > best.text) { return }
                }
                best = (text, shared, all)
            }
            return best?.text
        }
    }

    /// All texts this is a near-duplicate of, in no order.
    mutating func matches(ofFolded bytes: [UInt8]) -> [Int] {
        var matches: [Int] = []
        bytes.withUnsafeBufferPointer { bytes in
            query.forEachMatch(of: bytes, in: texts) { text, _, _ in matches.append(text) }
        }
        return matches
    }
}

/// Jaccard similarity ≥ 0.7, in whole numbers.
enum Similarity {
    /// The least that two sets of these sizes must share: 0.7 / 1.7 of both.
    static func sharedAtLeast(_ first: Int, _ second: Int) -> Int {
        (7 * (first + second) + 16) / 17
    }

    /// The smallest set that can be alike one of this size; also what both then share at least.
    static func smallest(_ size: Int) -> Int { (7 * size + 9) / 10 }

    static func largest(_ size: Int) -> Int { size * 10 / 7 }

    /// How many of the rarest of a set of this size another must have one of.
    static func prefix(_ size: Int) -> Int { size - smallest(size) + 1 }
}

/// The shingles of the texts of an index, as ranks: 0 is the rarest.
private struct ShingleSets: Sendable {
    private var ranks = HashTable(capacity: 0)
    private var textsByKey = HashTable(capacity: 0)
    private let hash = StableHash()
    /// The ranks of one text after another, ascending.
    private var members: [Int32] = []
    /// Where each text's begin in `members`, and the end.
    private var starts: [Int] = [0]
    /// The texts listed under one rank after another, and where each rank's begin.
    private var postings: [Int32] = []
    private var postingStarts: [Int] = []

    init(_ folded: [[UInt8]]) {
        var shingles = Shingles()
        textsByKey = HashTable(capacity: folded.count)
        let sets = folded.enumerated().map { number, text in
            _ = textsByKey.insert(hash(text), Int32(number))
            text.withUnsafeBufferPointer { shingles.collect($0) }
            return shingles.hashes
        }
        rank(sets)
        for set in sets {
            members += set.compactMap { ranks[$0] }.sorted()
            starts.append(members.count)
        }
        post()
    }

    var count: Int { starts.count - 1 }

    func rank(of shingle: UInt64) -> Int32? { ranks[shingle] }

    func size(of text: Int) -> Int { starts[text + 1] - starts[text] }

    func members(of text: Int) -> ArraySlice<Int32> { members[starts[text]..<starts[text + 1]] }

    func posted(under rank: Int32) -> ArraySlice<Int32> {
        postings[postingStarts[Int(rank)]..<postingStarts[Int(rank) + 1]]
    }

    func text(equalTo folded: UnsafeBufferPointer<UInt8>) -> Int? {
        textsByKey[hash(UnsafeRawBufferPointer(folded))].map(Int.init)
    }

    private mutating func rank(_ sets: [[UInt64]]) {
        let sorted = sets.joined().sorted()
        var counts: [(shingle: UInt64, count: Int)] = []
        for shingle in sorted {
            if counts.last?.shingle == shingle {
                counts[counts.count - 1].count += 1
            } else {
                counts.append((shingle, 1))
            }
        }
        counts.sort { ($0.count, $0.shingle) < ($1.count, $1.shingle) }
        ranks = HashTable(capacity: counts.count)
        for (rank, entry) in counts.enumerated() { _ = ranks.insert(entry.shingle, Int32(rank)) }
        postingStarts = [Int](repeating: 0, count: counts.count + 1)
    }

    private mutating func post() {
        func forEachListing(_ body: (Int, Int) -> Void) {
            for text in 0..<count where size(of: text) > 0 {
                for rank in members(of: text).prefix(Similarity.prefix(size(of: text))) {
                    body(Int(rank), text)
                }
            }
        }
        var sizes = [Int](repeating: 0, count: postingStarts.count)
        forEachListing { rank, _ in sizes[rank] += 1 }
        for rank in 1..<max(1, sizes.count) {
            postingStarts[rank] = postingStarts[rank - 1] + sizes[rank - 1]
        }
        var next = postingStarts
        var postings = [Int32](repeating: 0, count: sizes.reduce(0, +))
        forEachListing { rank, text in
            postings[next[rank]] = Int32(text)
            next[rank] += 1
        }
        self.postings = postings
    }
}

/// What looking up one text needs room for.
private struct Query: Sendable {
    private var shingles = Shingles()
    private var ranks: [Int32] = []
    /// In which round a text was compared last.
    private var rounds: [UInt32]
    private var round: UInt32 = 0

    init(textCount: Int) { rounds = [UInt32](repeating: 0, count: textCount) }

    /// - Parameter body: gets a text, how many shingles both share and how many they have in all
    mutating func forEachMatch(
        of folded: UnsafeBufferPointer<UInt8>, in texts: borrowing ShingleSets,
        _ body: (Int, Int, Int) -> Void
    ) {
        shingles.collect(folded)
        let size = shingles.hashes.count
        ranks.removeAll(keepingCapacity: true)
        for (index, shingle) in shingles.hashes.enumerated() {
            if let rank = texts.rank(of: shingle) { ranks.append(rank) }
            // Too many that no text has.
            if ranks.count + size - index - 1 < Similarity.smallest(size) { return }
        }
        guard !ranks.isEmpty else { return }
        ranks.sort()
        nextRound()
        // Those that no text has come before all others in the order.
        for rank in ranks.prefix(Similarity.prefix(size) - (size - ranks.count)) {
            for posted in texts.posted(under: rank) where rounds[Int(posted)] != round {
                let text = Int(posted)
                rounds[text] = round
                let sizeOfText = texts.size(of: text)
                guard sizeOfText >= Similarity.smallest(size),
                    sizeOfText <= Similarity.largest(size)
                else { continue }
                let least = Similarity.sharedAtLeast(size, sizeOfText)
                let shared = sharedCount(with: texts.members(of: text), least: least)
                if shared >= least { body(text, shared, size + sizeOfText - shared) }
            }
        }
    }

    private mutating func nextRound() {
        if round == .max {
            rounds = [UInt32](repeating: 0, count: rounds.count)
            round = 0
        }
        round += 1
    }

    /// How many ranks both have, or fewer than `least` as soon as that many cannot be reached.
    private func sharedCount(with members: ArraySlice<Int32>, least: Int) -> Int {
        var shared = 0
        var own = 0
        var other = members.startIndex
        while own < ranks.count, other < members.endIndex {
            guard shared + min(ranks.count - own, members.endIndex - other) >= least else { break }
            let (first, second) = (ranks[own], members[other])
            if first == second { shared += 1 }
            if first <= second { own += 1 }
            if second <= first { other += 1 }
        }
        return shared
    }
}

/// Numbers by hash, at most half full so that what is not there is found missing at once.
private struct HashTable: Sendable {
    private var hashes: [UInt64]
    /// −1 where the slot is free.
    private var values: [Int32]

    init(capacity: Int) {
        var slots = 2
        while slots < capacity * 2 + 2 { slots *= 2 }
        hashes = [UInt64](repeating: 0, count: slots)
        values = [Int32](repeating: -1, count: slots)
    }

    /// Keeps the value that is there already.
    mutating func insert(_ hash: UInt64, _ value: Int32) -> Bool {
        let slot = slot(of: hash)
        guard values[slot] < 0 else { return false }
        hashes[slot] = hash
        values[slot] = value
        return true
    }

    subscript(hash: UInt64) -> Int32? {
        let value = values[slot(of: hash)]
        return value < 0 ? nil : value
    }

    /// Where the hash is or would be.
    private func slot(of hash: UInt64) -> Int {
        let mask = hashes.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while values[slot] >= 0, hashes[slot] != hash { slot = (slot + 1) & mask }
        return slot
    }
}
