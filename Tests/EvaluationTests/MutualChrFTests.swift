import Testing

@testable import Evaluation

@Suite struct MutualChrFTests {
    private static let texts = [
        "Ein Mann steht auf der Straße.", "Ein Mann steht auf der Strasse .", "", " ", "a", "aa aa",
        "Zwei Frauen sitzen im Park und reden.", "aaaaaaaaaa", "😀 e\u{301}", "Straße",
    ]

    @Test(
        "each pair has the score that the metric gives it, to the last bit",
        arguments: [ChrF(), ChrF(characterOrder: 3, beta: 1, lowercases: true), .spaced])
    func agrees(metric: ChrF) throws {
        let mutual = MutualChrF(Self.texts, metric: metric)
        for (one, text) in Self.texts.enumerated() {
            for (other, reference) in Self.texts.enumerated() {
                let scores = mutual.scores(one, other)
                #expect(
                    try scores.ofOne
                        == metric.sentenceScore(hypothesis: text, references: [reference]).value)
                #expect(
                    try scores.ofOther
                        == metric.sentenceScore(hypothesis: reference, references: [text]).value)
            }
        }
    }
}

extension ChrF {
    fileprivate static let spaced = ChrF(keepsWhitespace: true)
}
