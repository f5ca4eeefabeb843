import Engines
import Tensors
import Testing
import Text

@testable import TranslationPipeline

@Suite struct PairAlignerTests {
    private func align(_ pairs: [(source: String, target: String)], workers: Int = 1) -> [String?] {
        PairAligner(LexiconEngine.joint, workers: workers).align(pairs).map { segment in
            segment.map { AlignmentExporter.line(for: $0, as: .pharaoh) }
        }
    }

    @Test("given pairs are linked as they were translated, whatever stands beside them")
    func linksThePairs() throws {
        var random = RandomSource(seed: 41)
        let pairs = (0..<80).map { number -> (source: String, target: String) in
            let words = LexiconEngine.sentence(2 + number % 7, &random)
            let target = LexiconEngine.translation(of: words)
            return (words.joined(separator: " "), target.joined(separator: " "))
        }
        let lines = align(pairs)
        let right = zip(lines, pairs).count { line, pair in
            let count = pair.source.split(separator: " ").count
            return line == (0..<count).map { "\($0)-\($0)" }.joined(separator: " ")
        }
        #expect(right >= 76, "\(right) of 80 pairs")
        #expect(align(pairs, workers: 2) == lines)
        #expect(align(pairs.reversed()) == lines.reversed())
        #expect(pairs.prefix(10).flatMap { align([$0]) } == Array(lines.prefix(10)))
    }

    @Test("words that no side can spell are linked when they are the same")
    func linksCopies() throws {
        #expect(
            align([("the 😀 man 東京 Ж", "Ж das 東京 mann 😀 Щ")])
                == ["0-1 1-4 2-3 3-2 4-0"])
    }

    @Test("a side without words that the engine knows has no alignment")
    func refusesEmptySides() {
        let results = align([
            ("", ""), ("dog", ""), ("", "hund"), (" ", "hund"), ("😀", "hund"), ("dog", "😀 😀"),
            ("dog", "hund"),
        ])
        #expect(results == [nil, nil, nil, nil, nil, nil, "0-0"])
        #expect(align([]).isEmpty)
    }

    @Test("a side with more tokens than a model reads has no alignment", .timeLimit(.minutes(1)))
    func refusesLongSides() throws {
        func dogs(_ count: Int) -> String {
            repeatElement("dog", count: count).joined(separator: " ")
        }
        let fitting = 1023
        #expect(LexiconEngine.joint.sourceSubwords.ids(of: dogs(fitting)).count == fitting)
        let results = PairAligner(LexiconEngine.joint, workers: 1).align([
            (dogs(fitting), dogs(fitting)), (dogs(fitting + 1), "hund"), ("dog", dogs(fitting + 1)),
            (dogs(3 * fitting), dogs(3 * fitting)), ("dog", dogs(fitting)), ("dog", "hund"),
        ])
        #expect(results.map { $0 == nil } == [false, true, true, true, false, false])
    }

    @Test("the score is the log-probability of the given translation")
    func scoresThePair() throws {
        let segments = PairAligner(LexiconEngine.joint, workers: 1)
            .align([("red house", "rot haus"), ("red house", "buch baum")])
        let right = try #require(segments[0])
        let wrong = try #require(segments[1])
        #expect(right.score < 0 && right.score > wrong.score)
        #expect(right.alternatives == [.init(target: "rot haus", score: right.score)])
        try AnyTextTests.checkAlignment(right)
    }
}
