/// A number for each pair of symbols that has been given one.
///
/// An open table with linear probing: one memory access where a dictionary takes several.
struct PairTable: Sendable {
    private struct Slot {
        var left: Int32
        var right: Int32
        /// −1 where free.
        var number: Int32
    }

    private var slots: [Slot]
    private(set) var count = 0
    private let hash = SeededHash()

    init(minimumCapacity: Int = 0) {
        var slotCount = 1 << 6
        while slotCount < 2 * minimumCapacity { slotCount *= 2 }
        slots = Self.free(slotCount)
    }

    /// The number of a pair, or −1 if it has none.
    func number(_ left: Int32, _ right: Int32) -> Int32 {
        slots[place(of: left, right)].number
    }

    /// The number of a pair; `number`, from 0, if it had none so far.
    mutating func insert(_ left: Int32, _ right: Int32, number: Int32) -> Int32 {
        let place = place(of: left, right)
        if slots[place].number >= 0 { return slots[place].number }
        slots[place] = Slot(left: left, right: right, number: number)
        count += 1
        if count * 2 > slots.count { grow() }
        return number
    }

    /// Where the pair is, or the free place where it belongs.
    private func place(of left: Int32, _ right: Int32) -> Int {
        let key = UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
        var place = Int(truncatingIfNeeded: hash(key)) & (slots.count - 1)
        while slots[place].number >= 0,
            slots[place].left != left || slots[place].right != right
        {
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = Self.free(old.count * 2)
        for slot in old where slot.number >= 0 { slots[place(of: slot.left, slot.right)] = slot }
    }

    private static func free(_ count: Int) -> [Slot] {
        [Slot](repeating: Slot(left: 0, right: 0, number: -1), count: count)
    }
}
