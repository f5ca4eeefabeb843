import Testing

@testable import Evaluation

/// SplitMix64 (Steele, Lea & Flood 2014): small, seeded, and the same everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

@Suite struct SignificanceTests {
    private let references = (0..<60).map { "the number \($0) is one of sixty numbers here" }

    private func compare(
        _ baseline: [String], _ system: [String], metric: some Metric, resamples: Int = 100
    ) throws -> PairedBootstrap {
        var generator = SplitMix(state: 1)
        return try PairedBootstrap(
            baseline: metric.segmentStatistics(hypotheses: baseline, references: [references]),
            system: metric.segmentStatistics(hypotheses: system, references: [references]),
            metric: metric, resamples: resamples, using: &generator)
    }

    @Test("a system that is always better wins every resample, by low TER too")
    func clearDifference() throws {
        let worse = references.map { $0.replacing("number", with: "figure") }
        for metric in [BLEU(), TER()] as [any Metric] {
            let result = try compare(worse, references, metric: metric)
            #expect(result.winShare == 1)
            #expect(result.pValue < 0.05)
            #expect(result.system.score.value != result.baseline.score.value)
        }
    }

    @Test("a system against itself shows no difference")
    func noDifference() throws {
        let result = try compare(references, references, metric: ChrF())
        #expect(result.winShare == 0.5)
        #expect(result.system == result.baseline)
        #expect(abs(result.system.mean - 100) < 1e-9 && result.system.halfInterval < 1e-9)
    }

    @Test("the same seed gives the same result")
    func isRepeatable() throws {
        let other = references.enumerated().map { $0.offset % 3 == 0 ? "no" : $0.element }
        #expect(
            try compare(references, other, metric: BLEU())
                == compare(references, other, metric: BLEU()))
    }

    @Test("texts of different length and too few resamples are errors")
    func errors() throws {
        #expect(throws: EvaluationError(.tooFewResamples(10))) {
            try compare(references, references, metric: BLEU(), resamples: 10)
        }
        let one = try BLEU().segmentStatistics(hypotheses: ["a"], references: [["a"]])
        let two = try BLEU().segmentStatistics(hypotheses: ["a", "b"], references: [["a", "b"]])
        #expect(throws: EvaluationError(.systemLineCounts(baseline: 1, system: 2))) {
            var generator = SplitMix(state: 1)
            _ = try PairedBootstrap(
                baseline: one, system: two, metric: BLEU(), using: &generator)
        }
        #expect(
            EvaluationError(.systemLineCounts(baseline: 1, system: 2)).description
                == "system: has 2 lines, the baseline 1. "
                + "Compare translations of the same source, line for line.")
        #expect(EvaluationError(.tooFewResamples(10)).description.hasPrefix("resamples: 10 are"))
    }
}
