import Tensors
import Testing

@testable import Training

@Suite struct CorpusMixtureTests {
    /// Short new pairs, then long old ones.
    private func corpus(new: Int, old: Int) -> EncodedCorpus {
        var random = RandomSource(seed: 3)
        var corpus = EncodedCorpus()
        for index in 0..<(new + old) {
            let lengths = index < new ? 1...10 : 5...40
            corpus.append(
                source: [4],
                target: [Int32](repeating: 6, count: Int.random(in: lengths, using: &random)))
        }
        return corpus
    }

    @Test(
        "every epoch has all new pairs, and old ones for the share of its target tokens",
        arguments: [0.1, 0.3, 0.5, 0.9])
    func keepsTheShare(share: Double) {
        let corpus = corpus(new: 400, old: 5_000)
        let mixture = CorpusMixture(corpus, newCount: 400, oldShare: share, seed: 1)
        for epoch in 0..<5 {
            let indices = mixture.indices(epoch: epoch).map { Int($0) }
            #expect(Set(indices).isSuperset(of: 0..<400))
            let tokens = indices.map { corpus.targetLength($0) + 1 }.reduce(0, +)
            let old = indices.filter { $0 >= 400 }.map { corpus.targetLength($0) + 1 }
            #expect(abs(Double(old.reduce(0, +)) / Double(tokens) - share) < 0.03)
            let planned = Double(mixture.targetTokens(of: corpus))
            #expect(abs(Double(tokens) / planned - 1) < 0.1)
        }
    }

    @Test("without a share there is nothing old, without new pairs nothing to draw for")
    func edges() {
        let corpus = corpus(new: 10, old: 20)
        let none = CorpusMixture(corpus, newCount: 10, oldShare: 0, seed: 1)
        #expect(none.indices(epoch: 3) == Array(0..<10))
        let alone = CorpusMixture(corpus, newCount: 30, oldShare: 0.5, seed: 1)
        #expect(alone.indices(epoch: 3) == Array(0..<30))
        #expect(CorpusMixture(corpus, newCount: 0, oldShare: 0.5, seed: 1).drawnCount == 0)
    }

    @Test("no old pair comes twice before each came once")
    func goesThroughAll() {
        let mixture = CorpusMixture(corpus(new: 30, old: 100), newCount: 30, oldShare: 0.5, seed: 1)
        #expect((1..<50).contains(mixture.drawnCount))
        let drawn = (0..<60).flatMap { mixture.indices(epoch: $0).dropFirst(30) }
        for pass in stride(from: 0, to: drawn.count - 100, by: 100) {
            #expect(drawn[pass..<pass + 100].sorted() == Array(30..<130))
        }
    }

    @Test("little old text is taken as often as the share demands")
    func repeatsLittleText() {
        let mixture = CorpusMixture(corpus(new: 400, old: 7), newCount: 400, oldShare: 0.5, seed: 1)
        let old = mixture.indices(epoch: 1).dropFirst(400)
        #expect(old.count == mixture.drawnCount && old.count > 30)
        let counts = Dictionary(old.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(counts.count == 7)
        #expect((counts.values.max() ?? 0) - (counts.values.min() ?? 0) <= 2)
    }

    @Test("seed and epoch decide the draw")
    func isSeeded() {
        let corpus = corpus(new: 40, old: 1_000)
        let one = CorpusMixture(corpus, newCount: 40, oldShare: 0.5, seed: 1)
        let other = CorpusMixture(corpus, newCount: 40, oldShare: 0.5, seed: 2)
        #expect(one.indices(epoch: 3) == one.indices(epoch: 3))
        #expect(one.indices(epoch: 3) != one.indices(epoch: 4))
        #expect(one.indices(epoch: 3) != other.indices(epoch: 3))
        // No epoch of a damaged state is a trap.
        #expect(one.indices(epoch: .max).count == one.indices(epoch: 0).count)
    }
}
