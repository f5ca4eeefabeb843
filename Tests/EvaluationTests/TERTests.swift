import Testing

@testable import Evaluation

@Suite struct TERTests {
    @Test("a shifted run of words costs one edit")
    func shift() throws {
        let score = try TER().score(
            hypotheses: ["d e a b c"], references: [["a b c d e"]])
        #expect(score.value == 20)
        #expect(score.details == .ter(TER.Details(edits: 1, referenceLength: 5)))
        #expect(score.line.hasSuffix("tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0 = 20.00"))
    }

    @Test("insertions, deletions and replacements cost one edit each")
    func edits() throws {
        #expect(try TER().score(hypotheses: ["a x c"], references: [["a b c d"]]).value == 50)
        #expect(try TER().score(hypotheses: ["a b c d"], references: [["a b"]]).value == 100)
    }

    @Test("the nearest reference gives the edits, all of them the length")
    func references() throws {
        let score = try TER().score(hypotheses: ["a b"], references: [["a b c d"], ["a b"]])
        #expect(score.details == .ter(TER.Details(edits: 0, referenceLength: 3)))
    }

    @Test("an empty reference makes any words 100 %")
    func empty() throws {
        #expect(try TER().score(hypotheses: ["a b c"], references: [[""]]).value == 100)
        #expect(try TER().score(hypotheses: [""], references: [[""]]).value == 0)
        #expect(try TER().score(hypotheses: [""], references: [["a b"]]).value == 100)
    }

    @Test("normalized references are tokenized twice, as by sacreBLEU")
    func doubleTokenization() {
        let metric = TER(normalizes: true, supportsAsian: true)
        #expect(metric.statistics(hypothesis: "it's日本", references: ["it's日本"]) == [2, 4])
    }

    @Test("lines of very different length stay cheap and end, with sacreBLEU's figures")
    func extremes() throws {
        // The word both share lies outside the band around the diagonal, so it is not found.
        let long = (0..<5_000).map { "w\($0)" }.joined(separator: " ")
        #expect(TER().statistics(hypothesis: "w7 x", references: [long]) == [5_000, 5_000])
        #expect(TER().statistics(hypothesis: long, references: ["w7"]) == [4_999, 1])
    }
}
