import Tensors
import Testing

@testable import Transformer

/// What dropout does to a pair hangs on its number in the batch, not on who has it.
@Suite struct DropoutByPairTests {
    private let sample = SampleModel()

    init() { useOneThread() }

    @Test("gradients of any shards of a batch add up to its own, with dropout")
    func shardsAddUp() {
        var random = RandomSource(seed: 4)
        let pairs = (0..<7).map { index in
            (
                source: random.words(1 + index, vocabulary: sample.vocabulary),
                target: random.words(7 - index, vocabulary: sample.vocabulary)
            )
        }
        let whole = gradients([Array(0..<7)], of: pairs)
        for shards in [[[0, 2, 4, 6], [1, 3, 5]], [[6, 0], [5], [4, 3, 2, 1]]] {
            expectClose(gradients(shards, of: pairs), whole, within: 1e-5, "\(shards)")
        }
        let other = gradients([[0, 1, 2, 3, 4, 5, 6]], of: pairs, seed: 2)
        #expect(zip(whole, other).contains { abs($0 - $1) > 0.01 }, "dropout drops nothing")
    }

    @Test("a pair that is twice in a batch gets other draws")
    func copiesDiffer() {
        let pair: (source: [Int32], target: [Int32]) = ([5, 6, 7, 8], [9, 10])
        #expect(gradients([[0]], of: [pair, pair]) != gradients([[1]], of: [pair, pair]))
    }

    /// The sum over shards, each on a tape of its own; a shard is a list of pairs' numbers.
    private func gradients(
        _ shards: [[Int]], of pairs: [(source: [Int32], target: [Int32])], seed: UInt64 = 1
    ) -> [Float] {
        var gradients = ParameterSet(zeros: sample.model.layout)
        for shard in shards {
            let tape = Tape(
                weights: sample.weights,
                mode: .training(dropout: 0.3, random: RandomSource(seed: seed)))
            let batch = PackedPairs(shard.map { pairs[$0] }, roundedTo: 8, keys: shard)
            let loss = sample.model.loss(of: batch, smoothing: 0.1, scale: 0.1, on: tape)
            tape.addGradients(of: loss, to: &gradients)
        }
        return gradients.flat.elements
    }
}
