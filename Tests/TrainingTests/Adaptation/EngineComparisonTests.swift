import Foundation
import Testing

@testable import Training

@Suite struct EngineComparisonTests {
    private func score(new: Double, old: Double?, loss: Double = 1) -> ValidationScore {
        var score = ValidationScore(loss: loss, bleu: new, bleuSignature: "")
        score.comparison = EngineComparison(
            engine: .init(loss: 2, bleu: 30),
            old: old.map {
                .init(
                    engine: .init(loss: 1, bleu: 45), model: .init(loss: 1, bleu: $0), tolerance: 1)
            })
        return score
    }

    @Test(
        "a model wins that is better on the new text and keeps the old within the tolerance",
        arguments: [
            (30.1, nil, true), (30, nil, false), (50, 44.0, true), (50, 43.9, false),
            (29.9, 46, false), (30, 46, false),
        ] as [(Double, Double?, Bool)])
    func winning(new: Double, old: Double?, wins: Bool) {
        #expect(score(new: new, old: old).wins == wins)
    }

    @Test("a training from the start has nothing to win against")
    func fromTheStart() {
        #expect(ValidationScore(loss: 1, bleu: 0, bleuSignature: "").wins)
    }

    @Test("one that wins is better than one that does not, then BLEU on the new text decides")
    func order() {
        let (winner, better) = (score(new: 40, old: 45), score(new: 41, old: 44))
        let loser = score(new: 60, old: 20)
        #expect(winner.isBetter(than: loser) && !loser.isBetter(than: winner))
        #expect(better.isBetter(than: winner) && !winner.isBetter(than: better))
        #expect(score(new: 61, old: 10).isBetter(than: loser))
        #expect(score(new: 60, old: 20, loss: 0.9).isBetter(than: loser))
    }

    @Test("scores of trainings from before there was a comparison still decode")
    func decodesOldScores() throws {
        let json = Data(#"{"loss":1,"bleu":2,"bleuSignature":"s"}"#.utf8)
        let score = try JSONDecoder().decode(ValidationScore.self, from: json)
        #expect(score.comparison == nil && score.wins)
    }
}
