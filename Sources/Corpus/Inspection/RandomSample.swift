/// Pairs drawn at random, each with the same chance, from any number that come by once.
///
/// Algorithm R (Vitter 1985), with a seed, so that the same corpus gives the same sample. Where the
/// pairs are long, fewer are kept: memory stays within a bound.
struct RandomSample {
    private let maximumBytes: Int
    private var capacity: Int
    private var random: SplitMix
    private var seen = 0
    private var bytes = 0
    private var kept: [(order: Int, pair: SegmentPair)] = []

    init(capacity: Int, maximumBytes: Int, seed: UInt64) {
        self.capacity = max(1, capacity)
        self.maximumBytes = maximumBytes
        random = SplitMix(seed: seed)
    }

    mutating func offer(_ pair: @autoclosure () -> SegmentPair) {
        seen += 1
        if kept.count < capacity {
            insert(pair())
        } else {
            let place = Int.random(in: 0..<seen, using: &random)
            guard place < kept.count else { return }
            bytes -= Self.size(of: kept[place].pair)
            kept.swapAt(place, kept.count - 1)
            kept.removeLast()
            insert(pair())
        }
        while bytes > maximumBytes, kept.count > 1 { halve() }
    }

    /// In the order in which they came.
    var pairs: [SegmentPair] { kept.sorted { $0.order < $1.order }.map(\.pair) }

    /// So many of the sample, themselves drawn at random, in the order in which they came.
    func drawn(_ count: Int) -> [SegmentPair] {
        var random = random
        return kept.shuffled(using: &random).prefix(count).sorted { $0.order < $1.order }
            .map(\.pair)
    }

    private mutating func insert(_ pair: SegmentPair) {
        kept.append((seen, pair))
        bytes += Self.size(of: pair)
    }

    private mutating func halve() {
        kept.shuffle(using: &random)
        kept.removeLast(kept.count / 2)
        capacity = kept.count
        bytes = kept.reduce(0) { $0 + Self.size(of: $1.pair) }
    }

    private static func size(of pair: SegmentPair) -> Int {
        pair.source.utf8.count + pair.target.utf8.count + MemoryLayout<SegmentPair>.stride
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers everywhere for the same seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
