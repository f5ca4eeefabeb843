/// The rank of every pair that merges, for who asks much more often than encoding does.
///
/// A hash table in two flat arrays: looking a pair up takes nanoseconds and allocates nothing.
struct RankedPairs: Sendable {
    static let none = Int32.max

    private var keys: [UInt64]
    /// `none` where free; the count is a power of two.
    private var ranks: [Int32]
    private let merged: [Int32]
    private let shift: UInt64
    /// Drawn afresh each time, so that nobody can write merges that all collide; no result depends
    /// on it.
    private let factor = UInt64.random(in: 0...UInt64.max) | 1

    init(_ table: MergeTable) {
        var bits: UInt64 = 4
        while 1 << bits < 2 * table.merges.count { bits += 1 }
        shift = 64 - bits
        keys = [UInt64](repeating: 0, count: 1 << bits)
        ranks = [Int32](repeating: Self.none, count: 1 << bits)
        merged = table.merges.map(\.merged)
        for (merge, rank) in zip(table.merges, Int32(0)...) {
            let key = Self.key(merge.left, merge.right)
            let slot = slot(of: key)
            guard ranks[slot] == Self.none else { continue }
            keys[slot] = key
            ranks[slot] = rank
        }
    }

    /// `none` for a pair that does not merge.
    func rank(_ left: Int32, _ right: Int32) -> Int32 {
        ranks[slot(of: Self.key(left, right))]
    }

    /// What the pair of a rank becomes.
    func merged(_ rank: Int32) -> Int32 { merged[Int(rank)] }

    /// Where the pair is, or the free place where it belongs.
    private func slot(of key: UInt64) -> Int {
        var slot = Int((key &* factor) >> shift)
        while ranks[slot] != Self.none, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }
}
