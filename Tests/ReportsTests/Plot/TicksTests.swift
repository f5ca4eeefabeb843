import Testing

@testable import Reports

@Suite struct TicksTests {
    @Test(arguments: [
        (0.0, 10.0, [0.0, 2, 4, 6, 8, 10]), (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (3, 97, [20, 40, 60, 80]), (-1, 1, [-1, -0.5, 0, 0.5, 1]),
    ])
    func ticksAreRoundNumbersWithinTheRange(lower: Double, upper: Double, values: [Double]) {
        let ticks = Ticks(covering: lower...upper)
        #expect(zip(ticks.values, values).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(ticks.values.count == values.count)
        #expect(ticks.lower == lower && ticks.upper == upper)
    }

    @Test func anAxisThatReachesOutEndsOnTicks() {
        let ticks = Ticks(covering: 3...97, reachesOut: true)
        #expect(ticks.values == [0, 20, 40, 60, 80, 100])
        #expect(ticks.lower == 0 && ticks.upper == 100)
    }

    @Test func countsHaveNoTicksBetweenThem() {
        #expect(Ticks(covering: 0...2, wholeNumbers: true).values == [0, 1, 2])
        #expect(Ticks(covering: 0...0, wholeNumbers: true, reachesOut: true).values == [0, 1])
    }

    @Test(
        "a single number, huge, tiny or nothing, still has an axis around it",
        arguments: [0.0, 1, -3.5, 1e300, -1e300, 1e-300, .leastNonzeroMagnitude, 1e15, 123_456_789])
    func singleNumber(value: Double) {
        let ticks = Ticks(covering: value...value, reachesOut: true)
        #expect(ticks.lower <= value && value <= ticks.upper && ticks.lower < ticks.upper)
        #expect((1...24).contains(ticks.values.count))
        #expect(ticks.values.allSatisfy { $0.isFinite })
        #expect((0...1).contains(ticks.fraction(of: value)))
    }

    @Test("on every range there are a few ticks, ascending, 1, 2 or 5 times a power of ten apart")
    func everyRange() {
        var state: UInt64 = 3
        for _ in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let lower = Double(Int64(bitPattern: state) >> 20) * 1e-6
            let width = Double(state >> 40 + 1) * (state % 2 == 0 ? 1e-3 : 1e7)
            let ticks = Ticks(covering: lower...(lower + width), reachesOut: true)
            #expect((2...9).contains(ticks.values.count), "\(lower) + \(width)")
            #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { $0 < $1 })
            #expect(ticks.lower <= lower + ticks.step * 1e-6)
            #expect(ticks.upper >= lower + width - ticks.step * 1e-6)
            var mantissa = ticks.step
            while mantissa >= 9.99 { mantissa /= 10 }
            while mantissa < 0.999 { mantissa *= 10 }
            #expect([1.0, 2, 5].contains { abs($0 - mantissa) < 1e-6 }, "\(ticks.step)")
        }
    }
}
