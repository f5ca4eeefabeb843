import Testing

@testable import Reports

@Suite struct HTMLPageTests {
    static let pages = [SamplePage.health.html, SamplePage.training.html, SamplePage.edges.html]

    @Test("every page is well-formed, whatever is in it", arguments: pages)
    func wellFormed(html: String) {
        let page = ParsedPage(html)
        #expect(page.failure == nil)
        #expect(page.names.first == "html")
    }

    @Test("a page asks for nothing: no link, picture, frame, script or style from elsewhere")
    func selfContained() {
        for html in Self.pages {
            let page = ParsedPage(html)
            let forbidden: Set = ["link", "img", "iframe", "object", "base", "form"]
            #expect(forbidden.isDisjoint(with: page.names))
            #expect(page.elements.allSatisfy { $0.attributes["src"] == nil })
            let links = page.elements.compactMap { $0.attributes["href"] }
            #expect(links.allSatisfy { $0.hasPrefix("#") })
            #expect(!html.contains("url(") && !html.contains("@import"))
            let policy = page.elements.first {
                $0.attributes["http-equiv"] == "Content-Security-Policy"
            }
            let content = policy?.attributes["content"] ?? ""
            let strict = "default-src 'none'; style-src 'unsafe-inline'"
            let scripts = page.elements(named: "script").count
            #expect(content.hasPrefix(strict) && scripts <= 1)
            #expect((content == strict) == (scripts == 0))
        }
    }

    @Test("no drawing holds a number that is not finite", arguments: pages)
    func finite(html: String) {
        let places: Set = ["x", "y", "x1", "x2", "y1", "y2", "width", "height", "d", "cx", "cy"]
        for element in ParsedPage(html).elements {
            for (name, value) in element.attributes where places.contains(name) {
                #expect(!value.contains("n") && !value.contains("e"), "\(element)")
            }
        }
    }

    @Test func everyPictureIsDescribed() {
        let pictures = Self.pages.flatMap { ParsedPage($0).elements(named: "svg") }
            .filter { $0.attributes["role"] == "img" }
        #expect(pictures.count > 8)
        #expect(pictures.allSatisfy { $0.attributes["aria-label"]?.isEmpty == false })
    }

    @Test func aPageOfFourSectionsOpensWithTheirList() {
        var page = HTMLPage(title: "memory")
        for title in ["One", "Two", "Three"] { page.addSection(title) }
        #expect(ParsedPage(page.html).elements(named: "a").isEmpty)
        page.addSection("Four", summary: "The last.")
        let parsed = ParsedPage(page.html)
        #expect(
            parsed.elements(named: "a").map { $0.attributes["href"] }
                == ["#section-1", "#section-2", "#section-3", "#section-4"])
        let anchors = Set(parsed.elements(named: "section").compactMap { $0.attributes["id"] })
        #expect(anchors == ["section-1", "section-2", "section-3", "section-4"])
    }

    @Test func aPageIsReadAnewOnlyWhenAsked() {
        let ready = ParsedPage(HTMLPage(title: "done").html)
        let renewal = PageRenewal(
            seconds: 60, writtenAt: 1_700_000_000, patienceSeconds: 300, advice: "Look again.")
        let running = ParsedPage(HTMLPage(title: "running", renewal: renewal).html)
        #expect(!ready.elements.contains { $0.attributes["http-equiv"] == "refresh" })
        #expect(!ready.elements.contains { $0.attributes["id"] == "overdue" })
        let notice = running.elements.first { $0.attributes["id"] == "overdue" }
        #expect(notice?.attributes["hidden"] != nil)
        #expect(notice?.attributes["data-seconds"] == "60")
        #expect(notice?.attributes["data-written"] == "1700000000")
        #expect(notice?.attributes["data-patience"] == "300")
        let refresh = running.elements.first { $0.attributes["http-equiv"] == "refresh" }
        #expect(refresh?.attributes["content"] == "60")
    }

    @Test func titleSummaryAndFooterAreShown() {
        let parsed = ParsedPage(
            HTMLPage(title: "memory.tmx", summary: "412 units.", footer: "made today").html)
        #expect(parsed.text.contains("412 units."))
        #expect(parsed.text.contains("made today"))
        #expect(parsed.elements(named: "h1").first?.attributes["title"] == "memory.tmx")
    }
}
