import Testing

@testable import Reports

@Suite struct HistogramTests {
    @Test("each column says its range and its count")
    func titles() {
        let page = ParsedPage(
            Histogram(
                title: "Length", edges: [0, 1, 10, 20, .infinity], counts: [7, 1_200, 3, 1],
                unit: "words", countUnit: "segments"))
        for text in [
            "0 words: 7 segments", "1–9 words: 1,200 segments", "10–19 words: 3 segments",
            "20 words or more: 1 segments",
        ] {
            #expect(page.text.contains(text), "\(text)")
        }
    }

    @Test func aMeasureThatIsNotWholeHasItsEdges() {
        let page = ParsedPage(
            Histogram(
                title: "Ratio", edges: [0.5, 1, 2], counts: [1, 2], unit: "", wholeNumbers: false))
        #expect(page.text.contains("0.5 to 1 : 1 units"))
    }

    @Test func heightsAreCounts() throws {
        let page = ParsedPage(
            Histogram(title: "Years", names: ["2019", "2020", "2021"], counts: [0, 50, 100]))
        let heights = page.elements(ofClass: "column").compactMap { $0.attributes["height"] }
        #expect(heights == ["0", "105", "210"])
        #expect(page.text.contains("2020: 50 units"))
    }

    @Test("a count of one is seen beside a million")
    func smallColumn() {
        let page = ParsedPage(
            Histogram(title: "Years", names: ["2019", "2020"], counts: [1, 1_000_000]))
        #expect(page.elements(ofClass: "column").first?.attributes["height"] == "1")
    }

    @Test("more bins than can be seen are joined, and none is lost")
    func joinedBins() {
        let page = ParsedPage(
            Histogram(
                title: "Length", edges: (0...1_000).map(Double.init),
                counts: Array(repeating: 1, count: 1_000), unit: "words"))
        #expect(page.elements(ofClass: "column").count == 112)
        #expect(page.text.contains("0 words to 8 words: 9 units"))
        #expect(page.text.contains("999 words: 1 units"))
    }

    @Test func hugeCountsDoNotOverflow() {
        let histogram = Histogram(
            title: "Length", edges: (0...300).map(Double.init),
            counts: Array(repeating: .max, count: 300), unit: "words")
        #expect(ParsedPage(histogram).failure == nil)
    }
}
