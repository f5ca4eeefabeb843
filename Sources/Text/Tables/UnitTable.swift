/// Distinct strings of code units, numbered from 0 in the order they were first seen.
///
/// A hash table whose strings lie end to end in one array: looking one up allocates nothing, and
/// memory grows with the distinct strings only. Unlike a dictionary of `String`, it tells
/// canonically equivalent texts apart.
struct UnitTable<Unit: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private struct Entry {
        let start: Int
        let unitCount: Int32
        /// Strings that differ in it are different.
        let mark: UInt8
        let hash: UInt32

        var range: Range<Int> { start..<start + Int(unitCount) }
    }

    private var entries: [Entry] = []
    /// The strings, end to end.
    private(set) var units: [Unit] = []
    /// Indices into `entries`, −1 where free; the count is a power of two.
    private var slots = [Int32](repeating: -1, count: 1 << 6)
    private let hash = SeededHash()

    init() {}

    var count: Int { entries.count }

    /// Where in `units` a string lies.
    func range(_ number: Int) -> Range<Int> { entries[number].range }

    func mark(_ number: Int) -> UInt8 { entries[number].mark }

    subscript(number: Int) -> ArraySlice<Unit> { units[entries[number].range] }

    /// The number of the string at `range` of `text`, or nil if it has none.
    func number(of text: [Unit], _ range: Range<Int>, mark: UInt8 = 0) -> Int? {
        let slot = slot(of: text, range, mark: mark, hash: hash(of: text, range, mark: mark))
        return slots[slot] < 0 ? nil : Int(slots[slot])
    }

    func number(of text: some Sequence<Unit>) -> Int? {
        let text = Array(text)
        return number(of: text, 0..<text.count)
    }

    /// The number of the string at `range` of `text`, given now if it has none.
    mutating func insert(_ text: [Unit], _ range: Range<Int>, mark: UInt8 = 0) -> Int {
        let hash = hash(of: text, range, mark: mark)
        let slot = slot(of: text, range, mark: mark, hash: hash)
        if slots[slot] >= 0 { return Int(slots[slot]) }
        slots[slot] = Int32(entries.count)
        entries.append(
            Entry(start: units.count, unitCount: Int32(range.count), mark: mark, hash: hash))
        units += text[range]
        if entries.count * 2 > slots.count { grow() }
        return entries.count - 1
    }

    mutating func insert(_ text: some Sequence<Unit>) -> Int {
        let text = Array(text)
        return insert(text, 0..<text.count)
    }

    /// Gives every string of `other` a number here; element N is the new number of its string N.
    mutating func formUnion(_ other: UnitTable) -> [Int] {
        other.entries.map { insert(other.units, $0.range, mark: $0.mark) }
    }

    /// Where the string is, or the free place where it belongs.
    private func slot(of text: [Unit], _ range: Range<Int>, mark: UInt8, hash: UInt32) -> Int {
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, entry.mark == mark, Int(entry.unitCount) == range.count,
                holds(text, range, at: entry.start)
            {
                break
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private func holds(_ text: [Unit], _ range: Range<Int>, at start: Int) -> Bool {
        let offset = start - range.lowerBound
        for index in range where units[index + offset] != text[index] { return false }
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

    private func hash(of text: [Unit], _ range: Range<Int>, mark: UInt8) -> UInt32 {
        text.withUnsafeBufferPointer {
            let bytes = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: $0[range]))
            return UInt32(truncatingIfNeeded: hash(bytes) ^ UInt64(mark))
        }
    }
}

/// Distinct byte strings.
typealias ByteTable = UnitTable<UInt8>

extension UnitTable where Unit == UInt8 {
    /// The strings, end to end.
    var bytes: [UInt8] { units }
}
