import Testing

@testable import Reports

@Suite struct ChartLineTests {
    @Test func pointsAreDrawnFromLeftToRight() {
        let line = ChartLine(.init("loss", [.init(3, 1), .init(1, 3), .init(2, 2)]))
        #expect(line.runs == [[.init(1, 3), .init(2, 2), .init(3, 1)]])
    }

    @Test("what is not finite leaves a gap and is counted")
    func gaps() {
        let points: [LineChart.Point] = [
            .init(1, 1), .init(2, .nan), .init(3, 3), .init(4, 4), .init(5, .infinity),
            .init(.nan, 1), .init(6, 1.1e300), .init(7, 7),
        ]
        let line = ChartLine(.init("loss", points))
        #expect(line.runs.map { $0.map(\.x) } == [[1], [3, 4], [7]])
        #expect(line.unplottable == 4)
    }

    @Test("10,000 points become at most 1,200, with both ends and every peak")
    func thinning() {
        let points = (0..<10_000).map { index in
            LineChart.Point(Double(index), index == 4_321 ? 99 : index == 77 ? -99 : 0)
        }
        let line = ChartLine(.init("loss", points))
        let kept = line.runs.flatMap { $0 }
        #expect(line.isThinned && kept.count <= 1_200)
        #expect(kept.first == points.first && kept.last == points.last)
        #expect(kept.contains(points[4_321]) && kept.contains(points[77]))
        #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.x < $1.x })
    }

    @Test("a long series full of gaps is thinned too")
    func thinningWithGaps() {
        let points = (0..<50_000).map { index in
            LineChart.Point(Double(index), index % 100 == 0 ? .nan : Double(index % 7))
        }
        let line = ChartLine(.init("loss", points))
        #expect(line.runs.count == 500)
        #expect(line.runs.reduce(0) { $0 + $1.count } <= 4 * 500)
    }

    @Test func nothingIsNoRun() {
        #expect(ChartLine(.init("loss", [])).runs.isEmpty)
        #expect(ChartLine(.init("loss", [.init(1, .nan)])).runs.isEmpty)
    }
}
