import Tensors
import Text

/// Cuts the pairs of a training set anew in every epoch, with some merges left out.
///
/// What a pair becomes depends on seed, epoch and its place in the corpus alone: not on the batch,
/// the workers or what was trained on before.
package struct PairSampler: Sendable {
    private let source: SegmentationSampler
    private let target: SegmentationSampler
    private let seed: UInt64
    /// In tokens of a side; what would become longer stays as it is.
    private let longest: Int

    /// - Parameters:
    ///   - dropout: the probability that a pair of neighbours is overlooked, 0 … 1
    ///   - longest: what is bounded for the corpus, in tokens of a side
    package init(_ subwords: SubwordPair, dropout: Float, seed: UInt64, longest: Int) {
        source = SegmentationSampler(subwords.source, dropout: Double(dropout))
        target = SegmentationSampler(subwords.target, dropout: Double(dropout))
        self.seed = seed
        self.longest = longest
    }

    /// Whether there is a merge to leave out, on either side.
    var hasMerges: Bool { source.hasMerges || target.hasMerges }

    /// A pair of `corpus` as it is trained on in an epoch.
    package func pair(
        _ index: Int, of corpus: EncodedCorpus, epoch: Int
    ) -> (source: [Int32], target: [Int32]) {
        var random = RandomSource(
            seed: seed &+ UInt64(epoch) &* 0xA24B_AED4_963E_E407
                &+ UInt64(index) &* 0x9FB2_1C65_1E98_DF25)
        var (ofSource, ofTarget) = (random.split(), random.split())
        let pair = corpus.pieces(index)
        let sampled = (
            source: source.sample(pair.source, using: &ofSource),
            target: target.sample(pair.target, using: &ofTarget)
        )
        guard max(sampled.source.count, sampled.target.count) <= longest else {
            return (pair.source.ids, pair.target.ids)
        }
        return sampled
    }
}
