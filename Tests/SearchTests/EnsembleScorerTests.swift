import Foundation
import Tensors
import Testing
import Transformer

@testable import Search

@Suite struct EnsembleScorerTests {
    private static let sentences = TinyTransformer.sentences(lengths: [4, 11, 0, 7, 1, 16])
    /// Of other weights and another shape, on another scale.
    private static let members = [
        TinyTransformer(seed: 4), TinyTransformer(normalization: .pre, tying: .all, seed: 6),
        TinyTransformer(seed: 9),
    ]

    private var options: BeamSearch.Options {
        var options = BeamSearch.Options(beam: 4, nbest: 3)
        options.maximumLengthOffset = 6
        return options
    }

    private func scorer(_ members: [TinyTransformer]) -> EnsembleScorer {
        let scorers = members.map { TransformerScorer(model: $0.model, tape: $0.tape()) }
        return EnsembleScorer(scorers[0], Array(scorers.dropFirst()))
    }

    private func search(
        _ members: [TinyTransformer], _ edit: (inout BeamSearch.Options) -> Void = { _ in }
    ) throws -> [[Hypothesis]] {
        var options = options
        edit(&options)
        var scorer = scorer(members)
        return try BeamSearch(options).search(Self.sentences, with: &scorer)
    }

    @Test("a model joined by itself finds what it finds alone, with the same scores but rounding")
    func itself() throws {
        let tiny = Self.members[0]
        for penalty in [Float(1), 1.5] {
            let alone = try search([tiny]) { $0.repetitionPenalty = penalty }
            for members in [[tiny, tiny], [tiny, tiny, tiny]] {
                let joined = try search(members) { $0.repetitionPenalty = penalty }
                #expect(joined.map { $0.map(\.tokens) } == alone.map { $0.map(\.tokens) })
                for (one, other) in zip(joined.joined(), alone.joined()) {
                    #expect(abs(one.score - other.score) < 1e-4)
                }
            }
        }
        var plain = TransformerScorer(model: tiny.model, tape: tiny.tape())
        let found = try BeamSearch(options).search(Self.sentences, with: &plain)
        #expect(try search([tiny]) == found, "one model alone: to the last bit")
    }

    @Test("log-probabilities are those of the mean of all models", arguments: [2, 3])
    func meanOfForcedDecoding(count: Int) throws {
        let members = Array(Self.members.prefix(count))
        let found = try search(members)
        let pairs = zip(Self.sentences, found).flatMap { sentence, hypotheses in
            hypotheses.map { (source: sentence, target: $0.tokens) }
        }
        let forced = members.map {
            ForcedDecoding.score(pairs, model: $0.model, layer: 0, on: $0.tape())
        }
        for (number, hypothesis) in found.joined().enumerated() where !pairs[number].source.isEmpty
        {
            for (place, logProbability) in hypothesis.tokenLogProbabilities.enumerated() {
                let probabilities = forced.map { exp(Double($0[number].logProbabilities[place])) }
                let mean = log(probabilities.reduce(0, +) / Double(count))
                #expect(abs(Double(logProbability) - mean) < 2e-4 * max(1, -mean))
            }
        }
    }

    @Test("what is joined finds other translations than each alone")
    func effect() throws {
        let joined = try search(Self.members).map { $0.map(\.tokens) }
        for member in Self.members {
            #expect(try search([member]).map { $0.map(\.tokens) } != joined)
        }
    }

    @Test("a sentence has the same bytes alone, in any order, with any number of workers")
    func neighboursDoNotMatter() throws {
        let types: [WeightType] = Matmul.hasFastBFloat16 ? [.f32, .bf16, .f32] : [.f32]
        let packed = zip(Self.members, types).map {
            (model: $0.model, weights: $0.model.pack($0.weights, as: $1))
        }
        let search = try BeamSearch(options)
        @Sendable func scorer() -> EnsembleScorer {
            let scorers = packed.map {
                TransformerScorer(model: $0.model, tape: Tape(inference: $0.weights))
            }
            return EnsembleScorer(scorers[0], Array(scorers.dropFirst()))
        }
        var random = RandomSource(seed: 12)
        let lengths = (0..<150).map { _ in Int.random(in: 0...9, using: &random) }
        let requests = TinyTransformer.sentences(lengths: lengths).map { SearchRequest($0) }
        let alone = requests.map { request in
            var scorer = scorer()
            return search.search([request], with: &scorer)[0]
        }
        for workers in [1, 2] {
            let order = requests.indices.shuffled(using: &random)
            let found = search.search(
                order.map { requests[$0] }, workers: Workers(count: workers), makeScorer: scorer)
            #expect(found == order.map { alone[$0] }, "\(workers) workers")
        }
    }

    @Test("the attention for a coverage penalty is the first model's")
    func attention() {
        func scorer(_ tiny: TinyTransformer) -> TransformerScorer {
            TransformerScorer(model: tiny.model, tape: tiny.tape(), keepsAttention: true)
        }
        var joined = EnsembleScorer(scorer(Self.members[0]), [scorer(Self.members[1])])
        var first = scorer(Self.members[0])
        var rows = StepRows()
        rows.tokens = [SpecialToken.begin]
        rows.parents = [-1]
        rows.counts = [1]
        rows.sentences = joined.begin([SearchRequest([5, 6, 7])])
        #expect(rows.sentences == first.begin([SearchRequest([5, 6, 7])]))
        _ = (joined.step(rows), first.step(rows))
        #expect(joined.sourceAttention?.elements == first.sourceAttention?.elements)
        #expect(joined.sourceAttention != nil)
    }
}
