import Testing

@testable import Corpus

@Suite struct RandomSampleTests {
    private func sample(
        of count: Int, capacity: Int, bytes: Int = 1 << 20, seed: UInt64 = 1, length: Int = 3
    ) -> RandomSample {
        var sample = RandomSample(capacity: capacity, maximumBytes: bytes, seed: seed)
        for number in 0..<count {
            sample.offer(
                SegmentPair(
                    source: "\(number)", target: String(repeating: "x", count: length),
                    position: FilePosition(file: "f", line: number + 1)))
        }
        return sample
    }

    @Test("of few pairs all are kept, in order")
    func few() {
        #expect(sample(of: 5, capacity: 10).pairs.map(\.source) == ["0", "1", "2", "3", "4"])
        #expect(sample(of: 0, capacity: 10).drawn(3).isEmpty)
    }

    @Test("every part of the corpus has the same chance")
    func even() {
        let lines = sample(of: 20_000, capacity: 2_000).pairs.compactMap(\.position.line)
        #expect(lines.count == 2_000)
        #expect(lines == lines.sorted())
        // 1,000 expected; the standard deviation is 22.
        #expect(abs(lines.count { $0 <= 10_000 } - 1_000) < 100)
    }

    @Test("the same seed gives the same sample, another seed another")
    func seeds() {
        let first = sample(of: 1_000, capacity: 10).drawn(5)
        #expect(first == sample(of: 1_000, capacity: 10).drawn(5))
        #expect(first != sample(of: 1_000, capacity: 10, seed: 2).drawn(5))
    }

    @Test("long pairs make the sample smaller, not larger")
    func longPairs() {
        let pairs = sample(of: 3_000, capacity: 1_000, bytes: 100_000, length: 1_000).pairs
        #expect((20...100).contains(pairs.count))
    }
}
