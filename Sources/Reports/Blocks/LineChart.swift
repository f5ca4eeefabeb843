/// One or several measures over steps or time, such as the loss in training.
///
/// What is not finite leaves a gap in its line and is counted under the chart. Long series are
/// thinned to what the eye can tell apart, keeping every peak.
package struct LineChart: ReportBlock {
    package struct Point: Sendable, Equatable {
        let x: Double
        let y: Double

        package init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    package struct Series: Sendable, Equatable {
        let name: String
        let points: [Point]

        /// - Parameter points: In any order.
        package init(_ name: String, _ points: [Point]) {
            self.name = name
            self.points = points
        }
    }

    /// A vertical line, as at the best step.
    package struct Mark: Sendable, Equatable {
        let x: Double
        let label: String

        package init(_ x: Double, _ label: String) {
            self.x = x
            self.label = label
        }
    }

    let title: String
    let caption: String?
    let horizontalName: String
    let verticalName: String
    let horizontalKind: AxisKind
    let verticalKind: AxisKind
    let mark: Mark?
    let lines: [ChartLine]

    package init(
        title: String, series: [Series], x horizontalName: String, y verticalName: String,
        xKind: AxisKind = .number, yKind: AxisKind = .number, mark: Mark? = nil,
        caption: String? = nil
    ) {
        self.title = title
        self.caption = caption
        self.horizontalName = horizontalName
        self.verticalName = verticalName
        self.horizontalKind = xKind
        self.verticalKind = yKind
        self.mark = mark
        lines = series.map(ChartLine.init)
    }

    package var markup: Markup {
        let points = lines.flatMap { $0.runs.joined() }
        guard let first = points.first else {
            return figure(title, caption: wholeCaption, "\(legend)\(noData)")
        }
        var (x, y) = (first.x...first.x, first.y...first.y)
        for point in points {
            x = min(x.lowerBound, point.x)...max(x.upperBound, point.x)
            y = min(y.lowerBound, point.y)...max(y.upperBound, point.y)
        }
        let drawing = LineDrawing(
            chart: self, horizontal: horizontalKind.ticks(covering: x),
            vertical: verticalKind.ticks(covering: y, reachesOut: true))
        return figure(title, caption: wholeCaption, "\(legend)\(drawing.markup)")
    }

    /// The names of the lines, each with its last value.
    private var legend: Markup {
        let items = lines.enumerated().map { number, line in
            let last = line.runs.last?.last.map { verticalKind.text($0.y) } ?? ""
            return """
                <li><svg aria-hidden="true"><line x1="0" x2="26" y1="4" y2="4" \
                \(LineDrawing.stroke(of: number))/></svg><bdi>\(line.name)</bdi>\
                <span>\(last)</span></li>
                """ as Markup
        }
        return items.isEmpty ? "" : "<ul class=\"legend\">\(items)</ul>"
    }

    private var wholeCaption: String? {
        let count = lines.reduce(0) { $0 + $1.unplottable }
        guard count > 0 else { return caption }
        let gaps =
            "\(NumberText.grouped(count)) \(count == 1 ? "value is" : "values are") "
            + "not finite and left out."
        return caption.map { "\($0) \(gaps)" } ?? gaps
    }
}
