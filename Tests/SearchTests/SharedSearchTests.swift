import Tensors
import Testing
import Transformer

@testable import Search

@Suite struct SharedSearchTests {
    /// Those this processor has products for.
    private static var precisions: [Precision] {
        Matmul.hasFastBFloat16 ? [.f32, .bf16] : [.f32]
    }

    private static func options(beam: Int) -> BeamSearch.Options {
        var options = BeamSearch.Options(beam: beam, nbest: min(beam, 2))
        options.maximumLengthOffset = 3
        return options
    }

    @Test(
        "1,000 sentences have the same bytes alone, in any order, with any number of workers",
        arguments: precisions)
    func neighboursDoNotMatter(precision: Precision) throws {
        let tiny = TinyTransformer()
        let weights = tiny.model.pack(tiny.weights, precision: precision)
        var random = RandomSource(seed: 8)
        let lengths = (0..<1_000).map { _ in Int.random(in: 0...7, using: &random) }
        let sentences = TinyTransformer.sentences(lengths: lengths)
        let search = try BeamSearch(Self.options(beam: 3))
        let alone = sentences.map { sentence in
            var scorer = TransformerScorer(model: tiny.model, tape: Tape(inference: weights))
            return search.search([sentence], with: &scorer)[0]
        }
        #expect(Set(alone.map { $0[0].tokens.count }).count > 5, "or nothing is tested")
        for workers in [1, 2] {
            let order = sentences.indices.shuffled(using: &random)
            let found = search.search(
                order.map { sentences[$0] }, model: tiny.model, weights: weights,
                workers: Workers(count: workers))
            #expect(found == order.map { alone[$0] }, "\(workers) workers")
        }
    }

    @Test("waiting sentences enter as others leave, and the batch is never wider than its rows")
    func sentencesEnter() throws {
        let rule: ScriptedScorer.Rule = { sentence, prefix in
            prefix.count < 1 + sentence % 7
                ? ScriptedScorer.probabilities(end: 0, 1, 0)
                : ScriptedScorer.probabilities(end: 1, 0, 0)
        }
        var scorer = ScriptedScorer(rule)
        var options = Self.options(beam: 4)
        options.maximumLengthOffset = 10
        let sentences = [[Int32]](repeating: [5], count: 500)
        let found = try BeamSearch(options).search(sentences, with: &scorer)
        #expect(found.enumerated().allSatisfy { $1[0].tokens.count == 1 + $0 % 7 })
        let widths = scorer.steps.map(\.count)
        #expect(widths.allSatisfy { $0 <= PackedMatrix.rowLimit / 4 })
        let used = Double(widths.reduce(0, +)) / Double(widths.count * PackedMatrix.rowLimit / 4)
        #expect(used > 0.8, "places were taken \(used) of the time")
        #expect(scorer.live.isEmpty)
    }
}
