/// A line chart's lines within its axes.
struct LineDrawing {
    /// Up to this many points each has a dot, so that one sees where values were taken.
    private static let dottedPoints = 40
    /// The parts of the width over which a pointer is told the values.
    private static let strips = 80
    /// Units of a path's coordinates across the width.
    private static let pathWidth = 1000.0

    let chart: LineChart
    let horizontal: Ticks
    let vertical: Ticks

    static func stroke(of number: Int) -> Markup {
        let color = "var(--series-\(number % Palette.light.series.count))"
        let dashes = Palette.dashes[number % Palette.dashes.count].description
        return "style=\"stroke:\(color)\" stroke-dasharray=\"\(dashes.isEmpty ? "none" : dashes)\""
    }

    var markup: Markup {
        let labels = horizontal.values.enumerated().map { order, value in
            PlotArea.Label(
                text: chart.horizontalKind.label(value, of: horizontal),
                percent: horizontal.fraction(of: value) * 100, isMinor: order % 2 == 1)
        }
        let area = PlotArea(
            vertical: vertical, verticalKind: chart.verticalKind, horizontal: labels,
            horizontalName: chart.horizontalName, verticalName: chart.verticalName)
        let paths = chart.lines.enumerated().map { path($1, number: $0, in: area) }
        return area.markup(
            description: description,
            """
            \(mark)<svg width="100%" height="\(at: PlotArea.height)" \
            viewBox="0 0 \(at: Self.pathWidth) \(at: PlotArea.height)" \
            preserveAspectRatio="none">\(paths)</svg>
            \(chart.lines.enumerated().map { dots($1, number: $0, in: area) })\(hoverStrips)
            """)
    }

    private var description: String {
        let lines = chart.lines.compactMap { line -> String? in
            guard let first = line.runs.first?.first, let last = line.runs.last?.last else {
                return nil
            }
            return "\(line.name) from \(chart.verticalKind.text(first.y)) "
                + "to \(chart.verticalKind.text(last.y))"
        }
        return "\(chart.title), \(chart.verticalName) by \(chart.horizontalName): "
            + lines.joined(separator: "; ")
    }

    private func path(_ line: ChartLine, number: Int, in area: PlotArea) -> Markup {
        let runs = line.runs.filter { $0.count > 1 }.map { run in
            run.enumerated().map { order, point in
                """
                \(order == 0 ? "M" : "L")\(at: horizontal.fraction(of: point.x) * Self.pathWidth) \
                \(at: area.y(point.y))
                """ as Markup
            }
        }
        guard !runs.isEmpty else { return "" }
        let dense: Markup? = line.isThinned ? " class=\"dense\"" : nil
        return "<path\(dense) d=\"\(runs.joined())\" \(Self.stroke(of: number))/>"
    }

    /// Dots at the points of a short line, and at a longer one's points between gaps.
    private func dots(_ line: ChartLine, number: Int, in area: PlotArea) -> Markup {
        let isShort = line.runs.reduce(0) { $0 + $1.count } <= Self.dottedPoints
        let runs = isShort ? line.runs : line.runs.filter { $0.count == 1 }
        let color = "var(--series-\(number % Palette.light.series.count))"
        let circles = runs.joined().map { point in
            """
            <circle cx="\(at: horizontal.fraction(of: point.x) * 100)%" \
            cy="\(at: area.y(point.y))" r="2.8" style="fill:\(color)"/>
            """ as Markup
        }
        return "\(circles)"
    }

    private var mark: Markup? {
        guard let mark = chart.mark, mark.x >= horizontal.lower, mark.x <= horizontal.upper else {
            return nil
        }
        let percent = horizontal.fraction(of: mark.x) * 100
        let anchor = percent > 60 ? "end" : "start"
        return """
            <line class="mark" x1="\(at: percent)%" x2="\(at: percent)%" y1="0" \
            y2="\(at: PlotArea.height)"/><text x="\(at: percent)%" y="-4" \
            dx="\(percent > 60 ? -4 : 4)" dy="14" text-anchor="\(anchor)">\
            \(mark.label.shortened(to: 40))<title>\(mark.label)</title></text>

            """
    }

    /// Upright strips that tell a pointer, without a script, the values under it.
    private var hoverStrips: Markup {
        var texts: [Int: String] = [:]
        for line in chart.lines {
            let points = line.runs.joined()
            var last: [Int: LineChart.Point] = [:]
            for point in points { last[strip(of: point)] = point }
            for (strip, point) in last {
                let x = "\(chart.horizontalName) \(chart.horizontalKind.text(point.x))"
                let text = "\(x): \(line.name) \(chart.verticalKind.text(point.y))"
                texts[strip] = texts[strip].map { "\($0)\n\(text)" } ?? text
            }
        }
        let width = 100 / Double(Self.strips)
        let strips = texts.sorted { $0.key < $1.key }.map { strip, text in
            """
            <rect class="strip" x="\(at: Double(strip) * width)%" y="0" width="\(at: width)%" \
            height="\(at: PlotArea.height)"><title>\(text)</title></rect>
            """ as Markup
        }
        return "\(strips)"
    }

    private func strip(of point: LineChart.Point) -> Int {
        min(Self.strips - 1, Int(horizontal.fraction(of: point.x) * Double(Self.strips)))
    }
}
