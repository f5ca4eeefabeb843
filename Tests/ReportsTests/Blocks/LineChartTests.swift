import Testing

@testable import Reports

@Suite struct LineChartTests {
    private func chart(_ points: [LineChart.Point], mark: LineChart.Mark? = nil) -> LineChart {
        LineChart(title: "Loss", series: [.init("dev", points)], x: "step", y: "nats", mark: mark)
    }

    @Test("the line runs from corner to corner of its axes")
    func path() {
        let page = ParsedPage(chart([.init(0, 0), .init(5, 10)]))
        #expect(page.elements(named: "path").first?.attributes["d"] == "M0 210L1000 0")
        #expect(page.elements(named: "circle").count == 2)
    }

    @Test func theLegendHasEachLinesLastValue() {
        let page = ParsedPage(
            LineChart(
                title: "Loss",
                series: [
                    .init("training", [.init(1, 3), .init(2, 2.5)]), .init("dev", [.init(1, 3.25)]),
                ], x: "step", y: "nats"))
        #expect(page.text.contains("training2.5") && page.text.contains("dev3.25"))
        let dashes = page.elements(named: "path").map { $0.attributes["stroke-dasharray"] }
        #expect(dashes == ["none"])
    }

    @Test func aSinglePointIsADot() {
        let page = ParsedPage(chart([.init(1, 3)]))
        #expect(page.elements(named: "path").isEmpty)
        #expect(page.elements(named: "circle").count == 1)
    }

    @Test("what is not finite is counted under the chart")
    func unplottable() {
        let one = ParsedPage(chart([.init(1, 3), .init(2, .nan)]))
        #expect(one.text.contains("1 value is not finite and left out."))
        let all = ParsedPage(chart([.init(1, .nan), .init(2, .infinity)]))
        #expect(all.text.contains("2 values are not finite and left out."))
        #expect(all.text.contains("No data."))
    }

    @Test func aPointerIsToldTheValues() {
        let page = ParsedPage(chart([.init(0, 0), .init(1_000, 2.5)]))
        #expect(page.elements(ofClass: "strip").count == 2)
        #expect(page.text.contains("step 1,000: dev 2.5"))
    }

    @Test func aMarkStandsWithinTheAxis() {
        let points: [LineChart.Point] = [.init(0, 0), .init(10, 1)]
        let page = ParsedPage(chart(points, mark: .init(7.5, "best")))
        #expect(page.elements(ofClass: "mark").first?.attributes["x1"] == "75%")
        #expect(
            ParsedPage(chart(points, mark: .init(11, "best"))).elements(ofClass: "mark").isEmpty)
        #expect(ParsedPage(chart(points, mark: .init(.nan, "?"))).elements(ofClass: "mark").isEmpty)
    }

    @Test("it is described for those who cannot see it")
    func description() {
        let page = ParsedPage(chart([.init(0, 8), .init(10, 2)]))
        let picture = page.elements(named: "svg").first { $0.attributes["role"] == "img" }
        #expect(picture?.attributes["aria-label"] == "Loss, nats by step: dev from 8 to 2")
    }
}
