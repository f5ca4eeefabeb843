import Tensors
import Testing
import Transformer

@testable import Search

@Suite struct ForcedDecodingTests {
    @Test("a pair's result is the same alone and in a batch, to the last bit")
    func batchesDoNotMatter() {
        let tiny = TinyTransformer()
        let pairs = zip(
            TinyTransformer.sentences(lengths: [5, 0, 12, 3]),
            TinyTransformer.sentences(lengths: [7, 4, 9, 0], seed: 8)
        ).map { (source: $0, target: $1) }
        let together = ForcedDecoding.score(pairs, model: tiny.model, layer: 1, on: tiny.tape())
        for (pair, expected) in zip(pairs, together) {
            let alone = ForcedDecoding.score(
                [pair], model: tiny.model, layer: 1, on: tiny.tape())
            #expect(alone == [expected])
            #expect(expected.logProbabilities.count == pair.target.count + 1)
        }
        #expect(ForcedDecoding.score([], model: tiny.model, layer: 1, on: tiny.tape()) == [])
    }

    @Test("the decoder's attention is a distribution over the source and its </s>")
    func attentionSumsToOne() {
        let tiny = TinyTransformer()
        let pair = (
            source: TinyTransformer.sentences(lengths: [6])[0],
            target: TinyTransformer.sentences(lengths: [4])[0]
        )
        let attention = ForcedDecoding.score(
            [pair], model: tiny.model, layer: 0, on: tiny.tape())[0].attention
        for row in 0...4 {
            let sum = attention.weights[row * 7..<row * 7 + 7].reduce(0, +)
            #expect(abs(sum - 1) < 1e-5)
        }
    }

    @Test("each reading takes its own row, without the source's </s>")
    func readings() {
        let attention = SoftAttention(
            sourceLength: 2, targetLength: 2,
            weights: [0.5, 0.25, 0.25, 0.25, 0, 0.75, 0, 0, 1])
        #expect(attention.tokenWeights(.atOutput) == [0.5, 0.25, 0.25, 0])
        #expect(attention.tokenWeights(.atInput) == [0.25, 0, 0, 0])
        // A row that looked at </s> alone has nothing to share out.
        #expect(attention.tokenWeights(.atInput, renormalizing: true) == [1, 0, 0, 0])
    }

    @Test("a pair with an empty side has no weights")
    func emptySides() {
        #expect(
            SoftAttention(sourceLength: 0, targetLength: 1, weights: [1, 1])
                .tokenWeights(.atInput, renormalizing: true) == [])
    }
}
