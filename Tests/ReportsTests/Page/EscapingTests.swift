import Testing

@testable import Reports

@Suite struct EscapingTests {
    static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
        "</style></title></svg><b>", "&lt;&amp;&#0;&nosuch;", "]]>--><!--", "\u{0}\u{1B}\u{FFFE}<",
        "`${x}` %s {0} \\", "שלום <עולם>", "a\u{202E}b<c", "<\u{338}>\u{338}\"\u{301}",
    ]

    @Test(
        "a text changes no element and no attribute's name, wherever it stands", arguments: hostile)
    func structure(text: String) {
        let harmless = ParsedPage(Self.page { _ in String(repeating: "x", count: text.count) }.html)
        let page = ParsedPage(Self.page { _ in text }.html)
        #expect(page.failure == nil)
        #expect(page.names == harmless.names)
        #expect(
            page.elements.map { Set($0.attributes.keys) }
                == harmless.elements.map { Set($0.attributes.keys) })
    }

    @Test("every text arrives as it was, between tags or in an attribute")
    func texts() {
        var given: [String] = []
        let html = Self.page { place in
            let text = "<\(place)> & \"'</b>"
            given.append(text)
            return text
        }.html
        let page = ParsedPage(html)
        let attributes = page.elements.flatMap(\.attributes.values).joined(separator: "\n")
        #expect(given.count > 30)
        for text in given {
            #expect(page.text.contains(text) || attributes.contains(text), "\(text)")
            #expect(!html.contains(text))
        }
    }

    @Test("texts of random characters keep the page well-formed")
    func random() {
        var state: UInt64 = 7
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let special = Array("<>&\"'/=;#x-![]{}\\\n\t".unicodeScalars)
        for _ in 0..<40 {
            let page = Self.page { _ in
                var text = String.UnicodeScalarView()
                for _ in 0..<next(24) {
                    let scalar = next(3) == 0 ? Unicode.Scalar(UInt32(next(0x11_0000))) : nil
                    text.append(scalar ?? special[Int(next(UInt64(special.count)))])
                }
                return String(text)
            }
            #expect(ParsedPage(page.html).failure == nil)
        }
    }

    /// A page with every block, each text of which comes from `text`, called with its place.
    private static func page(_ text: (String) -> String) -> HTMLPage {
        var page = HTMLPage(
            title: text("title"), summary: text("summary"), footer: text("footer"))
        for number in 0..<4 { page.addSection(text("section \(number)"), summary: text("s")) }
        page.add(Headlines([.init(.text(text("value")), text("label"), detail: text("detail"))]))
        page.add(Note(.warning, text("note"), detail: text("note detail")))
        page.add(KeyValues(title: text("keys"), [(text("key"), .text(text("pair value")))]))
        page.add(
            Table(
                title: text("table"), caption: text("table caption"),
                columns: [.init(text("column"))],
                rows: [[.text(text("cell"), language: text("language"))]]))
        page.add(
            SampleList(
                title: text("samples"),
                samples: [
                    .init(
                        [.init(text("sample label"), text("sample"), language: text("tag"))],
                        about: text("about"))
                ]))
        addCharts(to: &page, text)
        return page
    }

    private static func addCharts(to page: inout HTMLPage, _ text: (String) -> String) {
        page.add(
            BarChart(title: text("bars"), bars: [.init(text("bar"), .text(text("bar value")))]))
        page.add(
            Histogram(
                title: text("histogram"), names: [text("bin")], counts: [3], unit: text("unit"),
                countUnit: text("count unit"), caption: text("histogram caption")))
        page.add(
            LineChart(
                title: text("line"),
                series: [.init(text("series"), [.init(1, 2), .init(2, 3)])], x: text("x"),
                y: text("y"), mark: .init(1.5, text("mark"))))
        page.add(
            HeatMap(title: text("heat"), rows: [text("row")], columns: [text("col")], values: [1]))
    }
}
