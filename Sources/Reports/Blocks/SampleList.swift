/// A few segments to read: pairs of a corpus, or source, reference and translation.
package struct SampleList: ReportBlock {
    package struct Text: Sendable, Equatable {
        let label: String
        let text: String
        let language: String?

        /// - Parameters:
        ///   - label: What the text is, as “de” or “translation”.
        ///   - language: Its language's tag, where known.
        package init(_ label: String, _ text: String, language: String? = nil) {
            self.label = label
            self.text = text
            self.language = language
        }
    }

    package struct Sample: Sendable, Equatable {
        let texts: [Text]
        let about: String?

        /// - Parameter about: Where it comes from or what is notable, as “memory.tmx:1204”.
        package init(_ texts: [Text], about: String? = nil) {
            self.texts = texts
            self.about = about
        }
    }

    private let title: String
    private let caption: String?
    private let samples: [Sample]
    private let isStacked: Bool

    /// - Parameter isStacked: Whether a sample's texts stand one under the other, to be compared
    ///   word by word, and not side by side.
    package init(
        title: String, samples: [Sample], caption: String? = nil, isStacked: Bool = false
    ) {
        self.title = title
        self.caption = caption
        self.samples = samples
        self.isStacked = isStacked
    }

    package var isWide: Bool { true }

    package var markup: Markup {
        guard !samples.isEmpty else { return figure(title, caption: caption, noData) }
        return figure(title, caption: caption, "<ul class=\"samples\">\(samples.map(item))</ul>")
    }

    private func item(_ sample: Sample) -> Markup {
        """
        <li><div class="\(isStacked ? "texts stacked" : "texts")">\(sample.texts.map(block))</div>\
        \(sample.about.map { "<span class=\"about\" dir=\"auto\">\($0)</span>" })</li>

        """
    }

    private func block(_ text: Text) -> Markup {
        let language: Markup? = text.language.map { " lang=\"\($0)\"" }
        return """
            <div><small dir="auto">\(text.label)</small>\
            <p dir="auto"\(language)>\(text.text)</p></div>
            """
    }
}
