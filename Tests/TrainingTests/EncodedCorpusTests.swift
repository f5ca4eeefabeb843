import Foundation
import Tensors
import Testing
import Text

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

    @Test("pieces come back as they went in, and are no part of the fingerprint")
    func keepsPieces() {
        var source = PieceIDs()
        for (id, begins) in [(Int32(4), true), (5, false)] {
            source.append(id, beginsPiece: begins)
        }
        var pieced = EncodedCorpus()
        pieced.append(source: source, target: PieceIDs([6]))
        pieced.append(source: [7], target: [8, 9, 10])
        #expect(pieced.pieces(0).source == source)
        #expect(pieced.pieces(1).target.beginsPiece == [true, true, true])
        #expect(pieced != corpus)
        #expect(pieced.fingerprint == corpus.fingerprint)
    }

    @Test("two corpora one after the other are as one")
    func joins() {
        let both = EncodedCorpus(joining: [corpus, corpus])
        #expect(both.count == 4)
        #expect(both[2].source == [4, 5])
    }

    @Test("a corpus on disk is the one in memory", arguments: [300, 32_768, 70_000])
    func onDisk(vocabularySize: Int) throws {
        var random = RandomSource(seed: 5)
        var corpus = EncodedCorpus()
        func text() -> PieceIDs {
            var text = PieceIDs()
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                text.append(
                    Int32.random(in: 0..<Int32(vocabularySize), using: &random),
                    beginsPiece: Bool.random(using: &random))
            }
            return text
        }
        for _ in 0..<5_000 { corpus.append(source: text(), target: text()) }
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "encoded-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        var writer = try EncodedCorpusWriter(in: folder, vocabularySize: vocabularySize)
        try writer.append(corpus)
        let mapped = try writer.finish()
        #expect(mapped == corpus)
        #expect((0..<5_000).allSatisfy { mapped[$0] == corpus[$0] })
        #expect(mapped.fingerprint == corpus.fingerprint)
        #expect(mapped.sourceTokens == corpus.sourceTokens)
        // Nothing that a kill could leave behind.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test("an empty corpus on disk has no pairs")
    func emptyOnDisk() throws {
        let writer = try EncodedCorpusWriter(
            in: FileManager.default.temporaryDirectory, vocabularySize: 10)
        #expect(try writer.finish().count == 0)
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

    @Test("the fingerprint is the one that saved trainings have")
    func fingerprintIsStable() {
        #expect(corpus.fingerprint == 0x2374_4116_B538_3F72)
    }
}
