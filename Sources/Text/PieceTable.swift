/// Distinct pieces, numbered from 0 in the order they were first seen.
///
/// A hash table whose keys lie end to end in one array: looking a piece up allocates nothing, and
/// memory grows with the distinct pieces only.
struct PieceTable: Sendable {
    private struct Entry {
        let start: Int
        let unitCount: Int32
        let joints: UInt8
        let hash: UInt32
    }

    private var entries: [Entry] = []
    private var units: [UInt16] = []
    /// Indices into `entries`, −1 where free; the count is a power of two.
    private var slots = [Int32](repeating: -1, count: 1 << 10)

    var count: Int { entries.count }

    /// The number of the piece at `range` of `text`, given now if it has none.
    mutating func number(of piece: Piece, in text: [UInt16]) -> Int {
        let joints: UInt8 = (piece.joinsLeft ? 1 : 0) | (piece.joinsRight ? 2 : 0)
        return number(of: text, piece.range, joints: joints)
    }

    /// Gives every piece of `other` a number here; element N is the new number of its piece N.
    mutating func formUnion(_ other: PieceTable) -> [Int] {
        other.entries.map { entry in
            let range = entry.start..<entry.start + Int(entry.unitCount)
            return number(of: other.units, range, joints: entry.joints)
        }
    }

    func text(_ number: Int) -> (units: [UInt16], joinsLeft: Bool, joinsRight: Bool) {
        let entry = entries[number]
        let letters = Array(units[entry.start..<entry.start + Int(entry.unitCount)])
        return (letters, entry.joints & 1 != 0, entry.joints & 2 != 0)
    }

    private mutating func number(of text: [UInt16], _ range: Range<Int>, joints: UInt8) -> Int {
        let hash = Self.hash(text, range, joints: joints)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if entries[number].hash == hash, holds(number, text, range, joints: joints) {
                return number
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(entries.count)
        entries.append(
            Entry(start: units.count, unitCount: Int32(range.count), joints: joints, hash: hash))
        units += text[range]
        if entries.count * 2 > slots.count { grow() }
        return entries.count - 1
    }

    private func holds(
        _ number: Int, _ text: [UInt16], _ range: Range<Int>, joints: UInt8
    ) -> Bool {
        let entry = entries[number]
        guard entry.joints == joints, Int(entry.unitCount) == range.count else { return false }
        var place = entry.start
        for index in range {
            if units[place] != text[index] { return false }
            place += 1
        }
        return true
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (number, entry) in entries.enumerated() {
            var slot = Int(entry.hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }

    /// Seeded afresh in every process, so that nobody can write a text whose words all collide;
    /// no result depends on it.
    private static func hash(_ text: [UInt16], _ range: Range<Int>, joints: UInt8) -> UInt32 {
        var hasher = Hasher()
        var word = UInt64(joints)
        for index in range {
            if word >> 48 != 0 {
                hasher.combine(word)
                word = 0
            }
            word = word << 16 | UInt64(text[index])
        }
        hasher.combine(word)
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
