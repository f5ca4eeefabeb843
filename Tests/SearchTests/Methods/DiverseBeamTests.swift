import Testing
import Transformer

@testable import Search

@Suite struct DiverseBeamTests {
    private static func options(
        beam: Int, nbest: Int, groups: Int, strength: Float, cap: Int = 5
    ) -> BeamSearch.Options {
        var options = ScriptedScorer.options(beam: beam, nbest: nbest, cap: cap)
        var diversity = BeamSearch.Options.Diversity()
        diversity.groups = groups
        diversity.strength = strength
        options.diversity = diversity
        return options
    }

    private func search(
        _ options: BeamSearch.Options, _ rule: @escaping ScriptedScorer.Rule
    ) throws -> [Hypothesis] {
        var scorer = ScriptedScorer(rule)
        return try BeamSearch(options).search([[7, 7]], with: &scorer)[0]
    }

    @Test(
        "groups find what a plain reading of the paper finds",
        arguments: 0..<10, [Float(0), 0.4, 3])
    func agreesWithDirectImplementation(seed: Int, strength: Float) throws {
        let rule = ScriptedScorer.drawn(vocabulary: 12, seed: UInt64(seed))
        for (beam, groups) in [(4, 2), (6, 3), (4, 4)] {
            var direct = DirectDiverseBeam(
                rule: rule, width: beam / groups, groups: groups, strength: strength, cap: 5)
            let expected = direct.search()
            let found = try search(
                Self.options(beam: beam, nbest: beam, groups: groups, strength: strength), rule)
            #expect(Set(found.map(\.tokens)) == Set(expected.map(\.tokens)))
            for hypothesis in found {
                let same = expected.first { $0.tokens == hypothesis.tokens }
                #expect(abs((same?.score ?? 0) - hypothesis.score) < 1e-5)
            }
        }
    }

    @Test("a strong loss makes groups begin with different words; without one they agree")
    func strengthKeepsGroupsApart() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 12, seed: 2)
        let apart = try search(Self.options(beam: 4, nbest: 4, groups: 4, strength: 50), rule)
        #expect(apart.count == 4)
        #expect(Set(apart.map { $0.tokens.first ?? SpecialToken.end }).count == 4)
        let together = try search(Self.options(beam: 4, nbest: 4, groups: 4, strength: 0), rule)
        #expect(together.count == 1)
    }

    @Test("the best of a group that kept apart comes before another group's second best")
    func everyGroupIsHeard() throws {
        let drawn = ScriptedScorer.drawn(vocabulary: 12, seed: 5)
        let rule: ScriptedScorer.Rule = { sentence, prefix in
            var row = drawn(sentence, prefix)
            row[Int(SpecialToken.end)] += prefix.isEmpty ? -9 : 6
            return ScriptedScorer.normalized(row)
        }
        let all = try search(Self.options(beam: 6, nbest: 6, groups: 2, strength: 50), rule)
        let two = try search(Self.options(beam: 6, nbest: 2, groups: 2, strength: 50), rule)
        #expect(two.count == 2)
        #expect(two[0].tokens.first != two[1].tokens.first)
        #expect(!two[0].hitLengthCap && !two[1].hitLengthCap && two[0].score > two[1].score)
        #expect(all.count == 6 && all[0] == two[0])
        #expect(all.firstIndex(of: two[1]) ?? 0 > 1, "or the second best is in the same group")
    }
}

/// The paper's algorithm 1, with all tokens of all rows.
private struct DirectDiverseBeam {
    struct Row {
        let tokens: [Int32]
        let logProbability: Float
    }

    let rule: ScriptedScorer.Rule
    let width: Int
    let groups: Int
    let strength: Float
    let cap: Int
    private let penalty = LengthPenalty(exponent: 0.6)
    private var live: [[Row]]
    private var ended: [[(tokens: [Int32], score: Float)]]
    private var cut: [[(tokens: [Int32], score: Float)]]

    init(
        rule: @escaping ScriptedScorer.Rule, width: Int, groups: Int, strength: Float, cap: Int
    ) {
        self.rule = rule
        self.width = width
        self.groups = groups
        self.strength = strength
        self.cap = cap
        live = Array(repeating: [Row(tokens: [], logProbability: 0)], count: groups)
        ended = Array(repeating: [], count: groups)
        cut = ended
    }

    mutating func search() -> [(tokens: [Int32], score: Float)] {
        for length in 0..<cap {
            var taken: [Int32] = []
            for group in 0..<groups where !live[group].isEmpty {
                step(group, length: length, &taken)
            }
        }
        return (0..<groups).flatMap { group in
            (ended[group].sorted { $0.score > $1.score }
                + cut[group].sorted { $0.score > $1.score }).prefix(width)
        }
    }

    private mutating func step(_ group: Int, length: Int, _ taken: inout [Int32]) {
        var proposals: [(row: Row, token: Int32, value: Float)] = []
        for row in live[group] {
            let scores = rule(0, row.tokens)
            for token in [SpecialToken.unknown, SpecialToken.end] + (4..<Int32(scores.count)) {
                let sum = row.logProbability + scores[Int(token)]
                let same = taken.count { $0 == token }
                proposals.append(
                    (
                        Row(tokens: row.tokens + [token], logProbability: sum), token,
                        sum - strength * Float(same)
                    ))
            }
        }
        live[group] = []
        for (row, token, _) in proposals.sorted(by: { $0.value > $1.value }).prefix(width) {
            taken.append(token)
            if token == SpecialToken.end {
                let score = row.logProbability / penalty.divisor(length: length)
                ended[group].append((row.tokens.dropLast(), score))
            } else {
                live[group].append(row)
            }
        }
        if length + 1 == cap {
            cut[group] = live[group].map {
                ($0.tokens, $0.logProbability / penalty.divisor(length: cap))
            }
            live[group] = []
        } else if isDone(group) {
            live[group] = []
        }
    }

    private func isDone(_ group: Int) -> Bool {
        let scores = ended[group].map(\.score).sorted(by: >)
        guard scores.count >= width, let best = live[group].map(\.logProbability).max() else {
            return false
        }
        return best / penalty.divisor(length: cap) <= scores[width - 1]
    }
}
