import Testing

@testable import Tensors

@Suite struct RandomSourceTests {
    /// The sequence published with SplitMix64's reference code.
    @Test("seed 0 gives SplitMix64's published draws")
    func goldenDraws() {
        var random = RandomSource(seed: 0)
        #expect(random.next() == 0xE220_A839_7B1D_CDAF)
        #expect(random.next() == 0x6E78_9E6A_A1B9_65F4)
        #expect(random.next() == 0x06C4_5D18_8009_454F)
    }

    @Test("the same seed gives the same draws, its state continues them")
    func sameSeedSameDraws() {
        var first = RandomSource(seed: 42)
        var second = RandomSource(seed: 42)
        for _ in 0..<100 { #expect(first.next() == second.next()) }
        var resumed = RandomSource(seed: first.state)
        #expect(resumed.next() == second.next())
    }

    @Test("what a split source draws does not shift its parent's draws")
    func splitIsIndependent() {
        var parent = RandomSource(seed: 7)
        var child = parent.split()
        let untouched = parent
        for _ in 0..<10 { _ = child.next() }
        #expect(parent == untouched)
        var childAgain = RandomSource(seed: 7).splitted
        #expect(childAgain.next() != parent.next())
    }

    @Test("uniform draws lie in [0, 1), with mean 1/2 and variance 1/12")
    func uniformMoments() {
        var random = RandomSource(seed: 1)
        let draws = (0..<20_000).map { _ in Double(random.uniform()) }
        #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
        // 4 standard errors of the mean and of the variance (whose kurtosis is 1.8).
        #expect(abs(draws.mean - 0.5) < 4 * (1.0 / 12 / 20_000).squareRoot())
        #expect(abs(draws.variance - 1.0 / 12) < 4.0 / 12 * (0.8 / 20_000).squareRoot())
    }

    @Test("normal draws have mean 0, variance 1 and the tails of a normal")
    func normalMoments() {
        var random = RandomSource(seed: 2)
        let draws = (0..<20_000).map { _ in Double(random.normal()) }
        #expect(draws.allSatisfy { $0.isFinite })
        #expect(abs(draws.mean) < 4 * (1.0 / 20_000).squareRoot())
        #expect(abs(draws.variance - 1) < 4 * (2.0 / 20_000).squareRoot())
        let outside = Double(draws.count { abs($0) > 1.96 }) / 20_000
        #expect(abs(outside - 0.05) < 4 * (0.05 * 0.95 / 20_000).squareRoot())
    }
}

extension RandomSource {
    fileprivate var splitted: RandomSource {
        var copy = self
        return copy.split()
    }
}

extension [Double] {
    fileprivate var mean: Double { reduce(0, +) / Double(count) }
    fileprivate var variance: Double {
        let center = mean
        return reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(count)
    }
}
