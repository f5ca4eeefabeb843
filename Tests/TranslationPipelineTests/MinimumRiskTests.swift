import Evaluation
import Testing

@testable import TranslationPipeline

@Suite struct MinimumRiskTests {
    /// Of each text: the mean of its chrF against all others.
    private static func means(_ texts: [String]) throws -> [Double] {
        try texts.indices.map { number in
            try texts.indices.filter { $0 != number }.map {
                try ChrF().sentenceScore(hypothesis: texts[number], references: [texts[$0]]).value
            }.reduce(0, +) / Double(texts.count - 1)
        }
    }

    @Test("texts come by their mean chrF against all others, those alike once")
    func agreesWithDirectComputation() throws {
        let texts = [
            "Ein Hund läuft.", "Der Hund läuft weg.", "Ein Hund rennt.", "Ein Hund läuft.", "",
            "Das ist etwas ganz anderes", "Ein Hund läuft weg.", "Ein Hund läuft.",
        ]
        let means = try Self.means(texts)
        let ranking = MinimumRisk.ranking(texts)
        #expect(Set(ranking) == [0, 1, 2, 4, 5, 6])
        for (better, worse) in zip(ranking, ranking.dropFirst()) {
            #expect(means[better] > means[worse] - 1e-9)
        }
        #expect(ranking.last == 4)
    }

    @Test("of equals the earlier comes first")
    func ties() {
        #expect(MinimumRisk.ranking(["ab", "cd", "ef"]) == [0, 1, 2])
        #expect(MinimumRisk.ranking(["", "", "x"]) == [0, 2])
        #expect(MinimumRisk.ranking(["x"]) == [0])
    }
}
