import Foundation
import Testing

@testable import Corpus

@Suite struct CorpusSplitTests {
    private typealias Part = CorpusSplit.Part

    private let pairs = (0..<1_000).map { number in
        let name = Self.word(number % 2 == 0 ? number % 400 : number % 400 - 1)
        return pair(number % 2 == 0 ? "Sentence \(name)" : " sentence   \(name)!", number)
    }

    private static func pair(_ source: String, _ line: Int) -> SegmentPair {
        SegmentPair(
            source: source, target: "\(line)", position: FilePosition(file: "x", line: line))
    }

    /// A number in letters.
    private static func word(_ number: Int) -> String {
        String(String(number).compactMap { $0.wholeNumberValue.map { Array("abcdefghij")[$0] } })
    }

    /// Sentences of which two in five differ by one word of twelve from one before.
    private func variants(_ count: Int, seed: UInt64 = 1) -> [SegmentPair] {
        var random = SplitMix(state: seed)
        var sentences: [[String]] = []
        for number in 0..<count {
            var words = (0..<12).map { _ in Self.word(Int.random(in: 0..<3_000, using: &random)) }
            if number % 5 < 2, let earlier = sentences.randomElement(using: &random) {
                words = earlier
                words[Int.random(in: 0..<12, using: &random)] = "changed"
            }
            sentences.append(words)
        }
        return sentences.enumerated().map { Self.pair($1.joined(separator: " "), $0) }
    }

    private func split(
        _ pairs: [SegmentPair], development: CorpusSplit.Size = .usual,
        test: CorpusSplit.Size = .usual, seed: UInt64 = 1
    ) -> [Part: [SegmentPair]] {
        CorpusSplit(development: development, test: test, seed: seed).split(pairs)
    }

    @Test("no text is on two sides, whatever its case, punctuation and white space")
    func sidesAreDisjoint() {
        let size = CorpusSplit.Size(share: 0.1, maximum: 500)
        let parts = split(pairs, development: size, test: size)
        var folding = TextFolding()
        var partsByKey: [UInt64: Set<Part>] = [:]
        for (part, pairs) in parts {
            for pair in pairs { partsByKey[folding.key(of: pair.source), default: []].insert(part) }
        }
        #expect(partsByKey.values.allSatisfy { $0.count == 1 })
        #expect(parts.values.reduce(0) { $0 + $1.count } == 1_000)
        #expect((90...100).contains(parts[.development]?.count ?? 0))
        #expect((90...100).contains(parts[.test]?.count ?? 0))
    }

    @Test("nothing like a source of test is in training or development")
    func noNearDuplicates() {
        let pairs = variants(3_000)
        let size = CorpusSplit.Size(share: 0.05, maximum: 150)
        let parts = split(pairs, development: size, test: size)
        func sources(_ part: Part) -> [String] { (parts[part] ?? []).map(\.source) }
        #expect((140...150).contains(sources(.test).count))
        #expect((140...150).contains(sources(.development).count))
        var test = NearDuplicateIndex(sources(.test))
        #expect(sources(.training).allSatisfy { test.nearest(to: $0) == nil })
        #expect(sources(.development).allSatisfy { test.nearest(to: $0) == nil })
        var development = NearDuplicateIndex(sources(.development))
        #expect(sources(.training).allSatisfy { development.nearest(to: $0) == nil })
        let leftOut = sources(.leftOut)
        #expect(leftOut.count > 50)
        #expect(
            leftOut.allSatisfy {
                test.nearest(to: $0) != nil || development.nearest(to: $0) != nil
            })
    }

    @Test("the choice depends on the seed and not on the order")
    func choice() {
        for pairs in [pairs, variants(500)] {
            let size = CorpusSplit.Size(share: 0.1, maximum: 50)
            let parts = split(pairs, development: size, test: size, seed: 7)
            let reversed = split(pairs.reversed(), development: size, test: size, seed: 7)
            for part in Part.allCases { #expect(parts[part] == reversed[part]?.reversed()) }
            #expect((parts[.development] ?? []).count <= 50)
            let other = split(pairs, development: size, test: size, seed: 8)
            #expect(parts[.development] != other[.development])
        }
    }

    @Test("development is the same with and without a test set")
    func developmentFirst() {
        let pairs = variants(2_000)
        #expect(split(pairs)[.development] == split(pairs, test: .none)[.development])
    }

    @Test("with more groups than are kept, the first of all in order are still chosen")
    func manyGroups() {
        let pairs = (0..<30_000).map { Self.pair("\(Self.word($0)) \(Self.word($0 + 1))", $0) }
        let doubled = pairs + pairs
        let size = CorpusSplit.Size(share: 0.01, maximum: 400)
        let parts = split(doubled, development: size, test: size)
        #expect(parts[.development]?.count == 400)
        #expect(parts[.test]?.count == 400)
        let reversed = split(doubled.reversed(), development: size, test: size)
        #expect(reversed[.test] == parts[.test]?.reversed())
        #expect(Set((parts[.test] ?? []).map(\.source)).count == 200)
    }

    @Test("nothing is set aside of nothing, or when nothing is asked for")
    func edges() {
        #expect(split([]).isEmpty)
        #expect(split(pairs, development: .none, test: .none)[.training] == pairs)
        let nothing = CorpusSplit.Size(share: 1, maximum: 0)
        #expect(split(pairs, development: nothing, test: nothing)[.training] == pairs)
    }

    @Test(
        "of few pairs a tenth is set aside, of many one in a hundred",
        arguments: [
            (1, 0), (3, 0), (5, 1), (50, 5), (99, 10), (200, 20), (1_900, 20), (3_000, 30),
        ])
    func sizes(count: Int, expected: Int) {
        let pairs = (0..<count).map { Self.pair("\(Self.word($0)) \(Self.word($0 * 7 + 1))", $0) }
        let parts = split(pairs)
        #expect((parts[.development] ?? []).count == expected)
        #expect((parts[.test] ?? []).count == expected)
        #expect((parts[.training] ?? []).count == count - 2 * expected)
    }

    @Test("at least half of the pairs stay, however much is asked for")
    func half() {
        let all = CorpusSplit.Size(share: 1, maximum: 9_999)
        let parts = split(pairs, development: all, test: all)
        #expect((parts[.training] ?? []).count >= 500)
        #expect(split([pairs[0]], development: all, test: all)[.training] == [pairs[0]])
    }

    @Test("when all pairs have one source, all are for training")
    func oneSource() {
        let pairs = (0..<500).map { Self.pair("The same.", $0) }
        #expect(split(pairs)[.training] == pairs)
    }

    @Test("when all sources are alike, none is set aside rather than all others left out")
    func allAlike() {
        let sentence = "the very same sentence with one other word at its very end"
        let pairs = (0..<500).map { Self.pair("\(sentence) \(Self.word($0))", $0) }
        #expect(split(pairs)[.training] == pairs)
    }

    @Test("a text of more than 8,192 bytes is not set aside")
    func longTexts() {
        let pairs = (0..<100).map { Self.pair(String(repeating: Self.word($0), count: 9_000), $0) }
        #expect(split(pairs)[.training] == pairs)
    }

    @Test("the division counts what it is asked for")
    func counts() {
        let split = CorpusSplit(development: .usual, test: .usual, seed: 1)
        var chooser = split.chooser()
        for pair in pairs { chooser.add(source: pair.source) }
        var division = chooser.choose()
        for pair in pairs { _ = division.part(ofSource: pair.source) }
        #expect(division.counts.values.reduce(0, +) == 1_000)
        #expect(division.counts[.development] == 20)
    }
}
