import Testing

@testable import Text

@Suite struct ByteTableTests {
    @Test("strings are numbered in the order they were first seen")
    func numbers() {
        var table = ByteTable()
        let words = (0..<1_000).map { "w\($0 % 400)" }
        for (index, word) in words.enumerated() {
            #expect(table.insert(word.utf8) == index % 400)
        }
        #expect(table.count == 400)
        #expect(table.number(of: "w399".utf8) == 399)
        #expect(table.number(of: "w400".utf8) == nil)
        #expect(Array(table[7]) == Array("w7".utf8))
        #expect(table.bytes[table.range(0)] == Array("w0".utf8)[...])
    }

    @Test("a range of a text is looked up without its surroundings")
    func ranges() {
        var table = ByteTable()
        let text = Array("abcabc".utf8)
        #expect(table.insert(text, 0..<3) == 0)
        #expect(table.number(of: text, 3..<6) == 0)
        #expect(table.number(of: text, 2..<6) == nil)
        #expect(table.insert(text, 2..<2) == 1)
        #expect(table.number(of: [UInt8]()) == 1)
    }

    @Test("canonically equivalent texts are told apart")
    func equivalents() {
        var table = ByteTable()
        #expect(table.insert("\u{E9}".utf8) == 0)
        #expect(table.insert("e\u{301}".utf8) == 1)
    }
}

@Suite struct BinaryHeapTests {
    @Test("elements come out from the least to the greatest")
    func order() {
        var generator = SeededGenerator(seed: 1)
        let numbers = (0..<500).map { _ in Int.random(in: 0..<100, using: &generator) }
        var heap = BinaryHeap<Int>()
        for number in numbers { heap.push(number) }
        #expect(heap.least == numbers.min())
        #expect((0..<500).map { _ in heap.pop() } == numbers.sorted())
        #expect(heap.least == nil && heap.pop() == nil)
    }
}

@Suite struct ByteTrieTests {
    private static func trie(_ strings: [String]) -> ByteTrie {
        ByteTrie(zip(strings, Int32(0)...).map { (Array($0.utf8)[...], $1) })
    }

    @Test("the longest string that a text goes on with is found")
    func longestMatch() {
        let trie = Self.trie(["ab", "abcd", "b", "ä"])
        let text = Array("abcabcdxä".utf8)
        #expect(trie.longestMatch(in: text, at: 0) == 2)
        #expect(trie.longestMatch(in: text, at: 3) == 4)
        #expect(trie.longestMatch(in: text, at: 1) == 1)
        #expect(trie.longestMatch(in: text, at: 7) == 0)
        #expect(trie.longestMatch(in: text, at: 8) == 2)
        #expect(trie.longestMatch(in: text, at: text.count) == 0)
    }

    @Test("each string has its number, and beginnings of strings have none")
    func values() throws {
        let words = ["tree", "trie", "tri", "a", "\u{FF}"]
        let trie = Self.trie(words)
        for (number, word) in words.enumerated() {
            var place = ByteTrie.root
            for byte in word.utf8 { place = try #require(trie.step(from: place, byte)) }
            #expect(trie.value(at: place) == Int32(number))
        }
        let inner = try #require(trie.step(from: ByteTrie.root, UInt8(ascii: "t")))
        #expect(trie.value(at: inner) == nil)
        #expect(trie.step(from: inner, UInt8(ascii: "x")) == nil)
    }

    @Test("no strings match nothing")
    func empty() {
        #expect(Self.trie([]).longestMatch(in: [1, 2], at: 0) == 0)
    }
}
