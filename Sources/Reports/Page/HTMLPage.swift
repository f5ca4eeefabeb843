/// One report: a self-contained HTML page that needs no network and no font of its own.
///
///     var page = HTMLPage(title: "memory.tmx", summary: "412,001 units in 3 languages.")
///     page.add(Headlines([Headline(.count(412_001), "units")]))
///     page.addSection("Lengths")
///     page.add(Histogram(title: "Source length", edges: …, counts: …, unit: "words"))
///     page.html  // the file
///
/// A policy in its head forbids the page every request, and every script but the one that keeps it
/// up to date (`PageRenewal`). It is light or dark as the reader's
/// system is, and light on paper.
package struct HTMLPage: Sendable {
    private struct Section: Sendable {
        var title: String?
        var summary: String?
        var blocks: [any ReportBlock] = []
    }

    /// The number of sections from which the page opens with a list of them.
    private static let listedSections = 4

    private let title: String
    private let summary: String?
    private let footer: String?
    private let renewal: PageRenewal?
    private var sections: [Section] = [Section()]

    /// - Parameters:
    ///   - summary: The one thing to know, in a sentence or two.
    ///   - footer: How and when the page was made.
    ///   - renewal: How a browser reads the file anew, while work goes on.
    package init(
        title: String, summary: String? = nil, footer: String? = nil, renewal: PageRenewal? = nil
    ) {
        self.title = title
        self.summary = summary
        self.footer = footer
        self.renewal = renewal
    }

    /// Begins a section; what is added from now on stands in it.
    package mutating func addSection(_ title: String, summary: String? = nil) {
        sections.append(Section(title: title, summary: summary))
    }

    package mutating func add(_ block: some ReportBlock) {
        sections[sections.count - 1].blocks.append(block)
    }

    /// The whole file.
    package var html: String { markup.html + "\n" }

    private var markup: Markup {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="\(policy)"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        \(renewal?.withoutScript)<title>\(title)</title>
        <style>\(StyleSheet.markup)</style>
        </head>
        <body>
        <main>
        <header>\(heading)\(paragraph(summary, class: "summary"))\(renewal?.notice)\(contents)</header>
        \(sections.enumerated().map { markup(of: $1, number: $0) })\
        \(footer.map { "<footer dir=\"auto\">\($0)</footer>\n" })</main>
        </body>
        </html>
        """
    }

    private var policy: String {
        "default-src 'none'; style-src 'unsafe-inline'"
            + (renewal == nil ? "" : "; script-src \(PageRenewal.scriptSource)")
    }

    private var heading: Markup {
        "<h1 dir=\"auto\" title=\"\(title)\">\(title.shortened(to: 160))</h1>"
    }

    private var contents: Markup? {
        let titles = sections.enumerated().compactMap { number, section in
            section.title.map { (number, $0) }
        }
        guard titles.count >= Self.listedSections else { return nil }
        let links = titles.map { "<a href=\"#section-\($0)\"><bdi>\($1)</bdi></a>" as Markup }
        return "<nav aria-label=\"Sections\">\(links)</nav>"
    }

    private func markup(of section: Section, number: Int) -> Markup {
        if section.title == nil, section.blocks.isEmpty { return "" }
        let blocks = section.blocks.map { block in
            "<div class=\"\(block.isWide ? "wide" : "half")\">\(block.markup)</div>\n" as Markup
        }
        let heading: Markup? = section.title.map { "<h2 dir=\"auto\">\($0)</h2>" }
        return """
            <section id="section-\(number)">\(heading)\(paragraph(section.summary, class: "summary"))
            <div class="blocks">
            \(blocks)</div></section>

            """
    }

    private func paragraph(_ text: String?, class name: String) -> Markup? {
        text.map { "<p class=\"\(name)\" dir=\"auto\">\($0)</p>" }
    }
}
