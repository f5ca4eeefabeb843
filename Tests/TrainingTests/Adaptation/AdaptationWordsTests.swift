import Testing

@testable import Training

@Suite struct AdaptationWordsTests {
    private func adaptation(oldLoss: Double?, ownLoss: Double?) -> Adaptation {
        Adaptation(
            enginePath: "mine", engineChecksum: "0", engineSeed: 1, engineLoss: ownLoss,
            oldShare: 0.5, oldTolerance: 1,
            engineScores: Adaptation.Scores(
                new: .init(loss: 3.2, bleu: 22.14),
                old: oldLoss.map { .init(loss: $0, bleu: 57.65) }, bleuSignature: "s"))
    }

    private func score(_ bleu: Double, oldBLEU: Double?) -> ValidationScore {
        var score = ValidationScore(loss: 1.25, bleu: bleu, bleuSignature: "s")
        score.comparison = EngineComparison(
            engine: .init(loss: 3.2, bleu: 22.14),
            old: oldBLEU.map {
                .init(
                    engine: .init(loss: 0.6, bleu: 57.65), model: .init(loss: 0.7, bleu: $0),
                    tolerance: 1)
            })
        return score
    }

    @Test("a line has the model's scores and the engine's, on both texts")
    func line() {
        #expect(
            score(41.26, oldBLEU: 57).words
                == "new dev BLEU 41.3 (engine 22.1), loss 1.250; "
                + "old dev BLEU 57.0 (engine 57.6), loss 0.700")
        #expect(score(41.26, oldBLEU: nil).words == "new dev BLEU 41.3 (engine 22.1), loss 1.250")
        let alone = ValidationScore(loss: 1.25, bleu: 41.26, bleuSignature: "s")
        #expect(alone.words == "dev loss 1.250, BLEU 41.3")
    }

    @Test("a best score says whether it is kept, and if not, why")
    func verdict() {
        #expect(score(41, oldBLEU: 57).verdict == "best, kept")
        #expect(score(41, oldBLEU: 50).verdict.contains("too much of the old is lost"))
        #expect(score(20, oldBLEU: 57).verdict.contains("no better than the old engine"))
        #expect(ValidationScore(loss: 1, bleu: 0, bleuSignature: "").verdict == "best, kept")
    }

    @Test("the table has the engine, the best and the last side by side, in columns")
    func table() throws {
        let table = try #require(
            AdaptationTable(
                best: score(41.26, oldBLEU: 57), bestStep: 1_200, last: score(40, oldBLEU: 56),
                lastStep: 1_300))
        #expect(
            table.lines == [
                "BLEU on the development set  old engine  best, step 1,200  last, step 1,300",
                "new text                          22.14             41.26             40.00",
                "old text                          57.65             57.00             56.00",
            ])
        let alone = ValidationScore(loss: 1, bleu: 0, bleuSignature: "")
        #expect(AdaptationTable(best: alone, bestStep: 1, last: alone, lastStep: 1) == nil)
    }

    @Test("old text that the engine was trained on is told of")
    func knownText() throws {
        let words = try #require(adaptation(oldLoss: 0.594, ownLoss: 1.202).warningOfKnownText)
        #expect(words.contains("mine has loss 0.594 on the old development set, and had 1.202"))
        #expect(words.hasSuffix("to --old-dev."))
        #expect(adaptation(oldLoss: 1.2, ownLoss: 1.202).warningOfKnownText == nil)
        #expect(adaptation(oldLoss: nil, ownLoss: 1.202).warningOfKnownText == nil)
        #expect(adaptation(oldLoss: 0.5, ownLoss: nil).warningOfKnownText == nil)
    }

    @Test("the card has each engine's scores on each text; before a win both are the old engine's")
    func card() {
        let adaptation = adaptation(oldLoss: 0.6, ownLoss: nil)
        let kept = adaptation.cardScores(score(41.26, oldBLEU: 57)).filter { $0.signature == "s" }
        #expect(kept.map(\.number) == [22.14, 41.26, 57.65, 57])
        let none = adaptation.cardScores(nil).filter { $0.signature == "s" }
        #expect(none.map(\.number) == [22.14, 22.14, 57.65, 57.65])
        let settings = adaptation.cardSettings(drawn: 1_024, hasWon: false)
        #expect(settings.contains { $0.setting == "0.5 of the target tokens, 1,024 pairs" })
        #expect(settings.last?.setting.hasPrefix("the old engine’s") == true)
    }
}
