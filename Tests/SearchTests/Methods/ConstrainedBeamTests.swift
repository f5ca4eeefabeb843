import Testing
import Transformer

@testable import Search

@Suite struct ConstrainedBeamTests {
    private func search(
        _ options: BeamSearch.Options, terms: [[[Int32]]], prefix: [Int32] = [],
        _ rule: @escaping ScriptedScorer.Rule
    ) throws -> [Hypothesis] {
        var scorer = ScriptedScorer(rule)
        let search = try BeamSearch(options)
        let request = try search.request(
            [7, 7], prefix: prefix, terms: terms.map { RequiredTerm($0) })
        return search.search([request], with: &scorer)[0]
    }

    private func hasAll(_ terms: [[[Int32]]], _ tokens: [Int32]) -> Bool {
        terms.allSatisfy { $0.contains { tokens.has($0) } }
    }

    @Test(
        "a beam wide enough finds the best translations that have the terms",
        arguments: 0..<6,
        [
            [[[5]]], [[[4, 5]]], [[[4], [5]]], [[[4, 5]], [[5, 1]]], [[[4, 4]], [[5]]],
            [[[1, 4, 5], [5, 5]], [[4]]],
        ])
    func wideBeamIsExact(seed: Int, terms: [[[Int32]]]) throws {
        let rule = ScriptedScorer.drawn(vocabulary: 6, seed: UInt64(seed))
        let expected = ScriptedScorer.translations(by: rule, cap: 4, penalty: 0).filter {
            hasAll(terms, $0.tokens)
        }
        for nbest in [1, 4] {
            let found = try search(
                ScriptedScorer.options(beam: 128, nbest: nbest), terms: terms, rule)
            #expect(found.map(\.tokens) == expected.prefix(nbest).map(\.tokens))
            #expect(found.allSatisfy { $0.unmetTerms.isEmpty })
            for (hypothesis, wanted) in zip(found, expected) {
                #expect(abs(hypothesis.score - wanted.score) < 1e-5)
            }
        }
    }

    @Test("a narrow beam finds unlikely terms, and often the best translation with them")
    func narrowBeamMeetsTerms() throws {
        let terms: [[[Int32]]] = [[[6, 7]], [[5], [7, 4]]]
        var best = 0
        for seed in 0..<8 {
            let drawn = ScriptedScorer.drawn(vocabulary: 8, seed: UInt64(seed))
            let rule: ScriptedScorer.Rule = { sentence, prefix in
                var row = drawn(sentence, prefix)
                for token in 5...7 { row[token] -= 8 }
                row[Int(SpecialToken.end)] = prefix.count < 3 ? -9 : 3
                return ScriptedScorer.normalized(row)
            }
            let options = ScriptedScorer.options(beam: 6, cap: 5)
            let plain = try search(options, terms: [], rule)[0]
            #expect(!hasAll(terms, plain.tokens), "or the terms are likely")
            let found = try search(options, terms: terms, rule)[0]
            #expect(hasAll(terms, found.tokens))
            #expect(found.unmetTerms.isEmpty && !found.hitLengthCap)
            let all = ScriptedScorer.translations(by: rule, cap: 5, penalty: 0)
            let expected = try #require(all.first { hasAll(terms, $0.tokens) })
            #expect(found.score <= expected.score + 1e-5)
            if found.tokens == expected.tokens { best += 1 }
        }
        #expect(best >= 5, "the best was found \(best) times of 8")
    }

    @Test("a term that cannot be is named, and the translation is the best without it")
    func unmetTermsAreTold() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 6, seed: 1)
        var options = ScriptedScorer.options(beam: 128)
        options.forbidden = [[4, 5]]
        let terms: [[[Int32]]] = [[[5]], [[4, 5]]]
        let found = try search(options, terms: terms, rule)[0]
        let expected = ScriptedScorer.translations(by: rule, cap: 4, penalty: 0).first {
            $0.tokens.has([5]) && !$0.tokens.has([4, 5])
        }
        #expect(found.tokens == expected?.tokens)
        #expect(found.unmetTerms == [1])
        #expect(!found.hitLengthCap)
    }

    @Test("terms too long for the cap are told, with the translation that has the others")
    func tooLong() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 9, seed: 1)
        let found = try search(
            ScriptedScorer.options(beam: 8, cap: 3), terms: [[[4, 4, 4, 4]], [[8]]], rule)[0]
        #expect(found.unmetTerms == [0] && found.tokens.has([8]))
    }

    @Test("a term within the prefix is met, and one that it begins is completed")
    func prefixCounts() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 6, seed: 2)
        let terms: [[[Int32]]] = [[[4, 5]], [[5, 5, 4]]]
        let prefix: [Int32] = [4, 5]
        let expected = ScriptedScorer.translations(by: rule, cap: 6, penalty: 0).filter {
            $0.tokens.starts(with: prefix) && hasAll(terms, $0.tokens)
        }
        let found = try search(
            ScriptedScorer.options(beam: 128, nbest: 3), terms: terms, prefix: prefix, rule)
        #expect(found.map(\.tokens) == expected.prefix(3).map(\.tokens))
        #expect(found.allSatisfy { $0.unmetTerms.isEmpty })
    }

    @Test("an empty sentence has what was given, and says which terms it lacks")
    func emptySentence() throws {
        var scorer = ScriptedScorer(ScriptedScorer.drawn(vocabulary: 6, seed: 1))
        let search = try BeamSearch(ScriptedScorer.options(beam: 2))
        let request = try search.request(
            [], prefix: [4, 5], terms: [RequiredTerm([[6]]), RequiredTerm([[5]])])
        let found = search.search([request], with: &scorer)[0]
        #expect(found.map(\.tokens) == [[4, 5]] && found[0].unmetTerms == [0])
        #expect(scorer.steps.isEmpty)
    }

    @Test("a model that gives no numbers still gives an answer")
    func notANumber() throws {
        let found = try search(ScriptedScorer.options(beam: 4), terms: [[[5]]]) { _, _ in
            [Float](repeating: .nan, count: 8)
        }
        #expect(found.count == 1)
    }
}
