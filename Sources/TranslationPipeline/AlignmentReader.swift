internal import Alignment
internal import Search
internal import Text

/// Word alignments from the attention of the decoder to the source.
///
/// Read from one decoder layer, the mean of its heads, at the step where a target word's token is
/// the decoder's *input* (Chen et al. 2020, arXiv:2004.14837): by then the model knows which word
/// it is, where the row that predicts it can only guess.
package enum AlignmentReader {
    /// The layer read, counted from 0: the last but one, or the only one.
    ///
    /// The last but one follows the source most closely (Garg et al. 2019, arXiv:1909.02074).
    package static func layer(of decoderLayers: Int) -> Int { max(0, decoderLayers - 2) }

    /// - Parameters:
    ///   - target: the words of the target's tokens
    static func words(
        _ attention: SoftAttention, source: CoveredSource, target: some TokenWords
    ) -> SoftAlignment {
        SoftAlignment.words(
            fromTokens: attention.tokenWeights(.atInput), sourceTokenCount: source.ids.count,
            targetTokenCount: target.wordOfToken.count, sourceWordOfToken: source.wordOfToken,
            targetWordOfToken: target.wordOfToken, sourceWordCount: source.words.count,
            targetWordCount: target.words.count)
    }
}

/// Text whose tokens belong to words.
protocol TokenWords {
    var words: [Word] { get }
    /// An index into `words` for each token, −1 where it is of none.
    var wordOfToken: [Int] { get }
}

extension CoveredSource: TokenWords {}
extension DecodedText: TokenWords {}
