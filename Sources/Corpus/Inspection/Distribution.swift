/// How often each whole number came up, exactly, up to a largest that all greater ones count as.
///
/// Memory is 4 bytes for each number up to the greatest seen, so 40 KB at most for lengths.
package struct Distribution: Sendable, Equatable {
    /// The greatest number told apart from others.
    package let limit: Int
    package private(set) var count = 0
    /// The greatest seen, which may be above the limit; 0 of none.
    package private(set) var maximum = 0
    private var total = 0.0
    private var counts: [UInt32] = []

    package init(limit: Int) {
        self.limit = max(0, limit)
    }

    package mutating func add(_ number: Int) {
        let number = max(0, number)
        let place = min(number, limit)
        if place >= counts.count {
            counts += repeatElement(0, count: place + 1 - counts.count)
        }
        counts[place] &+= 1
        count += 1
        total += Double(number)
        maximum = max(maximum, number)
    }

    package var mean: Double { count > 0 ? total / Double(count) : 0 }

    /// The sum of all numbers.
    package var sum: Double { total }

    /// The least number that so large a share of all is not above; 0 of none.
    package func quantile(_ share: Double) -> Int {
        let wanted = max(1, (share * Double(count)).rounded(.up))
        var seen = 0.0
        for (number, count) in counts.enumerated() {
            seen += Double(count)
            if seen >= wanted { return number }
        }
        return 0
    }

    package var median: Int { quantile(0.5) }

    /// Neighbouring numbers counted together.
    package struct Bins: Sendable, Equatable {
        /// Where each begins; one more where the last ends, nil where it has no end.
        package var starts: [Int]
        package var end: Int?
        package var counts: [Int]
    }

    /// At most so many bins of an equal, round width for 98 in 100; the first and the last take
    /// what is beyond.
    package func bins(_ most: Int = 40) -> Bins {
        guard count > 0, most > 0 else { return Bins(starts: [], end: nil, counts: []) }
        let (low, high) = (quantile(0.01), quantile(0.99))
        let width = Self.roundWidth(for: high - low + 1, bins: most)
        let first = low / width * width
        let last = high / width * width
        var bins = Bins(
            starts: Array(stride(from: first, through: last, by: width)), end: last + width,
            counts: [])
        bins.counts = [Int](repeating: 0, count: bins.starts.count)
        for (number, count) in counts.enumerated() where count > 0 {
            let place = (min(max(number, first), last) - first) / width
            bins.counts[place] += Int(count)
        }
        if quantile(0) < first { bins.starts[0] = 0 }
        if maximum >= last + width { bins.end = nil }
        return bins
    }

    /// The least of 1, 2, 5, 10, 20 … that covers a range in so many bins.
    private static func roundWidth(for range: Int, bins: Int) -> Int {
        var power = 1
        while true {
            // One is kept for a range that does not begin at a multiple of the width.
            for factor in [1, 2, 5] where power * factor * max(1, bins - 1) >= range {
                return power * factor
            }
            power *= 10
        }
    }
}
