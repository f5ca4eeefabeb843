import Testing

@testable import Evaluation

@Suite struct MetricTests {
    @Test("lines that do not pair up are reported with their numbers")
    func unequalCounts() {
        #expect {
            try BLEU().score(hypotheses: ["a", "b"], references: [["a", "b"], ["a"]])
        } throws: {
            "\($0)" == "reference 2: has 1 lines for 2 hypotheses. "
                + "Give one reference line for each hypothesis line; empty lines count."
        }
    }

    @Test("nothing to score and nothing to score against are errors")
    func missing() {
        #expect(throws: EvaluationError(.noHypotheses)) {
            try ChrF().score(hypotheses: [], references: [[]])
        }
        #expect(throws: EvaluationError(.noReferences)) {
            try TER().score(hypotheses: ["a"], references: [])
        }
        #expect(throws: EvaluationError(.noReferences)) {
            try BLEU().sentenceScore(hypothesis: "a", references: [])
        }
        #expect(EvaluationError(.noHypotheses).description.hasPrefix("hypotheses: there are no"))
        #expect(EvaluationError(.noReferences).description.hasPrefix("references: there is no"))
    }

    @Test("totals are sums over the segments named")
    func totals() {
        let statistics = SegmentStatistics(
            values: [1, 2, 3, 4], segmentCount: 2, width: 2, referenceCount: 1)
        #expect(statistics.totals == [4, 6])
        #expect(statistics.totals(over: [1, 1]) == [6, 8])
    }
}
