/// Rows and columns, numbers at the right.
package struct Table: ReportBlock {
    package struct Column: Sendable, Equatable, ExpressibleByStringLiteral {
        let title: String
        let showsBars: Bool

        /// - Parameter showsBars: Whether each number has a bar under it: per cents as shares of
        ///   a whole, others as shares of the column's largest.
        package init(_ title: String, showsBars: Bool = false) {
            self.title = title
            self.showsBars = showsBars
        }

        package init(stringLiteral title: String) {
            self.init(title)
        }
    }

    private let title: String
    private let caption: String?
    private let columns: [Column]
    private let rows: [[Value]]

    /// - Parameter rows: Each with a value for every column.
    package init(title: String, caption: String? = nil, columns: [Column], rows: [[Value]]) {
        for row in rows {
            precondition(
                row.count == columns.count,
                "a row of \(row.count) values in a table of \(columns.count) columns")
        }
        self.title = title
        self.caption = caption
        self.columns = columns
        self.rows = rows
    }

    package var isWide: Bool { columns.count > 4 }

    package var markup: Markup {
        guard !rows.isEmpty else { return figure(title, caption: caption, noData) }
        let styles = columns.indices.map(style)
        let head = zip(columns, styles).map { column, style in
            "<th scope=\"col\" dir=\"auto\"\(style.attribute)>\(column.title)</th>" as Markup
        }
        let body = rows.map { row in
            "<tr>\(zip(row, styles).map(cell))</tr>\n" as Markup
        }
        return figure(
            title, caption: caption,
            """
            <div class="scroll"><table><thead><tr>\(head)</tr></thead><tbody>
            \(body)</tbody></table></div>
            """)
    }

    /// From this many characters on a text gets room to be read where the page is narrow.
    private static let longText = 24

    private struct ColumnStyle {
        let isNumeric: Bool
        var isLong = false
        /// What fills a bar; nil for a column without.
        let full: Double?

        var attribute: Markup {
            isNumeric ? " class=\"n\"" : isLong ? " class=\"long\"" : ""
        }
    }

    private func style(of column: Int) -> ColumnStyle {
        let values = rows.map { $0[column] }
        let isNumeric = !values.contains(where: \.isText)
        guard isNumeric, columns[column].showsBars else {
            let isLong = values.contains { $0.isText && $0.text.count >= Self.longText }
            return ColumnStyle(isNumeric: isNumeric, isLong: isLong, full: nil)
        }
        let isShare = values.contains { if case .percent = $0 { true } else { false } }
        let largest = values.compactMap(\.magnitude).max() ?? 0
        return ColumnStyle(isNumeric: true, full: isShare ? max(1, largest) : largest)
    }

    private func cell(_ value: Value, _ style: ColumnStyle) -> Markup {
        "<td dir=\"auto\"\(style.attribute)>\(value.markup)\(bar(value, of: style.full))</td>"
    }

    private func bar(_ value: Value, of full: Double?) -> Markup? {
        guard let full, let magnitude = value.magnitude else { return nil }
        let share = magnitude > 0 ? magnitude / full : 0
        let fill: Markup = share > 0 ? "<i style=\"left:0;width:\(at: share * 100)%\"></i>" : ""
        return "<span class=\"track\" aria-hidden=\"true\">\(fill)</span>"
    }
}
