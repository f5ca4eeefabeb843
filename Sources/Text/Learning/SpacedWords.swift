// Breaking a line into words costs ICU a look at every letter. Between two single spaces, though,
// the same letters are always the same words: no rule of ICU (UAX #29) reaches across a space that
// no mark follows, and such a space is left unsaid. So these stretches are counted as they stand,
// and each is broken once, however often it occurs.

/// Counts what stands between the spaces of plain lines.
struct SpacedWords: Sendable {
    private var words = UnitTable<UInt16>()
    private var counts: [Int] = []

    /// Longer stretches are rare, and would fill the memory with whole lines.
    private static let longest = 64

    /// Counts the stretches of a line.
    ///
    /// - Returns: false, and nothing is counted, if the line is not plain: if it has other white
    ///   space than single spaces between scripts that expect them.
    mutating func add(_ units: [UInt16]) -> Bool {
        guard Self.isPlain(units, UnicodeText.classes(of: units)) else { return false }
        var start = 0
        for place in units.indices where units[place] == 0x20 {
            count(units, start..<place, times: 1)
            start = place + 1
        }
        count(units, start..<units.count, times: 1)
        return true
    }

    /// Adds what `other` has counted.
    mutating func merge(_ other: SpacedWords) {
        for (number, times) in other.counts.enumerated() {
            count(other.words.units, other.words.range(number), times: times)
        }
    }

    /// Calls `body` with texts in which each stretch stands once, between single spaces, together
    /// with where the stretches end and how often each occurs.
    func forEachText(
        length: Int = 1 << 14, _ body: (_ units: [UInt16], _ ends: [Int], _ counts: [Int]) -> Void
    ) {
        var units: [UInt16] = []
        var (ends, times): ([Int], [Int]) = ([], [])
        for (number, count) in counts.enumerated() {
            if !units.isEmpty { units.append(0x20) }
            units += words[number]
            ends.append(units.count)
            times.append(count)
            if units.count < length, number + 1 < counts.count { continue }
            body(units, ends, times)
            units.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            times.removeAll(keepingCapacity: true)
        }
    }

    private mutating func count(_ units: [UInt16], _ range: Range<Int>, times: Int) {
        let number = words.insert(units, range)
        if number == counts.count { counts.append(0) }
        counts[number] += times
    }

    private static func isPlain(_ units: [UInt16], _ classes: [UnitClass]) -> Bool {
        var start = 0
        for place in units.indices where classes[place].isSpace {
            guard units[place] == 0x20, isPlain(classes, start..<place) else { return false }
            start = place + 1
        }
        return isPlain(classes, start..<units.count)
    }

    /// Whether a stretch may stand between spaces that are left unsaid.
    private static func isPlain(_ classes: [UnitClass], _ range: Range<Int>) -> Bool {
        guard !range.isEmpty, range.count <= longest else { return false }
        let (first, last) = (classes[range.lowerBound], classes[range.upperBound - 1])
        return first.kind != .mark && !first.isUnspaced && !last.isUnspaced
    }
}
