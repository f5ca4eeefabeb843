import Testing

@testable import Reports

@Suite struct BarChartTests {
    private func fills(_ chart: BarChart) -> [String] {
        ParsedPage(chart).elements(named: "i").compactMap { $0.attributes["style"] }
    }

    @Test func barsAreSharesOfTheLongest() {
        let chart = BarChart(title: "Rules", bars: [.init("a", 40), .init("b", 10), .init("c", 0)])
        #expect(fills(chart) == ["left:0%;width:100%", "left:0%;width:25%"])
    }

    @Test func gainsAndLossesShareAZero() {
        let chart = BarChart(title: "BLEU", bars: [.init("a", 3), .init("b", -1)])
        #expect(fills(chart) == ["left:25%;width:75%", "left:0%;width:25%"])
        #expect(ParsedPage(chart).elements(ofClass: "below").count == 1)
    }

    @Test func whatIsNotFiniteIsWrittenAndNotDrawn() {
        let bars: [BarChart.Bar] = [
            .init("a", .number(.nan, decimals: 1)), .init("b", .number(.infinity, decimals: 1)),
        ]
        let chart = BarChart(title: "BLEU", bars: bars)
        #expect(fills(chart).isEmpty)
        #expect(ParsedPage(chart).text.contains("not a number"))
        #expect(ParsedPage(chart).text.contains("∞"))
    }

    @Test func sharesOfATotalStandBesideTheValues() {
        let bars: [BarChart.Bar] = [.init("a", 4_000), .init("b", 1)]
        let page = ParsedPage(BarChart(title: "Rules", bars: bars, total: 10_000))
        #expect(page.text.contains("4,00040.0%") && page.text.contains("1< 0.1%"))
    }

    @Test func theRestIsCounted() {
        let bars = (0..<1_030).map { BarChart.Bar("\($0)", .count($0)) }
        let page = ParsedPage(BarChart(title: "Authors", bars: bars, limit: 20))
        #expect(page.elements(ofClass: "label").count == 20)
        #expect(page.text.contains("and 1,010 more"))
    }

    @Test func aLongLabelIsWholeInItsTitle() {
        let long = String(repeating: "label ", count: 100)
        let page = ParsedPage(BarChart(title: "Authors", bars: [.init(long, 1)]))
        #expect(page.elements(ofClass: "label").first?.attributes["title"] == long)
        #expect(!page.text.contains(long) && page.text.contains("…"))
    }
}
