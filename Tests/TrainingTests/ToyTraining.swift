import Tensors
import Transformer

@testable import Training

/// What the tests of trainers train: copying short sequences, in a moment.
enum ToyTraining {
    static let model = EncoderDecoder(
        Configuration(
            modelDimension: 16, feedForwardDimension: 32, heads: 2, encoderLayers: 1,
            decoderLayers: 1, sourceVocabulary: 12, targetVocabulary: 12, dropout: 0.1))

    static let corpus: EncodedCorpus = {
        var random = RandomSource(seed: 5)
        var corpus = EncodedCorpus()
        for _ in 0..<60 {
            let ids = (0..<Int.random(in: 2...6, using: &random)).map { _ in
                Int32.random(in: 4..<12, using: &random)
            }
            corpus.append(source: ids, target: ids)
        }
        return corpus
    }()
}
