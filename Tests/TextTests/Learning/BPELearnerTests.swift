import Testing

@testable import Text

@Suite struct BPELearnerTests {
    /// A word as subword-nmt writes it: `l o w</w>`.
    private static func learner(_ words: [(String, Int)]) -> BPELearner {
        var symbols = ByteTable()
        var spelled = CountedWords()
        for (word, count) in words {
            let last = word.unicodeScalars.count - 1
            spelled.append(
                word.unicodeScalars.enumerated().map { index, scalar in
                    Int32(symbols.insert((String(scalar) + (index == last ? "</w>" : "")).utf8))
                }, count: count)
        }
        return BPELearner(symbols: symbols, words: spelled)
    }

    private static func lines(_ learner: BPELearner) -> [String] {
        learner.merges.map { merge in
            [merge.left, merge.right].map {
                String(decoding: learner.spellings[Int($0)], as: UTF8.self)
            }.joined(separator: " ")
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
        var learner = BPELearner(symbols: ByteTable(), words: CountedWords())
        learner.learn(mostSymbols: 100)
        #expect(learner.merges.isEmpty && learner.spellings.count == 0)
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

    @Test("pairs rarer than asked for are not merged")
    func minimumPairCount() {
        var learner = Self.learner([("ab", 4), ("cd", 3)])
        learner.learn(mostSymbols: .max, minimumPairCount: 4)
        #expect(Self.lines(learner) == ["a b</w>"])
        learner.learn(mostSymbols: .max, minimumPairCount: 3)
        #expect(Self.lines(learner) == ["a b</w>", "c d</w>"])
    }

    @Test("a symbol that never merges parts its neighbours")
    func barriers() {
        var words = CountedWords()
        words.append([0, -1, 1, 0, -1], count: 5)
        var learner = BPELearner(symbols: Self.symbols(["a", "b"]), words: words)
        learner.learn(mostSymbols: .max)
        #expect(Self.lines(learner) == ["b a"])
    }

    @Test("a joiner between two symbols is left out where they meet, those at the ends stay")
    func joiners() {
        var words = CountedWords()
        words.append([0, 1], count: 3)
        words.append([2, 3], count: 2)
        var learner = BPELearner(
            symbols: Self.symbols(["+a", "b", "c", "+d+"]), words: words, joiner: Array("+".utf8))
        learner.learn(mostSymbols: .max)
        #expect(Array(learner.spellings[4]) == Array("+ab".utf8))
        #expect(Array(learner.spellings[5]) == Array("cd+".utf8))
    }

    @Test("canonically equivalent symbols are told apart")
    func equivalents() {
        var learner = Self.learner([("e\u{301}x", 3), ("\u{E9}x", 2)])
        learner.learn(mostSymbols: .max)
        #expect(learner.merges.count == 3)
        #expect(learner.spellings.count == 7)
    }

    @Test("learns what counting everything anew before each merge learns", arguments: 0..<40)
    func reference(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let letters = ["a", "b", "c", "ab", "\u{10FFFF}", "\u{E9}"].prefix(2 + Int(seed % 5))
        var words = CountedWords()
        for _ in 0..<Int.random(in: 1...30, using: &generator) {
            let length = Int.random(in: 0...12, using: &generator)
            let word = (0..<length).map { _ in
                Int32.random(in: -1..<Int32(letters.count), using: &generator)
            }
            words.append(word, count: Int.random(in: 1...5, using: &generator))
        }
        var slow = ReferenceLearner(symbols: letters.map { Array($0.utf8) }, words: words)
        var learner = BPELearner(symbols: Self.symbols(Array(letters)), words: words)
        learner.learn(mostSymbols: .max)
        slow.learn(mostMerges: .max)
        #expect(learner.merges == slow.merges)
        #expect((0..<learner.spellings.count).map { Array(learner.spellings[$0]) } == slow.symbols)
    }

    @Test(
        "learns the same as the reference from a text",
        .enabled(if: SharedFiles.exists("bpe/subword-nmt/corpus.en"), "needs the shared corpus"))
    func referenceOnText() throws {
        var counts: [String: Int] = [:]
        for line in try SharedFiles.lines("bpe/subword-nmt/corpus.en").prefix(500) {
            for word in line.split(separator: " ") { counts[String(word), default: 0] += 1 }
        }
        var symbols = ByteTable()
        var words = CountedWords()
        for (word, count) in counts.sorted(by: { $0.key < $1.key }) {
            words.append(
                word.unicodeScalars.map { Int32(symbols.insert(String($0).utf8)) }, count: count)
        }
        var slow = ReferenceLearner(
            symbols: (0..<symbols.count).map { Array(symbols[$0]) }, words: words)
        var learner = BPELearner(symbols: symbols, words: words)
        learner.learn(mostSymbols: .max, mostMerges: 40)
        slow.learn(mostMerges: 40)
        #expect(learner.merges == slow.merges)
    }

    private static func symbols(_ spellings: [String]) -> ByteTable {
        var symbols = ByteTable()
        for spelling in spellings { _ = symbols.insert(spelling.utf8) }
        return symbols
    }
}

/// Algorithm 1 of Sennrich, Haddow & Birch 2016 word for word: counts everything before each merge.
private struct ReferenceLearner {
    private struct Pair: Hashable {
        let left: Int32
        let right: Int32
    }

    var symbols: [[UInt8]]
    var merges: [BPELearner.Merge] = []
    private var words: [(symbols: [Int32], count: Int)] = []

    init(symbols: [[UInt8]], words: CountedWords) {
        self.symbols = symbols
        var start = 0
        for (end, count) in zip(words.ends, words.counts) {
            self.words.append((Array(words.symbols[start..<end]), count))
            start = end
        }
    }

    mutating func learn(mostMerges: Int) {
        while merges.count < mostMerges {
            var counts: [Pair: Int] = [:]
            for word in words {
                for (left, right) in zip(word.symbols, word.symbols.dropFirst())
                where left >= 0 && right >= 0 {
                    counts[Pair(left: left, right: right), default: 0] += word.count
                }
            }
            let best = counts.max { first, second in
                first.value != second.value
                    ? first.value < second.value : precedes(first.key, second.key)
            }
            guard let best, best.value >= 2 else { return }
            merge(best.key)
        }
    }

    private func precedes(_ first: Pair, _ second: Pair) -> Bool {
        let (left, right) = (symbols[Int(first.left)], symbols[Int(first.right)])
        let (otherLeft, otherRight) = (symbols[Int(second.left)], symbols[Int(second.right)])
        return left == otherLeft
            ? right.lexicographicallyPrecedes(otherRight)
            : left.lexicographicallyPrecedes(otherLeft)
    }

    private mutating func merge(_ pair: Pair) {
        let spelling = symbols[Int(pair.left)] + symbols[Int(pair.right)]
        let merged = symbols.firstIndex(of: spelling) ?? symbols.count
        if merged == symbols.count { symbols.append(spelling) }
        merges.append(
            BPELearner.Merge(left: pair.left, right: pair.right, merged: Int32(merged)))
        for word in words.indices {
            var rest = words[word].symbols[...]
            var kept: [Int32] = []
            while let symbol = rest.popFirst() {
                let isPair = symbol == pair.left && rest.first == pair.right
                kept.append(isPair ? Int32(merged) : symbol)
                if isPair { rest.removeFirst() }
            }
            words[word].symbols = kept
        }
    }
}
