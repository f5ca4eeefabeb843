import Tensors
import Testing

@testable import TranslationPipeline

/// That a line becomes the same, byte for byte, whatever is translated with it.
@Suite struct BatchIndependenceTests {
    private static let lines: [String] = {
        var random = RandomSource(seed: 31)
        let sentences = (0..<90).map { number in
            LexiconEngine.sentence(1 + number % 13, &random).joined(separator: " ")
        }
        return sentences + ["", " ", "😀", "red 😀 house", "old\tcat", "x", "7 dogs, 8 cats!"]
    }()

    static let precisions = [TranslationOptions.Precision.f32, .bf16, .int8]

    private func translator(
        workers: Int, _ precision: TranslationOptions.Precision
    ) throws -> Translator {
        try .lexicon {
            $0.precision = precision
            $0.beam = 3
            $0.alternatives = 2
            $0.wantsAlignment = true
            $0.workers = workers
        }
    }

    @Test("in any order and on any number of cores", arguments: precisions)
    func doesNotDependOnOrder(precision: TranslationOptions.Precision) throws {
        var random = RandomSource(seed: 8)
        let together = try translator(workers: 1, precision).translate(Self.lines)
        let order = Array(Self.lines.indices).shuffled(using: &random)
        let shuffled = try translator(workers: 2, precision).translate(order.map { Self.lines[$0] })
        for (place, index) in order.enumerated() {
            #expect(shuffled[place] == together[index])
        }
        #expect(try translator(workers: 2, precision).translate(Self.lines) == together)
    }

    @Test("alone or together", arguments: precisions)
    func doesNotDependOnNeighbours(precision: TranslationOptions.Precision) throws {
        let translator = try translator(workers: 1, precision)
        let together = translator.translate(Self.lines)
        for (line, segment) in zip(Self.lines, together) {
            #expect(try translator.translate(line) == segment)
        }
    }
}
