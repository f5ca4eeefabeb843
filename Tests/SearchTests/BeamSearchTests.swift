import Foundation
import Tensors
import Testing
import Transformer

@testable import Search

@Suite struct BeamSearchTests {
    private static let end = SpecialToken.end

    private func search(
        _ options: BeamSearch.Options, sentences: Int = 1, _ rule: @escaping ScriptedScorer.Rule
    ) throws -> (hypotheses: [[Hypothesis]], scorer: ScriptedScorer) {
        var scorer = ScriptedScorer(rule)
        let found = try BeamSearch(options).search(
            Array(repeating: [7, 7], count: sentences), with: &scorer)
        return (found, scorer)
    }

    // MARK: What is found

    @Test("a beam wide enough finds what enumerating everything finds", arguments: 0..<8)
    func wideBeamIsExact(seed: Int) throws {
        let rule = ScriptedScorer.drawn(vocabulary: 6, seed: UInt64(seed))
        for penalty: Float in [0, 0.6, 1] {
            let expected = ScriptedScorer.translations(by: rule, cap: 4, penalty: penalty)
            for nbest in [1, 5, 128] {
                let found = try search(
                    ScriptedScorer.options(beam: 128, nbest: nbest, penalty: penalty), rule
                ).hypotheses[0]
                #expect(found.count == min(nbest, expected.count))
                #expect(found.map(\.tokens) == expected.prefix(nbest).map(\.tokens))
                #expect(found.map(\.hitLengthCap) == expected.prefix(nbest).map(\.isCut))
                for (hypothesis, wanted) in zip(found, expected) {
                    #expect(abs(hypothesis.score - wanted.score) < 1e-5)
                }
            }
        }
    }

    @Test("a beam of 1 takes the likeliest token each time", arguments: 0..<8)
    func oneIsGreedy(seed: Int) throws {
        let rule = ScriptedScorer.drawn(vocabulary: 9, seed: UInt64(seed))
        var greedy: [Int32] = []
        while greedy.count < 12 {
            let row = rule(0, greedy)
            let allowed = [SpecialToken.unknown, Self.end] + (4..<9)
            guard let best = allowed.max(by: { row[Int($0)] < row[Int($1)] }), best != Self.end
            else { break }
            greedy.append(best)
        }
        let found = try search(ScriptedScorer.options(beam: 1, cap: 12), rule).hypotheses[0]
        #expect(found.map(\.tokens) == [greedy])
    }

    @Test("the length penalty decides between a short and a long translation")
    func lengthPenaltyChangesTheWinner() throws {
        // </s> at once has log 0.4 = −0.916; 4 4 </s> has log (0.6 · 0.7 · 0.9) = −0.973.
        let rule: ScriptedScorer.Rule = { _, prefix in
            switch prefix.count {
            case 0: ScriptedScorer.probabilities(end: 0.4, 0.6)
            case 1: ScriptedScorer.probabilities(end: 0.3, 0.7)
            default: ScriptedScorer.probabilities(end: 0.9, 0.1)
            }
        }
        let plain = try search(ScriptedScorer.options(beam: 4, penalty: 0), rule).hypotheses[0][0]
        #expect(plain.tokens == [])
        #expect(abs(plain.score - -0.9163) < 1e-4)
        // With α = 1 they are divided by 5/6 and 7/6: −1.0996 and −0.8339.
        let normalized = try search(ScriptedScorer.options(beam: 4, penalty: 1), rule).hypotheses[
            0][0]
        #expect(normalized.tokens == [4, 4])
        #expect(abs(normalized.score - -0.8339) < 1e-4)
    }

    @Test("the n best come in order, and the best does not depend on n")
    func nBestAreSorted() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 12, seed: 5)
        let five = try search(ScriptedScorer.options(beam: 5, nbest: 5, cap: 10), rule).hypotheses[
            0]
        let one = try search(ScriptedScorer.options(beam: 5, nbest: 1, cap: 10), rule).hypotheses[0]
        #expect(five.count == 5)
        #expect(zip(five, five.dropFirst()).allSatisfy { $0.score >= $1.score })
        #expect(Set(five.map(\.tokens)).count == 5)
        #expect(one == [five[0]])
    }

    @Test("log-probabilities are given token by token and add up")
    func tokenLogProbabilitiesAddUp() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 8, seed: 3)
        for hypothesis in try search(ScriptedScorer.options(beam: 6, nbest: 6, cap: 5), rule)
            .hypotheses[0]
        {
            let count = hypothesis.tokens.count + (hypothesis.hitLengthCap ? 0 : 1)
            #expect(hypothesis.tokenLogProbabilities.count == count)
            let sum = hypothesis.tokenLogProbabilities.reduce(0, +)
            #expect(abs(sum - hypothesis.logProbability) < 1e-5)
        }
    }

    @Test("among equals the lower token wins, then the lower parent")
    func tiesAreDecided() throws {
        let rule: ScriptedScorer.Rule = { _, prefix in
            prefix.count < 2
                ? ScriptedScorer.probabilities(end: 0, 0.25, 0.25, 0.25, 0.25)
                : ScriptedScorer.probabilities(end: 1, 0, 0, 0, 0)
        }
        let found = try search(ScriptedScorer.options(beam: 3, nbest: 3), rule).hypotheses[0]
        #expect(found.map(\.tokens) == [[4, 4], [5, 4], [6, 4]])
    }

    // MARK: When a sentence stops

    /// `</s>` at once has log 0.35, 4 `</s>` log 0.00065, 4 4 `</s>` log 0.648.
    private static let betterLater: ScriptedScorer.Rule = { _, prefix in
        prefix.isEmpty
            ? ScriptedScorer.probabilities(end: 0.35, 0.65)
            : ScriptedScorer.probabilities(end: prefix.count < 2 ? 0.001 : 0.999, 0.999)
    }

    @Test("a search that stops when its beam has ended takes fewer steps and may miss the best")
    func stopsWhenTheBeamHasEnded() throws {
        var options = ScriptedScorer.options(beam: 2, penalty: 1, cap: 30)
        let exact = try search(options, Self.betterLater)
        options.stopping = .beamEnded
        let quick = try search(options, Self.betterLater)
        #expect(exact.hypotheses[0][0].tokens == [4, 4])
        #expect(quick.hypotheses[0][0].tokens == [])
        #expect(quick.scorer.steps.count < exact.scorer.steps.count)
        options.beam = 1
        #expect(try search(options, Self.betterLater).scorer.steps.count == 3)
    }

    // MARK: Length

    @Test("a model that never ends is cut off, and says so")
    func capIsReported() throws {
        let rule: ScriptedScorer.Rule = { _, _ in ScriptedScorer.probabilities(end: 0.01, 0.99) }
        var options = ScriptedScorer.options(beam: 1, cap: 3)
        options.maximumLengthRatio = 1.5  // ⌊1.5 · 2⌋ + 3
        let found = try search(options, rule).hypotheses[0][0]
        #expect(found.tokens == [4, 4, 4, 4, 4, 4])
        #expect(found.hitLengthCap)
        #expect(found.tokenLogProbabilities.count == 6)
    }

    @Test("a translation that ended is preferred to one that was cut off")
    func completeOnesComeFirst() throws {
        let rule: ScriptedScorer.Rule = { _, _ in ScriptedScorer.probabilities(end: 0.01, 0.99) }
        let found = try search(ScriptedScorer.options(beam: 2, nbest: 2), rule).hypotheses[0]
        #expect(found.map(\.hitLengthCap) == [false, false])
    }

    @Test("no translation ends before the minimum length")
    func minimumLengthHolds() throws {
        let rule: ScriptedScorer.Rule = { _, _ in ScriptedScorer.probabilities(end: 0.9, 0.1) }
        var options = ScriptedScorer.options(beam: 2)
        options.minimumLength = 3
        #expect(try search(options, rule).hypotheses[0][0].tokens == [4, 4, 4])
    }

    @Test("no translation is longer than the maximum length")
    func maximumLengthHolds() throws {
        let rule: ScriptedScorer.Rule = { _, _ in ScriptedScorer.probabilities(end: 0.01, 0.99) }
        var options = ScriptedScorer.options(beam: 1, cap: 9)
        options.maximumLength = 3
        let found = try search(options, rule).hypotheses[0][0]
        #expect(found.tokens == [4, 4, 4] && found.hitLengthCap)
    }

    @Test("a forced length is kept exactly, and is no cap")
    func forcedLengthHolds() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 7, seed: 1)
        var options = ScriptedScorer.options(beam: 3, nbest: 3)
        options.forcedLength = 9
        let found = try search(options, sentences: 2, rule)
        #expect(found.scorer.steps.count == 9)
        for hypothesis in found.hypotheses.joined() {
            #expect(hypothesis.tokens.count == 9)
            #expect(!hypothesis.hitLengthCap)
        }
    }

    @Test("padding and <s> are never generated")
    func specialTokensStayOut() throws {
        let rule: ScriptedScorer.Rule = { _, prefix in
            [0.5, 0.1, 0.3, prefix.count == 2 ? 0.06 : 0, 0.04].map { log(Float($0)) }
        }
        let found = try search(ScriptedScorer.options(beam: 1), rule).hypotheses[0][0]
        #expect(found.tokens == [SpecialToken.unknown, SpecialToken.unknown, 1, 1])
    }

    // MARK: The batch

    @Test("a finished sentence leaves the batch at once")
    func finishedSentencesLeave() throws {
        let rule: ScriptedScorer.Rule = { sentence, prefix in
            prefix.count < 2 * sentence
                ? ScriptedScorer.probabilities(end: 0, 1, 0)
                : ScriptedScorer.probabilities(end: 1, 0, 0)
        }
        let found = try search(ScriptedScorer.options(beam: 1, cap: 9), sentences: 3, rule)
        #expect(found.hypotheses.map { $0[0].tokens.count } == [0, 2, 4])
        #expect(found.scorer.steps == [[0, 1, 2], [1, 2], [1, 2], [2], [2]])
        #expect(found.scorer.live.isEmpty)
    }

    @Test("an empty sentence has an empty translation, and the model is not asked for it")
    func emptySentences() throws {
        var scorer = ScriptedScorer(ScriptedScorer.drawn(vocabulary: 6, seed: 1))
        let search = try BeamSearch(ScriptedScorer.options(beam: 2))
        let empty = Hypothesis.ofNothing(SearchRequest([]))
        #expect(search.search([SearchRequest](), with: &scorer) == [])
        #expect(search.search([[], []], with: &scorer) == [[empty], [empty]])
        #expect(scorer.steps.isEmpty)
        let found = search.search([[], [5]], with: &scorer)
        #expect(found[0] == [empty] && found[1] != [empty])
        #expect(scorer.steps.allSatisfy { $0 == [0] })
    }

    @Test("a model that gives no numbers still gives an answer")
    func notANumber() throws {
        let found = try search(ScriptedScorer.options(beam: 2, nbest: 2)) { _, _ in
            [Float](repeating: .nan, count: 8)
        }
        #expect(found.hypotheses[0].count == 2)
        #expect(found.hypotheses[0].allSatisfy { $0.score == -.infinity })
    }
}
