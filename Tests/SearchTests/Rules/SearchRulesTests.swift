import Testing
import Transformer

@testable import Search

@Suite struct SearchRulesTests {
    private func search(
        _ options: BeamSearch.Options, prefix: [Int32] = [], endings: [[Int32]] = [],
        _ rule: @escaping ScriptedScorer.Rule
    ) throws -> [Hypothesis] {
        var scorer = ScriptedScorer(rule)
        let search = try BeamSearch(options)
        let request = try search.request([7, 7], prefix: prefix, prefixEndings: endings)
        return search.search([request], with: &scorer)[0]
    }

    /// Compares with all translations that a condition lets through.
    private func expectBest(
        _ options: BeamSearch.Options, prefix: [Int32] = [], endings: [[Int32]] = [],
        seed: Int, where condition: ([Int32]) -> Bool,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let rule = ScriptedScorer.drawn(vocabulary: 6, seed: UInt64(seed))
        let expected = ScriptedScorer.translations(
            by: rule, cap: 4 + prefix.count, penalty: 0.6
        ).filter { condition($0.tokens) }
        let found = try search(options, prefix: prefix, endings: endings, rule)
        #expect(
            found.map(\.tokens) == expected.prefix(options.nbest).map(\.tokens),
            sourceLocation: sourceLocation)
        for (hypothesis, wanted) in zip(found, expected) {
            #expect(abs(hypothesis.score - wanted.score) < 1e-5, sourceLocation: sourceLocation)
        }
    }

    @Test("forbidden words stand in no translation, and the others lose nothing", arguments: 0..<6)
    func forbidden(seed: Int) throws {
        for forbidden: [[Int32]] in [[[4]], [[4, 5]], [[4, 4, 5], [5, 1], [1]]] {
            var options = ScriptedScorer.options(beam: 128, nbest: 8)
            options.forbidden = forbidden
            try expectBest(options, seed: seed) { tokens in !forbidden.contains { tokens.has($0) } }
        }
    }

    @Test("no run of tokens comes twice", arguments: 0..<6, 1...3)
    func noRepeats(seed: Int, count: Int) throws {
        var options = ScriptedScorer.options(beam: 128, nbest: 8)
        options.noRepeatTokens = count
        try expectBest(options, seed: seed) { tokens in
            let runs = (0..<max(tokens.count - count + 1, 0)).map { tokens[$0..<$0 + count] }
            return Set(runs).count == runs.count
        }
    }

    @Test("a narrow beam still finds its tokens when the likeliest are forbidden")
    func candidatesAreReplaced() throws {
        var options = ScriptedScorer.options(beam: 2, nbest: 2, cap: 1)
        options.forbidden = (4..<24).map { [$0] }
        options.minimumLength = 1
        let found = try search(options) { _, _ in
            (0..<30).map { -Float($0) } + [0]
        }
        #expect(found.map(\.tokens) == [[30], [1]])
    }

    @Test("a translation whose every continuation is forbidden is given as it is")
    func deadEnd() throws {
        var options = ScriptedScorer.options(beam: 2, nbest: 2)
        options.noRepeatTokens = 1
        options.minimumLength = 4
        options.allowsUnknown = false
        let found = try search(options) { _, _ in ScriptedScorer.probabilities(end: 0.5, 0.3, 0.2) }
        #expect(Set(found.map(\.tokens)) == [[4, 5], [5, 4]])
        #expect(found.allSatisfy { $0.hitLengthCap })
    }

    // MARK: Prefix

    @Test("every translation begins with the prefix, whose probability counts", arguments: 0..<6)
    func prefix(seed: Int) throws {
        for prefix: [Int32] in [[4], [5, 5], [1, 4, 5]] {
            let options = ScriptedScorer.options(beam: 128, nbest: 8)
            try expectBest(options, prefix: prefix, seed: seed) { $0.starts(with: prefix) }
        }
    }

    @Test("the prefix is completed by one of its endings", arguments: 0..<6)
    func prefixEndings(seed: Int) throws {
        let endings: [[Int32]] = [[4, 4], [4, 5, 5], [1]]
        for prefix: [Int32] in [[], [5]] {
            try expectBest(
                ScriptedScorer.options(beam: 128, nbest: 8), prefix: prefix, endings: endings,
                seed: seed
            ) { tokens in
                // One that is cut off on its way is none.
                endings.contains { tokens.starts(with: prefix + $0) }
            }
        }
    }

    @Test("what is given may be what may not be found: <unk>, a forbidden word, a repetition")
    func prefixIsAboveTheRules() throws {
        var options = ScriptedScorer.options(beam: 2)
        options.allowsUnknown = false
        options.forbidden = [[4]]
        options.noRepeatTokens = 1
        options.minimumLength = 6
        let rule = ScriptedScorer.drawn(vocabulary: 8, seed: 1)
        let found = try search(options, prefix: [1, 4, 4], rule)[0]
        #expect(found.tokens.starts(with: [1, 4, 4]))
        #expect(!found.tokens.dropFirst(3).contains { $0 == 4 || $0 == 1 })
    }

    @Test("a prefix longer than the cap is still continued")
    func longPrefix() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 8, seed: 1)
        let prefix = [Int32](repeating: 5, count: 50)
        let found = try search(ScriptedScorer.options(beam: 2), prefix: prefix, rule)[0]
        #expect(found.tokens.starts(with: prefix))
        #expect(found.tokenLogProbabilities.count >= 51)
        var options = ScriptedScorer.options(beam: 2)
        options.maximumLength = 50
        let full = try search(options, prefix: prefix, rule)[0]
        #expect(full.tokens == prefix && full.hitLengthCap)
    }

    // MARK: Repetition penalty

    @Test("tokens that are there become less likely by the paper's formula", arguments: 0..<6)
    func repetitionPenalty(seed: Int) throws {
        let rule = ScriptedScorer.drawn(vocabulary: 6, seed: UInt64(seed))
        let penalized: ScriptedScorer.Rule = { sentence, prefix in
            var row = rule(sentence, prefix)
            for token in Set(prefix.map(Int.init)) {
                row[token] = row[token] > 0 ? row[token] / 1.7 : row[token] * 1.7
            }
            return ScriptedScorer.normalized(row)
        }
        var options = ScriptedScorer.options(beam: 128, nbest: 8)
        let expected = try search(options, penalized)
        let plain = try search(options, rule)
        options.repetitionPenalty = 1.7
        let found = try search(options, rule)
        #expect(found.map(\.tokens) == expected.map(\.tokens))
        #expect(found.map(\.tokens) != plain.map(\.tokens))
        for (one, other) in zip(found, expected) { #expect(abs(one.score - other.score) < 1e-5) }
    }
}
