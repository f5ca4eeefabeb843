import Corpus
import Testing

@testable import Training

@Suite struct TrainingEstimateTests {
    private func pairs(_ count: Int) -> [SegmentPair] {
        (0..<count).map {
            SegmentPair(
                source: "open file number \($0)", target: "öffne Datei Nummer \($0)",
                position: FilePosition(file: "f", line: $0 + 1))
        }
    }

    @Test("a sample that is all of the corpus is counted as it is, a part as its share")
    func tokens() throws {
        let whole = try #require(
            try TrainingEstimate(
                sample: pairs(200), pairs: 200, differentPairs: 200, workers: 1,
                measureSeconds: 0))
        // Four words and the end, and numbers in up to three pieces.
        #expect((200 * 5...200 * 8).contains(whole.targetTokens))
        #expect(whole.plan == TrainingPlan(pairs: 200))
        #expect(whole.tokensPerSecond > 0)
        #expect(whole.seconds > 0)
        let part = try #require(
            try TrainingEstimate(
                sample: pairs(200), pairs: 2_000, differentPairs: 1_500, workers: 1,
                measureSeconds: 0))
        #expect((2_000 * 5...2_000 * 9).contains(part.targetTokens))
    }

    @Test("of nothing there is no estimate")
    func nothing() throws {
        #expect(
            try TrainingEstimate(
                sample: [], pairs: 0, differentPairs: 0, workers: 1, measureSeconds: 0) == nil)
    }

    @Test(
        "what is too little goes by the different pairs",
        arguments: [
            (4_999, TrainingEstimate.Amount.tooLittle), (5_000, .little), (20_000, .fair),
            (100_000, .plenty),
        ])
    func amount(pairs: Int, amount: TrainingEstimate.Amount) {
        #expect(TrainingEstimate.Amount(differentPairs: pairs) == amount)
    }
}
