/// The rank of every pair that merges, for who asks much more often than encoding does.
///
/// A hash table in one flat array: looking a pair up takes nanoseconds and allocates nothing.
struct RankedPairs: Sendable {
    static let none = Int32.max

    private struct Slot {
        var key: UInt64
        /// `none` where free.
        var rank: Int32
    }

    /// The count is a power of two.
    private var slots: [Slot]
    private let merged: [Int32]
    private let shift: UInt64
    /// Drawn afresh each time, so that nobody can write merges that all collide; no result depends
    /// on it.
    private let factor = UInt64.random(in: 0...UInt64.max) | 1

    init(_ table: MergeTable) {
        var bits: UInt64 = 4
        while 1 << bits < 2 * table.merges.count { bits += 1 }
        shift = 64 - bits
        slots = [Slot](repeating: Slot(key: 0, rank: Self.none), count: 1 << bits)
        merged = table.merges.map(\.merged)
        for (merge, rank) in zip(table.merges, Int32(0)...) {
            let key = Self.key(merge.left, merge.right)
            let slot = slot(of: key)
            if slots[slot].rank == Self.none { slots[slot] = Slot(key: key, rank: rank) }
        }
    }

    /// `none` for a pair that does not merge.
    func rank(_ left: Int32, _ right: Int32) -> Int32 {
        slots[slot(of: Self.key(left, right))].rank
    }

    /// What the pair of a rank becomes.
    func merged(_ rank: Int32) -> Int32 { merged[Int(rank)] }

    /// Where the pair is, or the free place where it belongs.
    private func slot(of key: UInt64) -> Int {
        var slot = Int((key &* factor) >> shift)
        while slots[slot].rank != Self.none, slots[slot].key != key {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
    }
}
