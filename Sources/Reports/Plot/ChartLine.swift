/// A series made ready to draw: sorted, in runs without gaps, with its peaks kept.
struct ChartLine: Sendable {
    /// How many columns of points a line keeps; each keeps up to four.
    private static let columns = 300

    let name: String
    /// Points to be joined; between two runs there is a gap.
    let runs: [[LineChart.Point]]
    /// The points that cannot be drawn.
    let unplottable: Int
    let isThinned: Bool

    init(_ series: LineChart.Series) {
        name = series.name
        let sorted = series.points.filter(\.x.isPlottable)
            .enumerated().sorted { ($0.element.x, $0.offset) < ($1.element.x, $1.offset) }
            .map(\.element)
        let runs = sorted.split { !$0.y.isPlottable }
        let kept = runs.reduce(0) { $0 + $1.count }
        unplottable = series.points.count - kept
        isThinned = kept > 4 * Self.columns
        self.runs = runs.map { run in
            kept <= 4 * Self.columns
                ? Array(run)
                : Self.thinned(Array(run), columns: max(1, Self.columns * run.count / kept))
        }
    }

    /// The first, lowest, highest and last point of each stretch of points.
    static func thinned(_ points: [LineChart.Point], columns: Int) -> [LineChart.Point] {
        guard points.count > 4 * columns else { return points }
        return (0..<columns).flatMap { column in
            let start = points.count * column / columns
            let end = points.count * (column + 1) / columns
            let stretch = start..<end
            let lowest = stretch.min { points[$0].y < points[$1].y } ?? start
            let highest = stretch.max { points[$0].y < points[$1].y } ?? start
            return Set([start, lowest, highest, end - 1]).sorted().map { points[$0] }
        }
    }
}
