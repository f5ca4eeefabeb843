import Tensors
import Testing

@testable import Transformer

@Suite struct DecoderTests {
    private let sample = SampleModel()

    init() { useOneThread() }

    @Test("a target token changes no logits before it, and its own position's", arguments: 0..<7)
    func decoderIsCausal(changed: Int) {
        var random = RandomSource(seed: 5)
        let source = random.words(6, vocabulary: sample.vocabulary)
        let target = random.words(7, vocabulary: sample.vocabulary)
        var other = target
        other[changed] = target[changed] == 9 ? 10 : 9
        let (before, after) = (logits(source, target), logits(source, other))
        // Token t is read at position t + 1, after <s>.
        for position in before.indices {
            #expect((before[position] == after[position]) == (position <= changed))
        }
    }

    @Test("sentences of a batch do not see each other")
    func sentencesAreApart() {
        let pairs: [([Int32], [Int32])] = [([5, 6, 7], [8, 9]), ([10], [11, 12, 13])]
        let tape = Tape(weights: sample.weights, mode: .inference)
        let batch = PackedPairs(pairs, roundedTo: 64)
        let together = sample.logits(of: batch, on: tape)
        for (index, pair) in pairs.enumerated() {
            expectClose(
                together.rows(batch.target.range(of: index)).elements,
                logits(pair.0, pair.1).flatMap { $0 }, within: 1e-5, "sentence \(index)")
        }
    }

    @Test("each target position's attention to the source sums to 1")
    func attentionSumsToOne() {
        let tape = Tape(weights: sample.weights, mode: .inference)
        let batch = PackedPairs([([5, 6, 7], [8, 9]), ([10], [11, 12, 13])], roundedTo: 8)
        let memory = sample.model.encode(batch.sourceIDs, batch.source, on: tape)
        let attention = sample.model.decode(batch, memory: memory, on: tape).attention
        #expect(attention.layerCount == 2)
        for (sentence, (T, S)) in [(3, 4), (4, 2)].enumerated() {
            for layer in 0..<attention.layerCount {
                let weights = attention.headMean(ofSequence: sentence, layer: layer)
                #expect(weights.count == T * S)
                #expect(weights.allSatisfy { $0 > 0 && $0 < 1 })
                let sums = (0..<T).map { weights[$0 * S..<($0 + 1) * S].reduce(0, +) }
                expectClose(sums, [Float](repeating: 1, count: T), within: 1e-6, "sums")
            }
        }
    }

    /// By target position.
    private func logits(_ source: [Int32], _ target: [Int32]) -> [[Float]] {
        let tape = Tape(weights: sample.weights, mode: .inference)
        let batch = PackedPairs([(source, target)], roundedTo: 8)
        let logits = sample.logits(of: batch, on: tape)
        return (0..<batch.target.used).map { logits.rows($0..<$0 + 1).elements }
    }
}
