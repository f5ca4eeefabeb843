import Testing

@testable import Corpus

@Suite struct CorpusSplitTests {
    private let pairs = (0..<1_000).map { number in
        SegmentPair(
            source: number % 2 == 0
                ? "Sentence \(number % 400)" : " sentence   \(number % 400 - 1)",
            target: "\(number)", position: FilePosition(file: "x", line: number))
    }

    @Test("no text is on both sides, whatever its case and white space")
    func sidesAreDisjoint() {
        let (training, development) = CorpusSplit(fraction: 0.1, maximum: 500, seed: 1).split(pairs)
        let trained = Set(training.map { CorpusSplit.folded($0.source) })
        #expect(development.allSatisfy { !trained.contains(CorpusSplit.folded($0.source)) })
        #expect(training.count + development.count == 1_000)
        #expect((90...100).contains(development.count))
    }

    @Test("the choice depends on the seed and not on the order")
    func choice() {
        let split = CorpusSplit(fraction: 0.1, maximum: 50, seed: 7)
        let development = split.split(pairs).development
        let reversed = split.split(pairs.reversed()).development
        #expect(development == reversed.reversed())
        #expect(development.count <= 50)
        let other = CorpusSplit(fraction: 0.1, maximum: 50, seed: 8).split(pairs).development
        #expect(development != other)
    }

    @Test("nothing is set aside of nothing, or when nothing is asked for")
    func edges() {
        #expect(CorpusSplit(fraction: 0.5, maximum: 9, seed: 1).split([]).development.isEmpty)
        #expect(CorpusSplit(fraction: 0, maximum: 9, seed: 1).split(pairs).development.isEmpty)
        #expect(CorpusSplit(fraction: 1, maximum: 0, seed: 1).split(pairs).development.isEmpty)
    }
}
