import Foundation
import Testing

@testable import Evaluation

@Suite struct BLEUTests {
    @Test("an n-gram counts at most as often as one reference has it")
    func countsAreClipped() throws {
        let score = try BLEU().score(
            hypotheses: ["the the the the the the the"],
            references: [["the cat is on the mat"], ["there is a cat on the mat"]])
        guard case .bleu(let details) = score.details else { throw WrongDetails() }
        #expect(details.matches == [2, 0, 0, 0])
        #expect(details.totals == [7, 6, 5, 4])
        #expect(details.referenceLength == 7)
    }

    @Test("the value is the geometric mean of precisions times the brevity penalty")
    func valueByHand() throws {
        let score = try BLEU().score(
            hypotheses: ["a b c d e"], references: [["a b c d e f"]])
        #expect(abs(score.value - 100 * exp(1 - 6.0 / 5)) < 1e-9)
        #expect(
            score.line == "BLEU|nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0"
                + " = 81.87 100.0/100.0/100.0/100.0 "
                + "(BP = 0.819 ratio = 0.833 hyp_len = 5 ref_len = 6)")
        #expect(score.description.hasPrefix("BLEU = 81.87 100.0/"))
    }

    @Test("smoothing stands in for precisions of zero")
    func smoothing() throws {
        func precisions(_ smoothing: BLEU.Smoothing) throws -> [Double] {
            let score = try BLEU(smoothing: smoothing).score(
                hypotheses: ["a b x y"], references: [["a b c d"]])
            guard case .bleu(let details) = score.details else { throw WrongDetails() }
            return details.precisions
        }
        #expect(try precisions(.exponential) == [50, 100.0 / 3, 25, 25])
        #expect(try precisions(.none) == [50, 100.0 / 3, 0, 0])
        #expect(try precisions(.floor(0.1)) == [50, 100.0 / 3, 5, 10])
        #expect(try precisions(.add(1)) == [50, 50, 100.0 / 3, 50])
        #expect(BLEU.Smoothing.floor(0.1).signature == "floor[0.10]")
        #expect(BLEU.Smoothing.add(1).signature == "add-k[1.00]")
    }

    @Test("a short sentence is scored by the orders it has")
    func sentenceUsesEffectiveOrder() throws {
        let score = try BLEU().sentenceScore(hypothesis: "Guten Tag", references: ["Guten Tag"])
        #expect(abs(score.value - 100) < 1e-9)
        #expect(score.signature.contains("eff:yes"))
        #expect(
            try BLEU().score(hypotheses: ["Guten Tag"], references: [["Guten Tag"]]).value == 0)
    }

    @Test("empty lines score nothing and harm nothing")
    func emptyLines() throws {
        #expect(try BLEU().score(hypotheses: [""], references: [[""]]).value == 0)
        #expect(try BLEU().score(hypotheses: [""], references: [["a"]]).value == 0)
        #expect(try BLEU().score(hypotheses: ["a"], references: [[""]]).value == 0)
    }

    @Test("Chinese is cut into characters unless asked otherwise")
    func usualTokenization() {
        #expect(BLEU.Tokenization.usual(forTarget: "zh-CN") == .chinese)
        #expect(BLEU.Tokenization.usual(forTarget: "de") == .mteval13a)
        #expect(BLEU.Tokenization.usual(forTarget: "") == .mteval13a)
    }
}

struct WrongDetails: Error {}
