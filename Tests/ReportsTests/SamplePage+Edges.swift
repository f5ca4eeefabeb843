import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension SamplePage {
    private static let long = String(repeating: "a very long label ", count: 30)

    /// What a caller hopes never to hand over.
    static var edges: HTMLPage {
        var page = HTMLPage(title: long, summary: "Everything that is not as it should be.")
        addEmpty(to: &page)
        addSingle(to: &page)
        addMuch(to: &page)
        return page
    }

    private static func line(_ title: String, _ series: [LineChart.Series]) -> LineChart {
        LineChart(title: title, series: series, x: "step", y: "loss")
    }

    private static func addEmpty(to page: inout HTMLPage) {
        page.addSection("Empty")
        page.add(BarChart(title: "Bars", bars: []))
        page.add(Histogram(title: "Histogram", edges: [], counts: [], unit: "words"))
        page.add(line("Line", [.init("none", [])]))
        page.add(HeatMap(title: "Heat", rows: [], columns: [], values: []))
        page.add(Table(title: "Table", columns: ["A"], rows: []))
        page.add(KeyValues(title: "Nothing known", []))
        page.add(SampleList(title: "Samples", samples: []))
    }

    private static func addSingle(to page: inout HTMLPage) {
        page.addSection("One value, equal values, gaps")
        page.add(BarChart(title: "One bar", bars: [.init("only", 0)]))
        page.add(
            BarChart(
                title: "Gains and losses",
                bars: [
                    .init("IT", .number(4.2, decimals: 1)),
                    .init("law", .number(-1.3, decimals: 1)),
                    .init("unknown", .number(.nan, decimals: 1)),
                    .init("endless", .number(.infinity, decimals: 1)),
                ]))
        page.add(Histogram(title: "One bin", edges: [0, 10], counts: [0], unit: "words"))
        page.add(line("One point", [.init("loss", [.init(1, 3)])]))
        page.add(line("All equal", [.init("loss", (0..<9).map { .init(Double($0), 3.5) })]))
        let waves = (0..<60).map { (step: Int) -> LineChart.Point in
            .init(Double(step), step % 13 == 5 ? .nan : sin(Double(step) / 9))
        }
        let grows = [(0, -Double.infinity), (30, 0.5), (60, .infinity)].map {
            LineChart.Point($0.0, $0.1)
        }
        page.add(line("Gaps", [.init("loss", waves), .init("grows", grows)]))
    }

    private static func addMuch(to page: inout HTMLPage) {
        page.addSection("Much")
        let bars = (0..<50).map { BarChart.Bar("\($0) " + long, .count(Int.max >> $0)) }
        page.add(BarChart(title: long, bars: bars, limit: 6))
        page.add(
            Histogram(
                title: "Huge", edges: (0...1000).map(Double.init),
                counts: (0..<1000).map { Int.max / ($0 + 1) }, unit: "characters"))
        let six = (1...6).map { number in
            LineChart.Series(
                "series \(number)",
                (0..<12).map { .init(Double($0), Double($0 * number) * 1e6) })
        }
        page.add(line("Six", six))
        page.add(line("Bounds", [.init("wide", [.init(-1e300, -1e300), .init(1e300, 1e300)])]))
        page.add(
            HeatMap(
                title: "Unusual values", rows: ["שלום", "<b>", long],
                columns: ["a", "long word here", long],
                values: [.nan, 1, -1, 0, 0.5, .infinity, 1, 1, 1]))
    }
}
