/// A table of strengths, such as the attention between two sentences, as shades of one colour.
package struct HeatMap: ReportBlock {
    /// More rows or columns than this are not shown; the line under the map says so.
    private static let sideLimit = 160

    private let title: String
    private let caption: String?
    private let rows: [String]
    private let columns: [String]
    private let values: [Double]

    /// - Parameters:
    ///   - rows: The rows' labels, as the target's words.
    ///   - columns: The columns' labels, as the source's words.
    ///   - values: Row after row.
    package init(
        title: String, rows: [String], columns: [String], values: [Double], caption: String? = nil
    ) {
        precondition(
            values.count == rows.count * columns.count,
            "\(values.count) values for \(rows.count) rows of \(columns.count)")
        self.title = title
        self.caption = caption
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    package var isWide: Bool { columns.count > 14 }

    package var markup: Markup {
        guard !values.isEmpty else { return figure(title, caption: caption, noData) }
        let range = self.range
        let head = columns.prefix(Self.sideLimit).map { label in
            """
            <th scope="col" title="\(label)"><span dir="auto">\(label.shortened(to: 40))</span></th>
            """ as Markup
        }
        let body = rows.indices.prefix(Self.sideLimit).map { row(at: $0, range: range) }
        return figure(
            title, caption: caption,
            """
            <div class="scroll"><table class="heat"><thead><tr><td class="void"></td>\(head)</tr>\
            </thead><tbody>
            \(body)</tbody></table></div>\(scale(range))\(leftOut)
            """)
    }

    /// From 0, or from the lowest where there are negative values, to the highest.
    private var range: ClosedRange<Double> {
        let shown = values.filter(\.isPlottable)
        let lower = min(0, shown.min() ?? 0)
        return lower...max(lower, shown.max() ?? 0)
    }

    private func row(at row: Int, range: ClosedRange<Double>) -> Markup {
        let label = rows[row]
        let cells = columns.indices.prefix(Self.sideLimit).map { column in
            cell(row: row, column: column, range: range)
        }
        return """
            <tr><th scope="row" dir="auto" title="\(label)">\(label.shortened(to: 40))</th>\(cells)</tr>

            """
    }

    private func cell(row: Int, column: Int, range: ClosedRange<Double>) -> Markup {
        let value = values[row * columns.count + column]
        let said = "\(rows[row]) – \(columns[column]): \(NumberText.significant(value))"
        guard value.isPlottable else { return "<td class=\"void\" title=\"\(said)\"></td>" }
        let width = range.upperBound - range.lowerBound
        let strength = width > 0 ? (value - range.lowerBound) / width : 0
        return "<td title=\"\(said)\"><i style=\"opacity:\(at: strength)\"></i></td>"
    }

    private func scale(_ range: ClosedRange<Double>) -> Markup {
        """
        <div class="scale" aria-hidden="true">\(NumberText.significant(range.lowerBound))<i></i>\
        \(NumberText.significant(range.upperBound))</div>
        """
    }

    private var leftOut: Markup? {
        guard max(rows.count, columns.count) > Self.sideLimit else { return nil }
        let shown =
            "\(min(rows.count, Self.sideLimit)) of \(NumberText.grouped(rows.count)) rows and "
            + "\(min(columns.count, Self.sideLimit)) of \(NumberText.grouped(columns.count)) columns"
        return "<p class=\"caption\">The first \(shown).</p>"
    }
}
