import Tensors
import Testing
import Transformer

@testable import Search

@Suite struct TransformerScorerTests {
    private static let lengths = [3, 0, 17, 1, 9, 30, 5, 5, 12, 2, 22]

    private var options: BeamSearch.Options {
        var options = BeamSearch.Options(beam: 4, nbest: 3)
        options.maximumLengthOffset = 8
        return options
    }

    @Test("a sentence's translations are the same alone and in any batch, to the last bit")
    func batchesDoNotMatter() throws {
        let tiny = TinyTransformer()
        let sentences = TinyTransformer.sentences(lengths: Self.lengths)
        let together = try tiny.search(sentences, options)
        for (sentence, expected) in zip(sentences, together) {
            #expect(try tiny.search([sentence], options)[0] == expected)
        }
        var random = RandomSource(seed: 9)
        let order = sentences.indices.shuffled(using: &random)
        let shuffled = try tiny.search(order.map { sentences[$0] }, options)
        #expect(shuffled == order.map { together[$0] })
    }

    @Test("sentences end at different steps, or nothing above was tested")
    func sentencesDiffer() throws {
        let sentences = TinyTransformer.sentences(lengths: Self.lengths)
        let found = try TinyTransformer().search(sentences, options)
        #expect(Set(found.map { $0[0].tokens.count }).count > 2)
        #expect(found.joined().contains { $0.hitLengthCap })
        #expect(found.joined().contains { !$0.hitLengthCap && $0.tokens.count > 10 })
    }

    @Test(
        "step by step and all at once give the same log-probabilities",
        arguments: Configuration.Normalization.allCases, Configuration.Tying.allCases)
    func stepsAgreeWithForcedDecoding(
        normalization: Configuration.Normalization, tying: Configuration.Tying
    ) throws {
        let tiny = TinyTransformer(normalization: normalization, tying: tying, seed: 4)
        let sentences = TinyTransformer.sentences(lengths: [4, 11, 7])
        let found = try tiny.search(sentences, options)
        let pairs = zip(sentences, found).flatMap { sentence, hypotheses in
            hypotheses.map { (source: sentence, target: $0.tokens) }
        }
        let forced = ForcedDecoding.score(pairs, model: tiny.model, layer: 0, on: tiny.tape())
        for (hypothesis, result) in zip(found.joined(), forced) {
            let steps = hypothesis.tokenLogProbabilities
            for (step, whole) in zip(steps, result.logProbabilities) {
                #expect(abs(step - whole) < 1e-4)
            }
            let sum = result.logProbabilities.prefix(steps.count).reduce(0, +)
            #expect(abs(sum - hypothesis.logProbability) < 1e-4)
        }
    }
}
