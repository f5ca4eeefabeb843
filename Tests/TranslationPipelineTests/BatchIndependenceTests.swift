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

    private func translator(workers: Int) throws -> Translator {
        try .lexicon {
            $0.beam = 3
            $0.alternatives = 2
            $0.wantsAlignment = true
            $0.workers = workers
        }
    }

    @Test("in any order and on any number of cores")
    func doesNotDependOnOrder() throws {
        var random = RandomSource(seed: 8)
        let together = try translator(workers: 1).translate(Self.lines)
        let order = Array(Self.lines.indices).shuffled(using: &random)
        let shuffled = try translator(workers: 2).translate(order.map { Self.lines[$0] })
        for (place, index) in order.enumerated() {
            #expect(shuffled[place] == together[index])
        }
        #expect(try translator(workers: 2).translate(Self.lines) == together)
    }

    @Test("alone or together")
    func doesNotDependOnNeighbours() throws {
        let translator = try translator(workers: 1)
        let together = translator.translate(Self.lines)
        for (line, segment) in zip(Self.lines, together) {
            #expect(try translator.translate(line) == segment)
        }
    }
}
