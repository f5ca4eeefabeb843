import Testing

@testable import Evaluation

@Suite struct CalibrationTests {
    @Test("the error is that of the bins, by their share")
    func workedByHand() throws {
        // 0.05 and 0.07 are one bin: |0.06 − 0.5|; 0.92 and 1 another: |0.96 − 1|.
        let calibration = try #require(
            Calibration([(0.05, 0), (0.07, 1), (0.92, 1), (1, 1)]))
        #expect(abs(calibration.expectedError - (0.44 + 0.04) / 2) < 1e-12)
        #expect(abs(calibration.meanConfidence - 0.51) < 1e-12)
        #expect(calibration.meanOutcome == 0.75)
        #expect(calibration.count == 4)
    }

    @Test("nothing has no calibration")
    func nothing() {
        #expect(Calibration([]) == nil)
    }
}

@Suite struct WordAgreementTests {
    @Test(
        "words count as often as they stand in both, in whatever order",
        arguments: [
            (["a", "b"], ["b", "a"], 1), (["a", "a"], ["a", "b"], 0.5), (["a"], ["b"], 0),
            (["a"], ["a", "b", "c"], 0.5), ([], ["a"], 0), ([], [], 1),
        ] as [([String], [String], Double)])
    func workedByHand(one: [String], other: [String], share: Double) {
        #expect(WordAgreement.share(one, other) == share)
        #expect(WordAgreement.share(other, one) == share)
    }
}
