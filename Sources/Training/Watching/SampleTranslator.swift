import Alignment
import Search
import Tensors
import Text
import Transformer

/// A few sentences of the development set, translated anew at every validation, so that one sees
/// what a score is worth.
struct SampleTranslator {
    struct Sentence: Hashable {
        let source: String
        let reference: String
    }

    /// What the decoder looked at when it wrote a translation, word by word.
    struct AttentionMap {
        let translation: String
        let sourceWords: [String]
        let targetWords: [String]
        /// Row after row of target words; [target, source].
        let weights: [Double]
    }

    struct Translations {
        /// One for each sentence.
        let texts: [String]
        /// Of the sentences that make the clearest pictures.
        let maps: [AttentionMap]
    }

    static let count = 6
    private static let mapCount = 2
    /// Longer ones, in tokens, are shown only where there are no others.
    private static let usualTokens = 40
    /// The words that a picture has room for; a bad model may never end a sentence.
    private static let mappedWords = 40

    let sentences: [Sentence]
    private let sources: [EncodedText]
    private let mapped: [Int]
    private let model: EncoderDecoder
    private let subwords: SubwordModel

    /// - Parameters:
    ///   - development: the pairs to choose from; `lengths` has the tokens of each one's source
    ///   - seed: of the choice
    init(
        _ model: EncoderDecoder, development: [Sentence], lengths: [Int], subwords: SubwordPair,
        seed: UInt64
    ) {
        precondition(
            development.count == lengths.count,
            "\(lengths.count) lengths of \(development.count) pairs")
        var random = RandomSource(seed: seed)
        let shuffled = development.indices.shuffled(using: &random)
        let usual = shuffled.filter { lengths[$0] <= Self.usualTokens }
        let chosen = (usual.isEmpty ? shuffled : usual).prefix(Self.count)
        let encoded = chosen.map {
            (development[$0], subwords.source.encode(development[$0].source))
        }.filter { !$0.1.ids.isEmpty }
        sentences = encoded.map(\.0)
        sources = encoded.map(\.1)
        mapped = Self.clearest(of: sources)
        self.model = model
        self.subwords = subwords.target
    }

    /// Those of about ten words.
    private static func clearest(of sources: [EncodedText]) -> [Int] {
        let byWords = sources.indices.filter { sources[$0].words.count <= mappedWords }.sorted {
            (abs(sources[$0].words.count - 10), $0) < (abs(sources[$1].words.count - 10), $1)
        }
        return Array(byWords.prefix(mapCount))
    }

    /// Translates greedily, on one thread.
    func translate(_ weights: PackedWeights) throws(SearchError) -> Translations {
        let tape = Tape(inference: weights)
        let ids = sources.map(\.ids)
        var scorer = TransformerScorer(model: model, tape: tape)
        let found = try BeamSearch(BeamSearch.Options(beam: 1)).search(ids, with: &scorer)
        let tokens = found.map { $0.first?.tokens ?? [] }
        let decoded = zip(tokens, sources).map { subwords.decode($0, slots: $1.slots) }
        let read = ForcedDecoding.score(
            mapped.map { (ids[$0], tokens[$0]) }, model: model,
            layer: model.configuration.decoderLayers - 1, on: tape)
        return Translations(
            texts: decoded.map(\.text),
            maps: zip(mapped, read).map { map(sources[$0], decoded[$0], $1.attention) })
    }

    private func map(
        _ source: EncodedText, _ target: DecodedText, _ attention: SoftAttention
    ) -> AttentionMap {
        let words = SoftAlignment.words(
            fromTokens: attention.tokenWeights(.atOutput), sourceTokenCount: source.ids.count,
            targetTokenCount: target.wordOfToken.count, sourceWordOfToken: source.wordOfToken,
            targetWordOfToken: target.wordOfToken, sourceWordCount: source.words.count,
            targetWordCount: target.words.count)
        let shown = min(target.words.count, Self.mappedWords)
        return AttentionMap(
            translation: target.text, sourceWords: source.words.map(\.text),
            targetWords: target.words.prefix(shown).map(\.text),
            weights: words.weights.prefix(shown * source.words.count).map(Double.init))
    }
}
