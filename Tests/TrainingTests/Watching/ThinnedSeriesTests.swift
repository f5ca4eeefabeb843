import Testing

@testable import Training

@Suite struct ThinnedSeriesTests {
    /// A mean and how many values it is of.
    private struct Mean: Joinable, Equatable {
        var value: Double
        var count = 1

        func joined(with later: Mean, share: Double) -> Mean {
            Mean(value: value + share * (later.value - value), count: count + later.count)
        }
    }

    @Test("a short series stays as it is")
    func keepsFew() {
        var series = ThinnedSeries<Mean>(limit: 8)
        for value in 0..<8 { series.append(Mean(value: Double(value))) }
        #expect(series.points.map(\.value) == [0, 1, 2, 3, 4, 5, 6, 7])
    }

    @Test(
        "a long series keeps to its limit, and every value counts the same", arguments: [2, 7, 8])
    func joinsMany(limit: Int) {
        var series = ThinnedSeries<Mean>(limit: limit)
        for value in 0..<1_000 {
            series.append(Mean(value: Double(value)))
            #expect(series.points.count <= limit)
            let count = series.points.reduce(0) { $0 + $1.count }
            let sum = series.points.reduce(0) { $0 + $1.value * Double($1.count) }
            #expect(count == value + 1)
            #expect(abs(sum - Double(value * (value + 1) / 2)) < 1e-6)
        }
        let counts = series.points.dropLast().map(\.count)
        #expect(Set(counts).count <= 1)
        #expect(series.points.count >= limit / 2)
    }

    @Test("steps that are told as one keep a gap, the largest norm and the latest place")
    func joinsSteps() throws {
        guard case .step(let one) = MetricsRecord.sampleStep(1, loss: 4),
            case .step(var two) = MetricsRecord.sampleStep(2, loss: 2)
        else { return }
        two.gradientNorm = JSONNumber(9)
        let joined = one.joined(with: two, share: 0.5)
        #expect(joined.step == 2)
        #expect(joined.loss.value == 3)
        #expect(joined.gradientNorm.value == 9)
        two.loss = JSONNumber(.nan)
        #expect(one.joined(with: two, share: 0.5).loss.value == nil)
    }
}
