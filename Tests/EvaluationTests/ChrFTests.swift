import Testing

@testable import Evaluation

@Suite struct ChrFTests {
    @Test("precision and recall are means over the orders both sides have")
    func valueByHand() throws {
        // 1-grams: 2 of 3 and of 2; 2-grams: 1 of 2 and of 1; the reference has no 3-grams.
        let score = try ChrF().score(hypotheses: ["abc"], references: [["ab"]])
        let (precision, recall) = ((2.0 / 3 + 1.0 / 2) / 2, 1.0)
        #expect(abs(score.value - 100 * 5 * precision * recall / (4 * precision + recall)) < 1e-9)
        #expect(score.signature == "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0")
        #expect(score.name == "chrF2")
    }

    @Test("of several references the one that fits best counts")
    func bestReference() throws {
        let score = try ChrF.plusPlus.score(
            hypotheses: ["ein Haus"], references: [["zwei Bäume"], ["ein Haus"]])
        #expect(score.value == 100)
        #expect(score.name == "chrF2++")
    }

    @Test("word n-grams cut off one punctuation mark")
    func punctuation() throws {
        let metric = ChrF(characterOrder: 1, wordOrder: 1)
        let statistics = metric.statistics(hypothesis: "(hi) a", references: ["(hi ) a"])
        #expect(Array(statistics[3...]) == [3, 4, 2])  // “(hi”, “)”, “a” and “(”, “hi”, “)”, “a”
    }

    @Test("nothing in common scores 0, nothing at all too")
    func zero() throws {
        #expect(try ChrF().score(hypotheses: ["x"], references: [["y"]]).value == 0)
        #expect(try ChrF().score(hypotheses: [""], references: [[""]]).value == 0)
    }
}
