/// The few numbers to see first, each large in a tile of its own.
package struct Headlines: ReportBlock {
    package struct Headline: Sendable, Equatable {
        let value: Value
        let label: String
        let detail: String?

        /// - Parameter detail: What puts the number in proportion, as “97.2% of the units”.
        package init(_ value: Value, _ label: String, detail: String? = nil) {
            self.value = value
            self.label = label
            self.detail = detail
        }
    }

    private let headlines: [Headline]

    package init(_ headlines: [Headline]) {
        self.headlines = headlines
    }

    package var isWide: Bool { true }

    package var markup: Markup {
        "<div class=\"tiles\">\(headlines.map(tile))</div>"
    }

    private func tile(_ headline: Headline) -> Markup {
        """
        <div class="tile"><b>\(headline.value.markup)</b><span dir="auto">\(headline.label)</span>\
        \(headline.detail.map { "<small dir=\"auto\">\($0)</small>" })</div>
        """
    }
}
