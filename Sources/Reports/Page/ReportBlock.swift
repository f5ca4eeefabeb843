/// One thing on a page: a chart, a table, a note.
package protocol ReportBlock: Sendable {
    /// Whether it takes the page's whole width; otherwise two stand side by side where they fit.
    var isWide: Bool { get }
    var markup: Markup { get }
}

extension ReportBlock {
    package var isWide: Bool { false }

    /// The frame most blocks have: a title, the content, a line under it.
    package func figure(_ title: String, caption: String? = nil, _ content: Markup) -> Markup {
        let line: Markup? = caption.map { "<p class=\"caption\" dir=\"auto\">\($0)</p>" }
        return """
            <figure><figcaption dir="auto" title="\(title)">\(title.shortened(to: 120))</figcaption>
            \(content)\(line)</figure>
            """
    }

    /// What stands in the place of a picture of nothing.
    package var noData: Markup { "<p class=\"nothing\">No data.</p>" }
}

extension String {
    /// The beginning of a long label; the whole goes into a `title`.
    func shortened(to limit: Int) -> String {
        guard let end = index(startIndex, offsetBy: limit, limitedBy: endIndex), end != endIndex
        else { return self }
        return self[..<end] + "…"
    }
}
