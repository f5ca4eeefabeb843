import Testing

@testable import Text

@Suite struct SubwordNMTLearnerTests {
    private static func learn(_ lines: [String], _ count: Int) -> [String] {
        var learner = SubwordNMTLearner()
        for line in lines { learner.add(line) }
        return learner.learn(mergeCount: count).merges.map { "\($0.left) \($0.right)" }
    }

    @Test("the most frequent pair comes first, of equals the greater one")
    func order() {
        // l o, o w and w e occur 4 times each, then o we and l o; at last all that is left twice.
        #expect(
            Self.learn(["lower lower", " lowest lowest "], 4)
                == ["w e", "o we", "l owe", "s t</w>"])
        #expect(
            Self.learn(["lower lower"], 99) == ["w e", "we r</w>", "o wer</w>", "l ower</w>"])
    }

    @Test("pairs that occur once are not merged, and no text gives no merges")
    func rare() {
        #expect(Self.learn(["ab cd"], 10) == [])
        #expect(Self.learn([], 10) == [])
        #expect(Self.learn(["ab ab"], 0) == [])
        #expect(Self.learn(["ab ab"], -1) == [])
    }

    @Test("canonically equivalent letters, white space and escapes are letters like others")
    func letters() {
        #expect(Self.learn(["\u{E9}x \u{E9}x e\u{301}x"], 9) == ["\u{E9} x</w>"])
        #expect(Self.learn(["a\u{A0}\\ a\u{A0}\\"], 9) == ["\u{A0} \\</w>", "a \u{A0}\\</w>"])
        #expect(Self.learn(["a\tb a\tb"], 1) == ["a \t"])
    }

    @Test("words may be added with their counts")
    func counts() {
        var learner = SubwordNMTLearner()
        learner.add(word: "ab", count: 2)
        learner.add(word: "cd", count: 3)
        learner.add(word: "", count: 9)
        #expect(
            learner.learn(mergeCount: 9).text == "#version: 0.2\nc d</w>\na b</w>\n")
    }

    @Test(
        "subword-nmt's own fixture is learned byte for byte",
        .enabled(if: SharedFiles.exists("bpe/subword-nmt/bpe.ref"), "needs the shared BPE fixture"))
    func reference() throws {
        var learner = SubwordNMTLearner()
        for line in try SharedFiles.lines("bpe/subword-nmt/corpus.en") { learner.add(line) }
        let expected = try SharedFiles.lines("bpe/subword-nmt/bpe.ref").joined(separator: "\n")
        #expect(learner.learn(mergeCount: 1_000).text.utf8.elementsEqual(expected.utf8))
    }
}
