import Testing

@testable import Reports

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct PaletteTests {
    @Test(
        "all that is read or followed has a contrast of 4.5 to what it stands on",
        arguments: [Palette.light, Palette.dark])
    func contrast(palette: Palette) throws {
        let read =
            palette.series + [
                palette.ink, palette.quiet, palette.good, palette.warning, palette.problem,
            ]
        for color in read {
            for ground in [palette.card, palette.paper] {
                let ratio = try contrast(color, ground)
                #expect(ratio >= 4.5, "\(color) on \(ground): \(ratio)")
            }
        }
    }

    @Test func everySeriesHasDashesOfItsOwn() {
        #expect(Palette.dashes.count == Palette.light.series.count)
        #expect(Palette.light.series.count == Palette.dark.series.count)
        #expect(Set(Palette.dashes.map(\.description)).count == Palette.dashes.count)
    }

    /// WCAG 2.2, “contrast ratio” and “relative luminance”.
    private func contrast(_ one: String, _ other: String) throws -> Double {
        let (first, second) = (try luminance(one), try luminance(other))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    private func luminance(_ color: String) throws -> Double {
        let number = try #require(Int(color.dropFirst(), radix: 16))
        let weights = [(16, 0.2126), (8, 0.7152), (0, 0.0722)]
        return weights.reduce(0) { sum, channel in
            let value = Double(number >> channel.0 & 0xFF) / 255
            let linear = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            return sum + channel.1 * linear
        }
    }
}
