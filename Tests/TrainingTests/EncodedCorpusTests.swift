import Testing

@testable import Training

@Suite struct EncodedCorpusTests {
    private var corpus: EncodedCorpus {
        var corpus = EncodedCorpus()
        corpus.append(source: [4, 5], target: [6])
        corpus.append(source: [7], target: [8, 9, 10])
        return corpus
    }

    @Test("pairs come back as they went in")
    func keepsPairs() {
        #expect(corpus.count == 2)
        #expect(corpus[1].source == [7])
        #expect(corpus[1].target == [8, 9, 10])
        #expect(corpus.sourceLength(0) == 2)
        #expect(corpus.targetTokens == 6)
    }

    @Test("two corpora one after the other are as one")
    func appends() {
        var both = corpus
        both.append(contentsOf: corpus)
        #expect(both.count == 4)
        #expect(both[2].source == [4, 5])
    }

    @Test("the fingerprint changes with ids, with their division, and with their order")
    func fingerprints() {
        var otherDivision = EncodedCorpus()
        otherDivision.append(source: [4, 5], target: [6, 8])
        otherDivision.append(source: [7], target: [9, 10])
        var otherOrder = EncodedCorpus()
        otherOrder.append(source: [7], target: [8, 9, 10])
        otherOrder.append(source: [4, 5], target: [6])
        #expect(corpus.fingerprint != otherDivision.fingerprint)
        #expect(corpus.fingerprint != otherOrder.fingerprint)
        #expect(corpus.fingerprint == corpus.fingerprint)
    }
}
