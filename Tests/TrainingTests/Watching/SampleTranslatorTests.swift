import Tensors
import Testing
import Text
import Transformer

@testable import Training

@Suite struct SampleTranslatorTests {
    private let corpus: SampledCorpus
    private let pairs: [SampleTranslator.Sentence]

    init() throws {
        let corpus = try SampledCorpus()
        self.corpus = corpus
        pairs = (0..<20).map { number in
            let text = corpus.subwords.source.decode(corpus.corpus[number].source).text
            return SampleTranslator.Sentence(source: text, reference: "reference \(number)")
        }
    }

    private func translator(
        seed: UInt64 = 1, pairs: [SampleTranslator.Sentence]? = nil, length: Int? = nil
    ) -> SampleTranslator {
        let pairs = pairs ?? self.pairs
        return SampleTranslator(
            corpus.model(dropout: 0), development: pairs,
            lengths: pairs.indices.map { length ?? corpus.corpus.sourceLength($0) },
            subwords: corpus.subwords, seed: seed)
    }

    @Test("the seed chooses the sentences, each once")
    func chosenBySeed() {
        let chosen = translator().sentences
        #expect(chosen.count == SampleTranslator.count)
        #expect(Set(chosen.map(\.reference)).count == SampleTranslator.count)
        #expect(translator().sentences == chosen)
        #expect(translator(seed: 2).sentences != chosen)
    }

    @Test("long sentences are taken only where there are no others")
    func longSentences() {
        #expect(translator(length: 41).sentences.count == SampleTranslator.count)
        let long = SampleTranslator(
            corpus.model(dropout: 0), development: pairs,
            lengths: pairs.indices.map { $0 < 3 ? 40 : 41 }, subwords: corpus.subwords, seed: 1)
        #expect(Set(long.sentences) == Set(pairs[..<3]))
    }

    @Test("each sentence has a translation, and two have a map whose rows sum to 1")
    func translates() throws {
        let translator = translator()
        let model = corpus.model(dropout: 0)
        let weights = model.pack(Trainer.State(beginning: model, seed: 3).weights)
        let found = try translator.translate(weights)
        #expect(found.texts.count == translator.sentences.count)
        #expect(found.maps.count == 2)
        for map in found.maps {
            let width = map.sourceWords.count
            #expect(map.weights.count == width * map.targetWords.count)
            #expect(map.targetWords.count <= 40)
            for row in map.targetWords.indices {
                let sum = map.weights[row * width..<(row + 1) * width].reduce(0, +)
                #expect(abs(sum - 1) < 1e-4)
            }
        }
        let again = try translator.translate(weights)
        #expect(again.texts == found.texts)
    }

    @Test("few sentences, or none that can be translated, are no error")
    func few() throws {
        let model = corpus.model(dropout: 0)
        let weights = model.pack(Trainer.State(beginning: model, seed: 3).weights)
        for pairs in [[], [pairs[0]], [SampleTranslator.Sentence(source: " ", reference: "x")]] {
            let translator = translator(pairs: pairs, length: 1)
            let found = try translator.translate(weights)
            #expect(found.texts.count == translator.sentences.count)
        }
    }
}
