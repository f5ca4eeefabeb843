import Testing

@testable import Reports

/// Headlines, notes, tables and samples.
@Suite struct TextBlockTests {
    @Test(arguments: [
        (Value.text("twelve"), "twelve"), (12_345, "12,345"), (.number(2.5, decimals: 2), "2.50"),
        (.percent(0.25), "25.0%"), (.seconds(61), "1 min 1 s"), (.bytes(2_000), "2.0 kB"),
        (.missing, "–"),
    ])
    func valuesAreWritten(value: Value, text: String) {
        #expect(value.text == text)
    }

    @Test func aHeadlineHasItsLabelAndDetail() {
        let page = ParsedPage(
            Headlines([.init(400_518, "pairs", detail: "97.2%"), .init(3, "files")]))
        #expect(page.elements(ofClass: "tile").count == 2)
        for text in ["400,518", "pairs", "97.2%", "files"] { #expect(page.text.contains(text)) }
    }

    @Test("a note says in words how serious it is", arguments: Note.Tone.allCases)
    func noteTone(tone: Note.Tone) {
        let words: [Note.Tone: String] = [
            .information: "Note", .good: "Good", .warning: "Warning", .problem: "Problem",
        ]
        let page = ParsedPage(Note(tone, "Drafts.", detail: "Look."))
        #expect(page.text.contains("\(words[tone] ?? "")Drafts."))
        #expect(page.elements(ofClass: tone.rawValue).count == 1)
    }

    @Test func columnsOfNumbersAreAlignedRight() {
        let page = ParsedPage(
            Table(
                title: "Files", columns: ["File", "Units", "Mixed"],
                rows: [["a.tmx", 12, 1], ["b.tmx", .missing, "none"]]))
        #expect(
            page.elements(named: "td").map { $0.attributes["class"] == "n" }
                == [false, true, false, false, true, false])
        #expect(
            page.elements(named: "th").map { $0.attributes["class"] == "n" }
                == [false, true, false])
    }

    @Test("bars are shares of the column's largest, or of a whole where they are per cents")
    func tableBars() {
        let page = ParsedPage(
            Table(
                title: "Files",
                columns: [.init("Units", showsBars: true), .init("Usable", showsBars: true)],
                rows: [[50, .percent(0.5)], [200, .percent(0.25)], [0, .percent(.nan)]]))
        let widths = page.elements(named: "i").compactMap { $0.attributes["style"] }
        #expect(
            widths == [
                "left:0;width:25%", "left:0;width:50%", "left:0;width:100%", "left:0;width:25%",
            ])
    }

    @Test("samples stand side by side, or one under the other to be compared")
    func samples() {
        let sample = SampleList.Sample([.init("en", "A house."), .init("de", "Ein Haus.")])
        for isStacked in [false, true] {
            let page = ParsedPage(
                SampleList(title: "Samples", samples: [sample], isStacked: isStacked))
            #expect(page.elements(ofClass: "texts").count == 1)
            #expect(page.elements(ofClass: "stacked").count == (isStacked ? 1 : 0))
            #expect(page.text.contains("Ein Haus."))
        }
    }

    @Test func aWideTableTakesTheWholeWidth() {
        let columns = (0..<5).map { Table.Column("\($0)") }
        #expect(Table(title: "", columns: columns, rows: []).isWide)
        #expect(!Table(title: "", columns: Array(columns.dropLast()), rows: []).isWide)
    }

    @Test func segmentsKeepTheirLanguageAndFindTheirDirection() {
        let page = ParsedPage(
            SampleList(
                title: "Pairs",
                samples: [
                    .init(
                        [.init("en", "Hello"), .init("he", "שלום", language: "he")], about: "a:1")
                ]))
        let texts = page.elements(named: "p").filter { $0.attributes["dir"] == "auto" }
        #expect(texts.map { $0.attributes["lang"] } == [nil, "he"])
        #expect(page.text.contains("שלום") && page.text.contains("a:1"))
    }

    @Test("nothing to show is said")
    func empty() {
        let blocks: [any ReportBlock] = [
            Table(title: "", columns: ["A"], rows: []), KeyValues(title: "", []),
            SampleList(title: "", samples: []), BarChart(title: "", bars: []),
            Histogram(title: "", edges: [], counts: [], unit: ""),
            Histogram(title: "", names: [], counts: []),
            HeatMap(title: "", rows: ["a"], columns: [], values: []),
            LineChart(title: "", series: [], x: "", y: ""),
        ]
        for block in blocks { #expect(block.markup.html.contains("No data."), "\(block)") }
    }
}
