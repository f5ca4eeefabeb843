import Foundation
import Testing

@testable import Text

/// Marked and cut anywhere, a text comes back scalar by scalar.
@Suite struct CasingRoundTripTests {
    /// Letters that have case, and what makes it hard.
    private static let alphabet: [Unicode.Scalar] = {
        let ranges: [ClosedRange<UInt32>] = [
            0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x250...0x2AF, 0x370...0x3FF, 0x400...0x52F,
            0x531...0x587, 0x10A0...0x10FF, 0x13A0...0x13F5, 0x1C80...0x1CBF, 0x1E00...0x1FFF,
            0x2C00...0x2D2F, 0xA640...0xA69F, 0xA722...0xA7CA, 0xAB30...0xABBF, 0xFB00...0xFB06,
            0xFF21...0xFF5A, 0x10400...0x1044F, 0x16E40...0x16E7F, 0x1E900...0x1E943,
            0x2160...0x217F, 0x24B6...0x24E9,
        ]
        return ranges.flatMap { $0.compactMap { Unicode.Scalar($0) } }
    }()

    private static let common: [Unicode.Scalar] = Array("aAbBiIsSéÉßẞςσΣİıǅǆǄ ".unicodeScalars)
    private static let others: [Unicode.Scalar] = Array(
        "  .,-'’\"()_123你ใ\u{301}\u{30C}\u{308}\u{345}\u{331}\u{200D}\u{A0}￭｟^｠👍🏽𝒳ʻªº".unicodeScalars
    )

    static func randomText(_ random: inout SeededGenerator, length: Int) -> String {
        let prefersUpper = Bool.random(using: &random)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...length, using: &random) {
            let pool =
                switch Int.random(in: 0..<8, using: &random) {
                case 0, 1: others
                case 2, 3: alphabet
                default: common
                }
            let scalar = pool.randomElement(using: &random) ?? "a"
            let upper = scalar.properties.uppercaseMapping.unicodeScalars
            text.append(prefersUpper ? upper.first ?? scalar : scalar)
        }
        return String(text)
    }

    private static func expectRoundTrip(
        _ text: String, cuttingOneIn parts: Int, _ random: inout SeededGenerator,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let cased = CaseText(text)
        let tokens = cased.tokens { Int.random(in: 0..<parts, using: &random) == 0 }
        let expected = String(decoding: cased.units, as: UTF16.self)
        #expect(
            CaseText.written(tokens).unicodeScalars.elementsEqual(expected.unicodeScalars),
            "\(expected.debugDescription) \(tokens.map(\.spelling))", sourceLocation: sourceLocation
        )
        #expect(
            UnicodeText.classes(of: cased.letters).map(\.rawValue)
                == UnicodeText.classes(of: cased.units).map(\.rawValue),
            sourceLocation: sourceLocation)
    }

    @Test("random letters of all scripts that have case", arguments: 1...4 as ClosedRange<UInt64>)
    func randomTexts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            let text = Self.randomText(&random, length: seed == 4 ? 200 : 16)
            Self.expectRoundTrip(text, cuttingOneIn: 3, &random)
        }
    }

    @Test(
        "every scalar of the blocks with letters that have case, between letters of each case",
        arguments: [
            0...0x33FF, 0xA480...0xABFF, 0xF900...0xFFFF, 0x10000...0x11FFF, 0x16A00...0x16FFF,
            0x1D400...0x1FFFF,
        ] as [ClosedRange<UInt32>])
    func everyScalar(values: ClosedRange<UInt32>) {
        var random = SeededGenerator(seed: 9)
        for block in stride(from: values.lowerBound, through: values.upperBound, by: 64) {
            let scalars = (block..<block + 64).compactMap { Unicode.Scalar($0) }
            for pattern in [("", " "), ("A", "B "), ("A", "b ")] {
                let text = scalars.map { pattern.0 + String($0) + pattern.1 }.joined()
                Self.expectRoundTrip(text, cuttingOneIn: 2, &random)
            }
        }
    }

    @Test("lowering what has a partner is undone by raising it, in as many units")
    func partners() {
        var pairs = 0
        for scalar in (0...0x1FFFF as ClosedRange<UInt32>).compactMap({ Unicode.Scalar($0) }) {
            let units = Array(String(scalar).utf16)
            let lowercased = LowercasedText(units)
            guard lowercased.hasUpper else {
                #expect(lowercased.units == units)
                continue
            }
            var raised = lowercased.units
            #expect(raised.raiseLetters() == 1)
            #expect(raised == units)
            #expect(raised.raiseLetters() == 0)
            #expect(lowercased.letterCase(at: 0) == .upper)
            #expect(LowercasedText(lowercased.units).letterCase(at: 0) == .lower)
            pairs += 1
        }
        #expect(pairs > 1_200)
    }

    @Test("very long words and texts take a time that grows with their length")
    func longTexts() {
        var random = SeededGenerator(seed: 3)
        for unit in ["A", "Ab", "ABc", "AB你", "A\u{30C}", "A ", "ǅ"] {
            Self.expectRoundTrip(
                String(repeating: unit, count: 20_000), cuttingOneIn: 50, &random)
        }
    }

    @Test(
        "real lines",
        .enabled(if: SharedFiles.exists("unicode/blns.txt"), "needs the lists"),
        arguments: CaseText.realFiles)
    func realLines(file: String) throws {
        var random = SeededGenerator(seed: 11)
        for line in try SharedFiles.lines(file) {
            Self.expectRoundTrip(line, cuttingOneIn: 4, &random)
            Self.expectRoundTrip(line.uppercased(), cuttingOneIn: 4, &random)
        }
    }
}
