import Corpus
import Tensors
import Text

/// What is validated on: as ids, and as the text that translations are compared with.
struct DevelopmentSet: Sendable {
    let corpus: EncodedCorpus
    /// As text.
    let sources: [String]
    let references: [String]
    /// The protected spans of the source side.
    let slots: [SlotContents]

    var count: Int { corpus.count }

    /// Leaves out pairs that are too long to train on, or empty.
    init(_ pairs: [SegmentPair], _ subwords: SubwordPair, workers: Workers) {
        let (parts, kept) = subwords.encode(
            pairs, longest: TrainingData.longestTokens, workers: workers)
        corpus = EncodedCorpus(joining: parts)
        sources = kept.map { pairs[$0].source }
        references = kept.map { pairs[$0].target }
        slots = kept.map { subwords.source.encode(pairs[$0].source).slots }
    }
}
