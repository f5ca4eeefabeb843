import Testing

@testable import Reports

@Suite struct HeatMapTests {
    private func shades(_ map: HeatMap) -> [String] {
        ParsedPage(map).elements(named: "i").compactMap { $0.attributes["style"] }
    }

    @Test func shadesGoFromZeroToTheStrongest() {
        let map = HeatMap(title: "", rows: ["a"], columns: ["x", "y", "z"], values: [0.2, 0, 0.8])
        #expect(shades(map) == ["opacity:0.25", "opacity:0", "opacity:1"])
    }

    @Test func negativeValuesLowerTheScale() {
        let map = HeatMap(title: "", rows: ["a"], columns: ["x", "y", "z"], values: [-1, 0, 1])
        #expect(shades(map) == ["opacity:0", "opacity:0.5", "opacity:1"])
    }

    @Test("cells name their row, column and value; what is not finite has no shade")
    func titles() {
        let page = ParsedPage(
            HeatMap(title: "", rows: ["Haus"], columns: ["house", "."], values: [0.5, .nan]))
        let titles = page.elements(named: "td").compactMap { $0.attributes["title"] }
        #expect(titles == ["Haus – house: 0.5", "Haus – .: not a number"])
        #expect(page.elements(named: "i").filter { $0.attributes["style"] != nil }.count == 1)
    }

    @Test func allZeroIsAllPale() {
        let map = HeatMap(title: "", rows: ["a"], columns: ["x", "y"], values: [0, 0])
        #expect(shades(map) == ["opacity:0", "opacity:0"])
    }

    @Test func whatIsLeftOutIsSaid() {
        let map = HeatMap(
            title: "", rows: ["a"], columns: (0..<1_200).map(String.init),
            values: Array(repeating: 1, count: 1_200))
        let page = ParsedPage(map)
        #expect(page.text.contains("The first 1 of 1 rows and 160 of 1,200 columns."))
        #expect(page.elements(named: "th").count == 161)
    }
}
