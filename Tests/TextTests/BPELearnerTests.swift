import Testing

@testable import Text

@Suite struct BPELearnerTests {
    /// A word as subword-nmt writes it: `l o w</w>`.
    private static func learner(_ words: [(String, Int)]) -> BPELearner {
        var symbols: [TokenForm] = []
        var numbers: [String: Int32] = [:]
        let spelled = words.map { word, _ in
            word.unicodeScalars.enumerated().map { index, scalar -> Int32 in
                let isLast = index == word.unicodeScalars.count - 1
                let symbol = String(scalar) + (isLast ? "</w>" : "")
                if let number = numbers[symbol] { return number }
                numbers[symbol] = Int32(symbols.count)
                symbols.append(TokenForm(surface: symbol))
                return Int32(symbols.count - 1)
            }
        }
        return BPELearner(symbols: symbols, words: spelled, counts: words.map(\.1))
    }

    private static func lines(_ learner: BPELearner) -> [String] {
        learner.merges.map {
            learner.symbols[Int($0.left)].surface + " " + learner.symbols[Int($0.right)].surface
        }
    }

    @Test("the first merges of low, lower, newest and widest are those of the paper")
    func paperExample() {
        var learner = Self.learner([("low", 5), ("lower", 2), ("newest", 6), ("widest", 3)])
        learner.learn(mostSymbols: .max, mostMerges: 3)
        // es and st</w> both occur 9 times, as do s t</w> and e s: ties go to the greater pair.
        #expect(Self.lines(learner) == ["s t</w>", "e st</w>", "l o"])
    }

    @Test("of equally frequent pairs the lexicographically greater comes first")
    func ties() {
        var learner = Self.learner([("ab", 4), ("cd", 4), ("ce", 4)])
        learner.learn(mostSymbols: .max)
        #expect(Self.lines(learner) == ["c e</w>", "c d</w>", "a b</w>"])
    }

    @Test("a pair that occurs once is not merged, and learning ends")
    func singlePairs() {
        var learner = Self.learner([("abc", 1)])
        learner.learn(mostSymbols: .max)
        #expect(learner.merges.isEmpty)
    }

    @Test("runs of one letter are merged from the left and counted right")
    func repeatedLetters() {
        var learner = Self.learner([("aaaaa", 3)])
        learner.learn(mostSymbols: .max)
        #expect(Self.lines(learner) == ["a a", "aa aa", "aaaa a</w>"])
    }

    @Test("nothing is learned from nothing")
    func empty() {
        var learner = BPELearner(symbols: [], words: [[]], counts: [7])
        learner.learn(mostSymbols: 100)
        #expect(learner.merges.isEmpty && learner.symbols.isEmpty)
    }

    @Test(
        "learns what Sennrich's own program learned from its test corpus",
        .enabled(
            if: SharedFiles.exists("bpe/subword-nmt/bpe.ref"), "needs the shared BPE fixture"))
    func referenceMerges() throws {
        var counts: [String: Int] = [:]
        for line in try SharedFiles.lines("bpe/subword-nmt/corpus.en") {
            for word in line.unicodeScalars.split(whereSeparator: { $0 == " " }) {
                counts[String(word), default: 0] += 1
            }
        }
        let reference = try SharedFiles.lines("bpe/subword-nmt/bpe.ref").dropFirst()
            .filter { !$0.isEmpty }
        var learner = Self.learner(counts.map { ($0.key, $0.value) })
        learner.learn(mostSymbols: .max, mostMerges: reference.count)
        #expect(Self.lines(learner) == Array(reference))
    }
}
