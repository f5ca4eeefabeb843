import Testing

@testable import Corpus

@Suite struct DistributionTests {
    private func distribution(_ numbers: [Int], limit: Int = 10_000) -> Distribution {
        var distribution = Distribution(limit: limit)
        for number in numbers { distribution.add(number) }
        return distribution
    }

    @Test("quantiles are of the numbers seen")
    func quantiles() {
        let numbers = distribution([5, 1, 3, 2, 4])
        #expect(numbers.median == 3)
        #expect(numbers.quantile(0.95) == 5)
        #expect(numbers.quantile(0) == 1)
        #expect(numbers.maximum == 5)
        #expect(numbers.mean == 3)
    }

    @Test("numbers beyond the limit count as it, but for the greatest and the mean")
    func limit() {
        let numbers = distribution([1, 50, 1_000], limit: 10)
        #expect(numbers.quantile(1) == 10)
        #expect(numbers.maximum == 1_000)
        #expect(numbers.sum == 1_051)
    }

    @Test("bins are of one round width and hold everything")
    func bins() {
        let bins = distribution(Array(1...100)).bins(20)
        #expect(bins.starts.first == 0)
        #expect(Set(zip(bins.starts, bins.starts.dropFirst()).map { $1 - $0 }) == [10])
        #expect(bins.counts.reduce(0, +) == 100)
        #expect(bins.counts[1] == 10)
        #expect(bins.end == nil)
    }

    @Test("the last bin takes what is far beyond, and has no end then")
    func tail() {
        let bins = distribution([Int](repeating: 3, count: 500) + [9_999]).bins()
        #expect(bins.starts == [3])
        #expect(bins.counts == [501])
        #expect(bins.end == nil)
        #expect(distribution([3, 3]).bins() == .init(starts: [3], end: 4, counts: [2]))
    }

    @Test("of nothing there are no bins, and every number is 0")
    func nothing() {
        let none = distribution([])
        #expect(none.bins().starts.isEmpty)
        #expect(none.median == 0)
        #expect(none.mean == 0)
    }
}
