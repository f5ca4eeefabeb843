import Testing

@testable import Reports

@Suite struct NumberTextTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "−1,234,567"),
        (Int.max, "9,223,372,036,854,775,807"), (Int.min, "−9,223,372,036,854,775,808"),
    ])
    func thousandsAreGrouped(number: Int, text: String) {
        #expect(NumberText.grouped(number) == text)
    }

    @Test(arguments: [
        (1234.5, 1, "1,234.5"), (0.005, 2, "0.01"), (-0.001, 2, "0.00"), (-2.5, 1, "−2.5"),
        (1e18, 2, "1e18"), (.nan, 1, "not a number"), (-.infinity, 0, "−∞"), (2, -3, "2"),
    ])
    func decimalsAreAsAskedFor(number: Double, decimals: Int, text: String) {
        #expect(NumberText.decimal(number, decimals: decimals) == text)
    }

    @Test(arguments: [
        (0.0, "0"), (0.0012345, "0.001234"), (3.14159, "3.142"), (0.5, "0.5"), (12345.6, "12,346"),
        (10, "10"), (1e-9, "1e−09"), (-7.25, "−7.25"), (.infinity, "∞"),
    ])
    func fourDigitsCount(number: Double, text: String) {
        #expect(NumberText.significant(number) == text)
    }

    @Test(
        "the ticks of one axis are written in one unit",
        arguments: [
            (5_000.0, 5_000.0, 25_000.0, "5k"), (25_000, 5_000, 25_000, "25k"),
            (500, 500, 2_500, "500"), (2_500, 500, 2_500, "2,500"), (0, 500, 2_500, "0"),
            (1.5e6, 5e5, 2e6, "1.5M"), (3e9, 1e9, 5e9, "3B"), (2e12, 2e12, 8e12, "2T"),
            (2e19, 1e19, 3e19, "2e19"), (0.25, 0.05, 0.5, "0.25"), (-0.5, 0.5, 1, "−0.5"),
            (20_001, 1, 20_003, "20,001"), (2e-8, 1e-8, 5e-8, "2e−08"),
        ])
    func ticks(number: Double, step: Double, largest: Double, text: String) {
        #expect(NumberText.tick(number, step: step, largest: largest) == text)
    }

    @Test(arguments: [
        (0.0, "0%"), (1.0, "100%"), (0.1234, "12.3%"), (0.00001, "< 0.1%"), (0.99999, "> 99.9%"),
        (-0.05, "−5.0%"), (1.5, "150.0%"), (.nan, "not a number"),
    ])
    func aLittleIsNotNothing(fraction: Double, text: String) {
        #expect(NumberText.percent(fraction) == text)
    }

    @Test(arguments: [
        (0.42, "0.4 s"), (9.96, "10 s"), (59.6, "1 min"), (725, "12 min 5 s"), (3600, "1 h"),
        (12_000, "3 h 20 min"), (187_200, "2 d 4 h"), (-90, "−1 min 30 s"), (1e15, "1e15 s"),
        (.infinity, "∞"),
    ])
    func durationsHaveTheirTwoLargestUnits(seconds: Double, text: String) {
        #expect(NumberText.duration(seconds: seconds) == text)
    }

    @Test(arguments: [
        (0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (999_999, "1.0 MB"),
        (283_000_000, "283.0 MB"), (Int.max, "9.2 EB"), (-2_000, "−2.0 kB"),
    ])
    func bytesAreCountedInThousands(count: Int, text: String) {
        #expect(NumberText.bytes(count) == text)
    }
}
