import Testing

@testable import Evaluation

@Suite struct PrefixTreeTests {
    @Test("equal sequences end at one node, however far the table has grown")
    func growth() {
        var tree = PrefixTree()
        let first = (0..<5_000).map { tree.child(of: PrefixTree.root, along: UInt32($0)) }
        #expect(Set(first).count == 5_000)
        #expect(tree.nodeCount == 5_001)
        for (symbol, node) in first.enumerated() {
            #expect(tree.existingChild(of: PrefixTree.root, along: UInt32(symbol)) == node)
        }
        #expect(tree.existingChild(of: 1, along: 0) == nil)
    }

    @Test("words are the same wherever they stand")
    func words() {
        var index = WordIndex()
        let words = index.words(of: CodePoints(" a bb\ta  bb b"))
        #expect(words.count == 5)
        #expect(words[0] == words[2] && words[1] == words[3] && words[4] != words[1])
        #expect(index.word(CodePoints("bb")) == words[1])
    }
}
