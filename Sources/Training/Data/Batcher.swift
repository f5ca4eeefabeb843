internal import Tensors

/// Cuts an epoch into batches of a bounded number of tokens.
///
/// Pairs are shuffled, sorted into length buckets within pools of many batches, cut, and the
/// batches shuffled again. Batches have no padding whatever their lengths are; the buckets give
/// every worker's shard about the same work. An epoch's batches depend on corpus, seed and epoch
/// alone, so a place in training is two numbers.
package struct Batcher: Sendable {
    /// Bound on the source tokens of a batch, and on its target tokens, `</s>` included.
    package let batchTokens: Int
    package let seed: UInt64
    /// What of the corpus an epoch takes; all of it without.
    private let mixture: CorpusMixture?

    private static let batchesPerPool = 64
    private static let bucketWidth = 8

    package init(batchTokens: Int, seed: UInt64, mixture: CorpusMixture? = nil) {
        precondition(batchTokens > 0, "\(batchTokens) tokens a batch")
        self.batchTokens = batchTokens
        self.seed = seed
        self.mixture = mixture
    }

    /// The batches of an epoch, each a list of indices into the corpus; every pair once, or what
    /// a mixture draws.
    ///
    /// Indices of 32 bits: of ten million pairs they are 40 MB.
    ///
    /// A pair longer than the bound makes a batch of its own.
    package func batches(of corpus: EncodedCorpus, epoch: Int) -> [[UInt32]] {
        var random = RandomSource(seed: seed &+ UInt64(epoch) &* 0xD1B5_4A32_D192_ED03)
        let drawn = mixture?.indices(epoch: epoch) ?? Array(0..<UInt32(corpus.count))
        let order = drawn.shuffled(using: &random)
        var batches: [[UInt32]] = []
        var pool: [UInt32] = []
        var poolTokens = 0
        for index in order {
            pool.append(index)
            poolTokens += tokens(corpus, Int(index))
            if poolTokens >= batchTokens * Self.batchesPerPool {
                batches += cut(pool, of: corpus)
                pool = []
                poolTokens = 0
            }
        }
        batches += cut(pool, of: corpus)
        return batches.shuffled(using: &random)
    }

    private func tokens(_ corpus: EncodedCorpus, _ index: Int) -> Int {
        max(corpus.sourceLength(index), corpus.targetLength(index)) + 1
    }

    private func cut(_ pool: [UInt32], of corpus: EncodedCorpus) -> [[UInt32]] {
        let bucketed = pool.map {
            (bucket: tokens(corpus, Int($0)) / Self.bucketWidth, index: $0)
        }
        // Shuffled within a bucket as in the pool: ties keep their order by position.
        let sorted = bucketed.enumerated().sorted {
            ($0.element.bucket, $0.offset) < ($1.element.bucket, $1.offset)
        }
        var batches: [[UInt32]] = []
        var batch: [UInt32] = []
        var (sourceTokens, targetTokens) = (0, 0)
        for (_, pair) in sorted {
            let source = corpus.sourceLength(Int(pair.index)) + 1
            let target = corpus.targetLength(Int(pair.index)) + 1
            if !batch.isEmpty, max(sourceTokens + source, targetTokens + target) > batchTokens {
                batches.append(batch)
                batch = []
                (sourceTokens, targetTokens) = (0, 0)
            }
            batch.append(pair.index)
            sourceTokens += source
            targetTokens += target
        }
        if !batch.isEmpty { batches.append(batch) }
        return batches
    }
}
