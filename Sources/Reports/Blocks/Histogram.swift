/// How many things fall into each of a row of bins, as columns of equal width.
///
/// A column's height is its count, whatever its bin's width: bins that widen to the right show
/// a long tail without hiding it.
package struct Histogram: ReportBlock {
    private struct Bin: Sendable {
        var name: String
        var count: Double
    }

    /// More columns than this are joined, neighbours with each other, to be seen at all.
    private static let columnLimit = 120
    private static let labelLimit = 12

    private let title: String
    private let caption: String?
    private let bins: [Bin]
    /// Labels between the columns; nil where each column has its name under it.
    private let edgeLabels: [String]?
    private let unit: String?
    private let countUnit: String

    /// Bins of a measure.
    /// - Parameters:
    ///   - edges: Ascending, one more than `counts`; bin i holds what is at least edge i and
    ///     less than edge i + 1. The last may be infinite.
    ///   - unit: What is measured, as “words”.
    ///   - countUnit: What is counted, as “segments”.
    ///   - wholeNumbers: Whether the measure is whole, so that 10 to below 20 reads 10–19.
    package init(
        title: String, edges: [Double], counts: [Int], unit: String, countUnit: String = "units",
        wholeNumbers: Bool = true, caption: String? = nil
    ) {
        precondition(
            edges.count == counts.count + 1 || (edges.isEmpty && counts.isEmpty),
            "\(edges.count) edges for \(counts.count) bins")
        self.title = title
        self.caption = caption
        self.unit = unit
        self.countUnit = countUnit
        let names = zip(edges, edges.dropFirst()).map {
            Self.name(from: $0, to: $1, unit: unit, wholeNumbers: wholeNumbers)
        }
        bins = Self.joined(names: names, counts: counts)
        let stride = Self.stride(bins: counts.count)
        edgeLabels =
            Swift.stride(from: 0, to: edges.count, by: stride).map {
                NumberText.significant(edges[$0])
            } + (counts.count % stride == 0 ? [] : edges.suffix(1).map(NumberText.significant))
    }

    /// Bins with names, such as years.
    package init(
        title: String, names: [String], counts: [Int], unit: String? = nil,
        countUnit: String = "units", caption: String? = nil
    ) {
        precondition(names.count == counts.count, "\(names.count) names, \(counts.count) counts")
        self.title = title
        self.caption = caption
        self.unit = unit
        self.countUnit = countUnit
        bins = Self.joined(names: names, counts: counts)
        edgeLabels = nil
    }

    package var markup: Markup {
        guard !bins.isEmpty else { return figure(title, caption: caption, noData) }
        let largest = bins.map(\.count).max() ?? 0
        let area = PlotArea(
            vertical: AxisKind.count.ticks(covering: 0...largest, reachesOut: true),
            verticalKind: .count, horizontal: labels, horizontalName: unit,
            verticalName: countUnit)
        let columns = bins.enumerated().map { column($1, number: $0, in: area) }
        let description =
            "\(title): \(bins.count) columns, the highest \(NumberText.significant(largest)) \(countUnit)"
        return figure(
            title, caption: caption, area.markup(description: description, "\(columns)"))
    }

    private var width: Double { 100 / Double(bins.count) }

    private func column(_ bin: Bin, number: Int, in area: PlotArea) -> Markup {
        let top = bin.count > 0 ? min(area.y(bin.count), PlotArea.height - 1) : PlotArea.height
        return """
            <rect class="column" x="\(at: Double(number) * width)%" y="\(at: top)" \
            width="\(at: width)%" height="\(at: PlotArea.height - top)">\
            <title>\(bin.name): \(NumberText.decimal(bin.count, decimals: 0)) \(countUnit)</title>\
            </rect>

            """
    }

    private var labels: [PlotArea.Label] {
        let texts = edgeLabels ?? bins.map { $0.name.shortened(to: 12) }
        let offset = edgeLabels == nil ? width / 2 : 0
        let every = (texts.count + Self.labelLimit - 1) / Self.labelLimit
        let shown = Swift.stride(from: 0, to: texts.count, by: max(1, every))
        return shown.enumerated().map { order, index in
            PlotArea.Label(
                text: texts[index], percent: min(100, Double(index) * width + offset),
                isMinor: order % 2 == 1)
        }
    }

    private static func stride(bins: Int) -> Int {
        max(1, (bins + columnLimit - 1) / columnLimit)
    }

    private static func joined(names: [String], counts: [Int]) -> [Bin] {
        let stride = stride(bins: counts.count)
        return Swift.stride(from: 0, to: counts.count, by: stride).map { first in
            let last = min(first + stride, counts.count) - 1
            let name = first == last ? names[first] : "\(names[first]) to \(names[last])"
            return Bin(
                name: name, count: counts[first...last].reduce(0) { $0 + Double(max(0, $1)) })
        }
    }

    private static func name(
        from lower: Double, to upper: Double, unit: String, wholeNumbers: Bool
    ) -> String {
        let low = NumberText.significant(lower)
        guard upper.isFinite else { return "\(low) \(unit) or more" }
        if wholeNumbers {
            let last = upper.rounded(.up) - 1
            return last <= lower
                ? "\(low) \(unit)" : "\(low)–\(NumberText.significant(last)) \(unit)"
        }
        return "\(low) to \(NumberText.significant(upper)) \(unit)"
    }
}
