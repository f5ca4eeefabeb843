import Foundation
import Tensors
import Testing
import Transformer

@testable import Search

@Suite struct SourceCoverageTests {
    /// Attention to two source tokens and `</s>` that hangs on what was written.
    private static func looks(_ prefix: [Int32]) -> [Float] {
        let first = Float((prefix.reduce(3) { $0 * 5 + Int($1) }) % 7) / 10
        return [first, 0.9 - first, 0.1]
    }

    private static func penalty(_ tokens: [Int32], strength: Float) -> Float {
        var sums: [Float] = [0, 0]
        for index in tokens.indices {
            let weights = looks(Array(tokens[..<index]))
            sums[0] += weights[0]
            sums[1] += weights[1]
        }
        return strength * sums.reduce(0) { $0 + log(max(min($1, 1), .leastNormalMagnitude)) }
    }

    @Test("a wide beam finds the best by score and coverage", arguments: 0..<8, [Float(0.2), 2])
    func wideBeamIsExact(seed: Int, strength: Float) throws {
        let rule = ScriptedScorer.drawn(vocabulary: 6, seed: UInt64(seed))
        let expected = ScriptedScorer.translations(by: rule, cap: 4, penalty: 0.6) {
            Self.penalty($0, strength: strength)
        }
        var options = ScriptedScorer.options(beam: 128, nbest: 10)
        options.coveragePenalty = strength
        var scorer = ScriptedScorer(rule)
        scorer.looks = Self.looks
        let found = try BeamSearch(options).search([[7, 7]], with: &scorer)[0]
        #expect(found.map(\.tokens) == expected.prefix(10).map(\.tokens))
        for (hypothesis, wanted) in zip(found, expected) {
            #expect(abs(hypothesis.score - wanted.score) < 1e-4)
        }
    }

    @Test("the attention that counts is the one that forced decoding reads")
    func agreesWithForcedDecoding() throws {
        let tiny = TinyTransformer()
        let sentences = TinyTransformer.sentences(lengths: [4, 11, 7, 1, 20])
        var options = BeamSearch.Options(beam: 4, nbest: 3)
        options.maximumLengthOffset = 8
        options.coveragePenalty = 0.3
        let found = try BeamSearch(options).search(
            sentences, model: tiny.model, weights: tiny.model.pack(tiny.weights),
            workers: Workers(count: 1))
        let pairs = zip(sentences, found).flatMap { sentence, hypotheses in
            hypotheses.map { (source: sentence, target: $0.tokens) }
        }
        let forced = ForcedDecoding.score(pairs, model: tiny.model, layer: 1, on: tiny.tape())
        let penalty = LengthPenalty(exponent: options.lengthPenalty)
        for (hypothesis, result) in zip(found.joined(), forced) {
            let length = result.attention.sourceLength
            let weights = result.attention.tokenWeights(.atOutput)
            let coverage = (0..<length).reduce(Float(0)) { sum, position in
                let column = stride(from: position, to: weights.count, by: length)
                return sum + log(min(column.reduce(Float(0)) { $0 + weights[$1] }, 1))
            }
            guard !hypothesis.tokens.isEmpty else { continue }
            let expected =
                hypothesis.logProbability / penalty.divisor(length: hypothesis.tokens.count)
                + 0.3 * coverage
            #expect(abs(hypothesis.score - expected) < 1e-3 * max(1, abs(expected)))
        }
    }
}
