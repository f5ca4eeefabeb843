/// Names and what each is: settings, a file's properties.
package struct KeyValues: ReportBlock {
    private let title: String
    private let caption: String?
    private let pairs: [(key: String, value: Value)]

    package init(
        title: String, caption: String? = nil, _ pairs: [(key: String, value: Value)]
    ) {
        self.title = title
        self.caption = caption
        self.pairs = pairs
    }

    package var markup: Markup {
        guard !pairs.isEmpty else { return figure(title, caption: caption, noData) }
        let rows = pairs.map { key, value in
            "<tr><th scope=\"row\" dir=\"auto\">\(key)</th><td dir=\"auto\">\(value.markup)</td></tr>\n"
                as Markup
        }
        return figure(
            title, caption: caption, "<table class=\"pairs\"><tbody>\(rows)</tbody></table>")
    }
}
