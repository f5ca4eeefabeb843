/// The axes of a chart, and the drawing within them.
///
/// Horizontal places are per cent of the width, vertical ones pixels: the chart is as wide as
/// its card while its text keeps its size, on a phone as on a desk, without a script.
struct PlotArea {
    /// A label under the horizontal axis.
    struct Label {
        let text: String
        /// 0 to 100 from the left.
        let percent: Double
        /// Left out where the chart is narrow.
        var isMinor = false
    }

    static let height = 210.0
    /// The average width of a digit of an axis' label.
    private static let digitPixels = 7.2

    /// The characters of labels that fit next to each other where the chart is narrow.
    private static let narrowCharacters = 30

    let vertical: Ticks
    let verticalKind: AxisKind
    let horizontal: [Label]
    /// The names under the axis and above it; user text.
    let horizontalName: String?
    let verticalName: String?

    /// Pixels from the top.
    func y(_ value: Double) -> Double {
        Self.height * (1 - vertical.fraction(of: value))
    }

    /// - Parameter description: The chart in a sentence, for those who cannot see it.
    func markup(description: String, _ drawing: Markup) -> Markup {
        let labels = vertical.values.map { verticalKind.label($0, of: vertical) }
        let margin = Double(labels.map(\.count).max() ?? 0) * Self.digitPixels + 12
        let axis = y(min(max(0, vertical.lower), vertical.upper))
        return """
            \(verticalName.map { "<div class=\"unit\" dir=\"auto\">\($0)</div>" })\
            <div class="plot\(horizontalName == nil ? "" : " named")" \
            style="padding-left:\(at: margin)px">\
            <svg role="img" aria-label="\(description)" height="\(at: Self.height)">
            \(zip(vertical.values, labels).map(gridLine))
            \(drawing)
            <line class="axis" x1="0" x2="100%" y1="\(at: axis)" y2="\(at: axis)"/>
            \(horizontal.map(label))\(horizontalName.map(name))
            </svg></div>
            """
    }

    private func gridLine(at value: Double, label: String) -> Markup {
        """
        <line class="grid" x1="0" x2="100%" y1="\(at: y(value))" y2="\(at: y(value))"/>\
        <text x="-8" y="\(at: y(value) + 4)" text-anchor="end">\(label)</text>
        """
    }

    /// Whether every other label has to go where the chart is narrow.
    private var isCrowded: Bool {
        horizontal.reduce(0) { $0 + $1.text.count } > Self.narrowCharacters
            || horizontal.count > 9
    }

    private func label(_ label: Label) -> Markup {
        let minor: Markup? = label.isMinor && isCrowded ? " class=\"minor\"" : nil
        return """
            <text x="\(at: label.percent)%" y="\(at: Self.height + 19)" text-anchor="middle"\
            \(minor)>\(label.text)</text>
            """
    }

    private func name(_ name: String) -> Markup {
        """
        <text x="50%" y="\(at: Self.height + 38)" text-anchor="middle">\(name)</text>
        """
    }
}
