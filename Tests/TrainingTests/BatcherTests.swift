import Tensors
import Testing

@testable import Training

@Suite struct BatcherTests {
    private func corpus(pairs: Int) -> EncodedCorpus {
        var random = RandomSource(seed: 3)
        var corpus = EncodedCorpus()
        for _ in 0..<pairs {
            corpus.append(
                source: [Int32](repeating: 5, count: Int.random(in: 1...30, using: &random)),
                target: [Int32](repeating: 6, count: Int.random(in: 1...30, using: &random)))
        }
        return corpus
    }

    @Test("every pair is in exactly one batch of an epoch")
    func coversTheCorpus() {
        let batches = Batcher(batchTokens: 200, seed: 1).batches(of: corpus(pairs: 500), epoch: 0)
        #expect(batches.joined().sorted() == Array(0..<UInt32(500)))
    }

    @Test("no batch exceeds the token budget on either side")
    func keepsTheBudget() {
        let corpus = corpus(pairs: 500)
        for batch in Batcher(batchTokens: 200, seed: 1).batches(of: corpus, epoch: 0) {
            #expect(batch.reduce(0) { $0 + corpus.sourceLength(Int($1)) + 1 } <= 200)
            #expect(batch.reduce(0) { $0 + corpus.targetLength(Int($1)) + 1 } <= 200)
        }
    }

    @Test("a pair longer than the budget is a batch of its own")
    func longPairStandsAlone() {
        var corpus = corpus(pairs: 20)
        corpus.append(source: [Int32](repeating: 7, count: 300), target: [8])
        let batches = Batcher(batchTokens: 200, seed: 1).batches(of: corpus, epoch: 0)
        #expect(batches.contains([20]))
    }

    @Test("pairs of a batch are of like length")
    func bucketsByLength() {
        let corpus = corpus(pairs: 5000)
        for batch in Batcher(batchTokens: 120, seed: 1).batches(of: corpus, epoch: 0) {
            let lengths = batch.map {
                max(corpus.sourceLength(Int($0)), corpus.targetLength(Int($0)))
            }
            // A batch may straddle one border between buckets of 8.
            #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 15)
        }
    }

    @Test("seed and epoch decide the order")
    func isSeeded() {
        let corpus = corpus(pairs: 300)
        let batcher = Batcher(batchTokens: 200, seed: 1)
        #expect(batcher.batches(of: corpus, epoch: 2) == batcher.batches(of: corpus, epoch: 2))
        #expect(batcher.batches(of: corpus, epoch: 2) != batcher.batches(of: corpus, epoch: 3))
        let other = Batcher(batchTokens: 200, seed: 2)
        #expect(batcher.batches(of: corpus, epoch: 2) != other.batches(of: corpus, epoch: 2))
    }
}
