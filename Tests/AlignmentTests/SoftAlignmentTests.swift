import Testing

@testable import Alignment

@Suite struct SoftAlignmentTests {
    @Test("each target word links to its best source word, if that reaches the threshold")
    func hardLinks() {
        let soft = SoftAlignment(
            sourceCount: 3, targetCount: 3,
            weights: [0.6, 0.3, 0.1, 0.05, 0.04, 0.03, 0, 0.5, 0.5])
        #expect(soft[2, 1] == 0.5)
        #expect(soft.links().pharaoh == "0-0 1-2")
        #expect(soft.links(threshold: 0).pharaoh == "0-0 0-1 1-2")
        #expect(soft.links(fillsSources: true).pharaoh == "0-0 1-2 2-2")
    }

    @Test("nothing is linked where nothing is known")
    func empty() {
        let zero = SoftAlignment(sourceCount: 2, targetCount: 1, weights: [0, 0])
        #expect(zero.links(threshold: 0).links.isEmpty)
        let none = SoftAlignment(sourceCount: 0, targetCount: 0, weights: [])
        #expect(none.links(fillsSources: true).links.isEmpty)
    }

    @Test("tokens become words: sums over source, means over target, ends dropped")
    func words() {
        // Source tokens: word 0, word 1, word 1, end. Target tokens: word 0, word 0, end.
        let soft = SoftAlignment.words(
            fromTokens: [0.5, 0.25, 0.25, 0, 0.25, 0.125, 0.125, 0.5, 0, 0, 0, 1],
            sourceTokenCount: 4, targetTokenCount: 3,
            sourceWordOfToken: [0, 1, 1, -1], targetWordOfToken: [0, 0, -1],
            sourceWordCount: 2, targetWordCount: 2)
        #expect(soft.weights == [0.5, 0.5, 0, 0])
    }
}
