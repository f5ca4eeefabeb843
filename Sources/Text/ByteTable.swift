/// Distinct byte strings, numbered from 0 in the order they were first seen.
///
/// Unlike a dictionary of `String`, it tells canonically equivalent texts apart, and looking a
/// string up allocates nothing.
struct ByteTable: Sendable {
    private struct Entry {
        let range: Range<Int>
        let hash: UInt32
    }

    private var entries: [Entry] = []
    /// The strings, end to end.
    private(set) var bytes: [UInt8] = []
    /// Indices into `entries`, −1 where free; the count is a power of two.
    private var slots = [Int32](repeating: -1, count: 1 << 6)

    var count: Int { entries.count }

    /// Where in `bytes` a string lies.
    func range(_ number: Int) -> Range<Int> { entries[number].range }

    subscript(number: Int) -> ArraySlice<UInt8> { bytes[entries[number].range] }

    /// The number of the string at `range` of `text`, or nil if it has none.
    func number(of text: [UInt8], _ range: Range<Int>) -> Int? {
        let slot = slot(of: text, range, hash: Self.hash(text, range))
        return slots[slot] < 0 ? nil : Int(slots[slot])
    }

    func number(of text: some Sequence<UInt8>) -> Int? {
        let text = Array(text)
        return number(of: text, 0..<text.count)
    }

    /// The number of the string at `range` of `text`, given now if it has none.
    mutating func insert(_ text: [UInt8], _ range: Range<Int>) -> Int {
        let hash = Self.hash(text, range)
        let slot = slot(of: text, range, hash: hash)
        if slots[slot] >= 0 { return Int(slots[slot]) }
        slots[slot] = Int32(entries.count)
        entries.append(
            Entry(range: bytes.count..<bytes.count + range.count, hash: hash))
        bytes += text[range]
        if entries.count * 2 > slots.count { grow() }
        return entries.count - 1
    }

    mutating func insert(_ text: some Sequence<UInt8>) -> Int {
        let text = Array(text)
        return insert(text, 0..<text.count)
    }

    /// Where the string is, or the free place where it belongs.
    private func slot(of text: [UInt8], _ range: Range<Int>, hash: UInt32) -> Int {
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, bytes[entry.range] == text[range] { break }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
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
    private static func hash(_ text: [UInt8], _ range: Range<Int>) -> UInt32 {
        var hasher = Hasher()
        text.withUnsafeBytes { hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: $0[range])) }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
