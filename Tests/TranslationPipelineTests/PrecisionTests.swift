import Tensors
import Testing

@testable import TranslationPipeline

/// Translations with each type of products.
@Suite struct PrecisionTests {
    private static let lines: [String] = {
        var random = RandomSource(seed: 41)
        return (0..<200).map { number in
            LexiconEngine.sentence(1 + number % 9, &random).joined(separator: " ")
        }
    }()

    private func targets(_ precision: TranslationOptions.Precision) throws -> [String] {
        try Translator.lexicon {
            $0.beam = 4
            $0.precision = precision
        }.translate(Self.lines).map(\.target)
    }

    @Test("int8 and bf16 translate nearly every line as f32 does")
    func agreement() throws {
        let expected = try targets(.f32)
        for precision in [TranslationOptions.Precision.int8, .bf16] {
            let differing = zip(try targets(precision), expected).count { $0 != $1 }
            #expect(differing <= Self.lines.count / 20, "\(precision): \(differing)")
        }
    }

    @Test("auto is the fastest that the processor has")
    func automatic() throws {
        let fastest = try #require(
            TranslationOptions.Precision(rawValue: WeightType.fastest.rawValue))
        #expect(try targets(.auto) == targets(fastest))
    }
}
