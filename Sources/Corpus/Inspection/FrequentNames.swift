/// The most frequent of any number of names, in memory for a few hundred.
///
/// Misra and Gries 1982: when there is no place for a name, everyone pays one, and who has nothing
/// left goes. A name more frequent than one in `capacity` is never missed; a count is what came
/// since the name was last let in, so too low by at most `shortfall`. Where no more names come than
/// there are places, all counts are exact.
package struct FrequentNames: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var name: String
        package var count: Int
        /// By how much the count may be too low.
        package var shortfall: Int
    }

    /// Longer names are cut here, so that memory is bounded.
    private static let longestName = 200

    private let capacity: Int
    private var entries: [String: (count: Int, paidBefore: Int)] = [:]
    /// How often everyone has paid one.
    private var payments = 0
    /// How often anything was counted.
    package private(set) var total = 0

    package init(capacity: Int = 512) {
        self.capacity = max(1, capacity)
    }

    package mutating func count(_ name: String) {
        total += 1
        let name = name.shortened(toBytes: Self.longestName)
        if let place = entries.index(forKey: name) {
            entries.values[place].count += 1
            return
        }
        if entries.count < capacity {
            entries[name] = (1, payments)
            return
        }
        payments += 1
        entries = entries.filter { $0.value.count > payments - $0.value.paidBefore }
    }

    /// Whether names were given up, so that counts may be too low.
    package var isApproximate: Bool { payments > 0 }

    /// The most frequent first; equal ones by name.
    package func top(_ number: Int) -> [Entry] {
        let all = entries.map {
            Entry(name: $0.key, count: $0.value.count, shortfall: $0.value.paidBefore)
        }
        let ranked = all.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        return Array(ranked.prefix(max(0, number)))
    }

    /// How many different names there are; at least so many where it is approximate.
    package var distinct: Int { entries.count }

    package static func == (one: FrequentNames, other: FrequentNames) -> Bool {
        one.total == other.total && one.top(.max) == other.top(.max)
    }
}

extension String {
    /// The beginning of at most so many bytes, with “…” after it where something is left out.
    func shortened(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil {
            end = utf8.index(before: end)
        }
        return String(self[..<end]) + "…"
    }
}
