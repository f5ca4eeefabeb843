/// Things compared by one number each: a bar a line, in the order given.
///
/// Rows of text with drawn bars rather than one drawing: long labels of any script are cut by
/// the browser where its width ends, and every number can be read aloud and copied.
package struct BarChart: ReportBlock {
    package struct Bar: Sendable, Equatable {
        let label: String
        let value: Value

        package init(_ label: String, _ value: Value) {
            self.label = label
            self.value = value
        }
    }

    private let title: String
    private let caption: String?
    private let bars: [Bar]
    private let total: Double?
    private let limit: Int

    /// - Parameters:
    ///   - total: What all bars are parts of, to show each one's share; nil to show none.
    ///   - limit: The bars drawn; the last line says how many more there are.
    package init(
        title: String, bars: [Bar], total: Double? = nil, limit: Int = 20, caption: String? = nil
    ) {
        self.title = title
        self.caption = caption
        self.bars = bars
        self.total = total
        self.limit = limit
    }

    package var markup: Markup {
        guard !bars.isEmpty else { return figure(title, caption: caption, noData) }
        let magnitudes = bars.compactMap(\.value.magnitude)
        let lower = min(0, magnitudes.min() ?? 0)
        let upper = max(0, magnitudes.max() ?? 0)
        let rows = bars.prefix(limit).map { row($0, from: lower, width: upper - lower) }
        return figure(title, caption: caption, "<ul class=\"bars\">\n\(rows)\(rest)</ul>")
    }

    private var rest: Markup? {
        guard bars.count > limit else { return nil }
        return "<li class=\"rest\">and \(NumberText.grouped(bars.count - limit)) more</li>"
    }

    private func row(_ bar: Bar, from lower: Double, width: Double) -> Markup {
        """
        <li><span class="label" dir="auto" title="\(bar.label)">\(bar.label.shortened(to: 120))\
        </span><span class="track" aria-hidden="true">\(fill(bar, from: lower, width: width))\
        </span><span class="n value">\(bar.value.markup)\(share(of: bar.value))</span></li>

        """
    }

    private func fill(_ bar: Bar, from lower: Double, width: Double) -> Markup? {
        guard let magnitude = bar.value.magnitude, magnitude != 0, width > 0 else { return nil }
        let left = (min(magnitude, 0) - lower) / width * 100
        let length = abs(magnitude) / width * 100
        let below: Markup? = magnitude < 0 ? " class=\"below\"" : nil
        return """
            <i\(below) \
            style="left:\(at: left)%;width:\(at: length)%"></i>
            """
    }

    private func share(of value: Value) -> Markup? {
        guard let total, total > 0, let magnitude = value.magnitude else { return nil }
        return "<span class=\"share\">\(NumberText.percent(magnitude / total))</span>"
    }
}
