import Tensors
import Testing
import Text
import Transformer

@testable import Training

/// A small corpus with the subwords that were learned from it.
struct SampledCorpus {
    let subwords: SubwordPair
    let corpus: EncodedCorpus

    init() throws {
        let words = ["low", "lower", "lowest", "new", "newer", "newest", "wide", "wider", "widest"]
        var random = RandomSource(seed: 5)
        let lines = (0..<60).map { _ in
            (0..<Int.random(in: 2...6, using: &random))
                .map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
        }
        let model = try SubwordModel.learn(from: lines, vocabularySize: 60)
        subwords = SubwordPair(source: model, target: model, isJoint: true)
        var corpus = EncodedCorpus()
        for line in lines {
            corpus.append(source: model.pieceIDs(of: line), target: model.pieceIDs(of: line))
        }
        self.corpus = corpus
    }

    func sampler(dropout: Float, longest: Int = 256) -> PairSampler {
        PairSampler(subwords, dropout: dropout, seed: 3, longest: longest)
    }

    func model(dropout: Float) -> EncoderDecoder {
        let size = subwords.target.vocabulary.count
        return EncoderDecoder(
            Configuration(
                modelDimension: 16, feedForwardDimension: 32, heads: 2, encoderLayers: 1,
                decoderLayers: 1, sourceVocabulary: size, targetVocabulary: size, dropout: dropout))
    }
}

@Suite struct PairSamplerTests {
    private let sample: SampledCorpus

    init() throws {
        sample = try SampledCorpus()
    }

    private func pairs(_ sampler: PairSampler, epoch: Int) -> [[Int32]] {
        (0..<sample.corpus.count).flatMap { index in
            let pair = sampler.pair(index, of: sample.corpus, epoch: epoch)
            return [pair.source, pair.target]
        }
    }

    @Test("seed, epoch and place in the corpus decide how a pair is cut")
    func isSeeded() {
        let sampler = sample.sampler(dropout: 0.5)
        #expect(pairs(sampler, epoch: 1) == pairs(sampler, epoch: 1))
        #expect(pairs(sampler, epoch: 1) != pairs(sampler, epoch: 2))
        let other = PairSampler(sample.subwords, dropout: 0.5, seed: 4, longest: 256)
        #expect(pairs(sampler, epoch: 1) != pairs(other, epoch: 1))
    }

    @Test("the sides of a pair are cut independently, and stand for the same text as before")
    func cutsBothSides() {
        let sampler = sample.sampler(dropout: 0.5)
        var differing = 0
        for index in 0..<sample.corpus.count {
            let pair = sampler.pair(index, of: sample.corpus, epoch: 0)
            if pair.source != pair.target { differing += 1 }
            let text = sample.subwords.source.decode(sample.corpus[index].source).text
            #expect(sample.subwords.source.decode(pair.source).text == text)
            #expect(sample.subwords.target.decode(pair.target).text == text)
        }
        #expect(differing > 30)
    }

    @Test("a pair that would become too long stays as it is")
    func keepsTheBound() {
        let sampler = sample.sampler(dropout: 1, longest: 20)
        var kept = 0
        for index in 0..<sample.corpus.count {
            let pair = sampler.pair(index, of: sample.corpus, epoch: 0)
            #expect(max(pair.source.count, pair.target.count) <= 20)
            if pair.source == sample.corpus[index].source { kept += 1 }
        }
        #expect((5...55).contains(kept))
    }
}
