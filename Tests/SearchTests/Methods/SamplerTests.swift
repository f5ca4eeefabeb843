import Foundation
import Testing

@testable import Search

@Suite struct SamplerTests {
    private static func options(
        samples: Int, cap: Int = 6, _ change: (inout BeamSearch.Options.Sampling) -> Void = { _ in }
    ) -> BeamSearch.Options {
        var options = ScriptedScorer.options(beam: 1, nbest: samples, cap: cap)
        var sampling = BeamSearch.Options.Sampling()
        change(&sampling)
        options.sampling = sampling
        return options
    }

    /// Samples of sentences that have nothing in common.
    private func samples(
        _ options: BeamSearch.Options, sentences: Int = 1, prefix: [Int32] = [],
        _ rule: @escaping ScriptedScorer.Rule
    ) throws -> [Hypothesis] {
        var scorer = ScriptedScorer(rule)
        let search = try BeamSearch(options)
        let requests = try (0..<sentences).map {
            try search.request([Int32($0)], prefix: prefix)
        }
        return search.search(requests, with: &scorer).flatMap { $0 }
    }

    // MARK: How likely each is

    private static let first: [Float] = [0.4, 0.25, 0.2, 0.1, 0.05]

    /// One word by `first`, then a second by the same, then the end.
    private static let rule: ScriptedScorer.Rule = { _, prefix in
        prefix.count < 2
            ? ([0, 0, 0, 0] + first).map { log($0) }
            : ScriptedScorer.probabilities(end: 1, 0, 0, 0, 0, 0)
    }

    /// Σ (observed − expected)² / expected, and ∞ for what cannot be.
    private func deviation(_ samples: [Int], from probabilities: [Double]) -> Double {
        probabilities.enumerated().reduce(0) { sum, expected in
            let count = Double(samples.count { $0 == expected.offset })
            guard expected.element > 0 else { return count > 0 ? .infinity : sum }
            let mean = expected.element * Double(samples.count)
            return sum + (count - mean) * (count - mean) / mean
        }
    }

    @Test(
        "tokens are drawn as often as they are likely",
        arguments: [
            (1, nil, 1, [0.4, 0.25, 0.2, 0.1, 0.05]),
            // Squares, which sum up to 0.275.
            (
                0.5, nil, 1,
                [0.16 / 0.275, 0.0625 / 0.275, 0.04 / 0.275, 0.01 / 0.275, 0.0025 / 0.275]
            ),
            (1, 3, 1, [0.4 / 0.85, 0.25 / 0.85, 0.2 / 0.85, 0, 0]),
            // Two have 0.65, three have 0.85.
            (1, nil, 0.7, [0.4 / 0.85, 0.25 / 0.85, 0.2 / 0.85, 0, 0]),
            // Of the three that `topK` leaves, two have 0.76.
            (1, 3, 0.7, [0.4 / 0.65, 0.25 / 0.65, 0, 0, 0]),
        ] as [(Float, Int?, Float, [Double])])
    func frequencies(
        temperature: Float, topK: Int?, topP: Float, expected: [Double]
    ) throws {
        let options = Self.options(samples: 64) {
            $0.temperature = temperature
            $0.topK = topK
            $0.topP = topP
        }
        let found = try samples(options, sentences: 64, Self.rule)
        let pairs = found.map { $0.tokens.map { Int($0) - 4 } }
        #expect(pairs.count == 4096 && pairs.allSatisfy { $0.count == 2 })
        // χ² with 4 degrees of freedom is above 23.5 once in 10,000 times.
        #expect(deviation(pairs.map { $0[0] }, from: expected) < 23.5)
        #expect(deviation(pairs.map { $0[1] }, from: expected) < 23.5)
        // Of two in a row, 24 degrees: 59.
        let joint = expected.flatMap { one in expected.map { one * $0 } }
        #expect(deviation(pairs.map { $0[0] * 5 + $0[1] }, from: joint) < 59)
    }

    @Test("log-probabilities are the model's, whatever was drawn from")
    func logProbabilitiesAreTheModels() throws {
        let options = Self.options(samples: 20) {
            $0.temperature = 2
            $0.topK = 4
        }
        for sample in try samples(options, Self.rule) {
            let expected = sample.tokens.map { log(Self.first[Int($0) - 4]) } + [0]
            for (one, other) in zip(sample.tokenLogProbabilities, expected) {
                #expect(abs(one - other) < 1e-5)
            }
        }
    }

    @Test("the likeliest alone gives what greedy search finds", arguments: 0..<4)
    func narrowestIsGreedy(seed: Int) throws {
        let rule = ScriptedScorer.drawn(vocabulary: 30, seed: UInt64(seed))
        var scorer = ScriptedScorer(rule)
        let greedy = try BeamSearch(ScriptedScorer.options(beam: 1, cap: 6))
            .search([[0]], with: &scorer)[0]
        for options in [
            Self.options(samples: 1) { $0.topK = 1 }, Self.options(samples: 1) { $0.topP = 0 },
            Self.options(samples: 1) { $0.temperature = 0.01 },
        ] {
            #expect(try samples(options, rule) == greedy)
        }
    }

    // MARK: What draws hang on

    @Test("a seed gives the same samples again, another gives others; fewer are among more")
    func seeds() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 30, seed: 3)
        let ten = try samples(Self.options(samples: 10), rule)
        #expect(try samples(Self.options(samples: 10), rule) == ten)
        let other = Self.options(samples: 10) { $0.seed = 2 }
        #expect(try samples(other, rule) != ten)
        #expect(Set(ten.map(\.tokens)).count > 5)
        #expect(zip(ten, ten.dropFirst()).allSatisfy { $0.score >= $1.score || $1.hitLengthCap })
        for one in try samples(Self.options(samples: 5), rule) { #expect(ten.contains(one)) }
    }

    // MARK: Rules

    @Test("what must not follow is not drawn, and what remains as often as it is likely")
    func rulesHold() throws {
        var options = Self.options(samples: 64)
        options.forbidden = [[4], [5, 6]]
        let found = try samples(options, sentences: 16, Self.rule)
        #expect(found.allSatisfy { !$0.tokens.has([4]) && !$0.tokens.has([5, 6]) })
        let expected: [Double] = [0, 0.25 / 0.6, 0.2 / 0.6, 0.1 / 0.6, 0.05 / 0.6]
        #expect(deviation(found.map { Int($0.tokens[0]) - 4 }, from: expected) < 23.5)
    }

    @Test("a prefix begins all samples, and what follows it differs")
    func prefixHolds() throws {
        let rule = ScriptedScorer.drawn(vocabulary: 30, seed: 4)
        let found = try samples(Self.options(samples: 20), prefix: [9, 11], rule)
        #expect(found.count == 20 && found.allSatisfy { $0.tokens.starts(with: [9, 11]) })
        #expect(Set(found.map { $0.tokens.dropFirst(2) }).count > 10)
    }

    @Test("a model that gives no numbers, or nothing that may follow, still gives samples")
    func nothingToDraw() throws {
        for topK in [nil, 2] {
            let options = Self.options(samples: 3) { $0.topK = topK }
            let broken = try samples(options) { _, _ in [Float](repeating: .nan, count: 8) }
            #expect(broken.count == 3)
            var blocked = options
            blocked.forbidden = [[4]]
            blocked.minimumLength = 2
            blocked.allowsUnknown = false
            let found = try samples(blocked) { _, _ in
                ScriptedScorer.probabilities(end: 0.5, 0.5)
            }
            #expect(found.map(\.tokens) == [[], [], []] && found.allSatisfy(\.hitLengthCap))
        }
    }
}
