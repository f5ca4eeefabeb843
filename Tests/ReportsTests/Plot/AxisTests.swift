import Testing

@testable import Reports

@Suite struct AxisTests {
    @Test(
        "time is labelled in one unit of a clock",
        arguments: [
            (8.0, ["0", "2 s", "4 s", "6 s", "8 s"]),
            (150, ["0", "0.5 min", "1.0 min", "1.5 min"]),
            (4_500, ["0", "15 min", "30 min", "45 min", "60 min", "75 min"]),
            (90_000, ["0", "6 h", "12 h", "18 h", "24 h"]),
            (500_000, ["0", "2 d", "4 d"]), (0.9, ["0", "0.2 s", "0.4 s", "0.6 s", "0.8 s"]),
        ] as [(Double, [String])])
    func duration(seconds: Double, labels: [String]) {
        let ticks = AxisKind.duration.ticks(covering: 0...seconds)
        let shown = ticks.values.map { AxisKind.duration.label($0, of: ticks) }
        #expect(Array(shown.prefix(labels.count)) == labels)
        #expect(shown.count <= 7)
    }

    @Test func sharesArePerCent() {
        let ticks = AxisKind.percent.ticks(covering: 0...1)
        let labels = ticks.values.map { AxisKind.percent.label($0, of: ticks) }
        #expect(labels == ["0%", "20%", "40%", "60%", "80%", "100%"])
        #expect(AxisKind.percent.text(0.971) == "97.1%")
    }

    @Test func everyKindSaysItsValuesInFull() {
        #expect(AxisKind.number.text(2.13149) == "2.131")
        #expect(AxisKind.count.text(12_345) == "12,345")
        #expect(AxisKind.duration.text(3_700) == "1 h 1 min")
    }
}
