import Testing

@testable import Text

@Suite struct UnitTableTests {
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

    @Test("strings that end in zeros, and such with other marks, are told apart")
    func zerosAndMarks() {
        var table = UnitTable<UInt16>()
        for length in 0..<20 {
            let zeros = [UInt16](repeating: 0, count: length)
            #expect(table.insert(zeros, 0..<length) == 2 * length)
            #expect(table.insert(zeros, 0..<length, mark: 3) == 2 * length + 1)
        }
        #expect(table.number(of: [0, 0]) == 4 && table.mark(5) == 3)
    }

    @Test("a union numbers the strings of both once")
    func union() {
        var table = ByteTable()
        var other = ByteTable()
        for word in ["a", "b"] { _ = table.insert(word.utf8) }
        for word in ["c", "b", "d"] { _ = other.insert(word.utf8) }
        #expect(table.formUnion(other) == [2, 1, 3])
        #expect(table.number(of: "d".utf8) == 3)
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

@Suite struct PairTableTests {
    @Test("a pair keeps the number it got first, and the table grows")
    func numbers() {
        var table = PairTable()
        for number in Int32(0)..<1_000 {
            #expect(table.insert(number, number % 7, number: number) == number)
        }
        #expect(table.insert(999, 5, number: 7) == 999)
        #expect(table.number(500, 3) == 500 && table.number(3, 500) == -1)
        #expect(table.count == 1_000)
    }
}

@Suite struct MergeTableTests {
    @Test("merging is finding the earliest learned pair anew each time", arguments: 0..<20)
    func reference(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var merges: [MergeTable.Merge] = []
        for merged in Int32(4)..<14 {
            merges.append(
                MergeTable.Merge(
                    left: .random(in: 0..<merged, using: &generator),
                    right: .random(in: 0..<merged, using: &generator), merged: merged))
        }
        let table = MergeTable(merges)
        for length in 0..<40 {
            let word = (0..<length).map { _ in Int32.random(in: -1..<4, using: &generator) }
            var symbols = word
            table.apply(to: &symbols)
            #expect(symbols == Self.slowlyMerged(word, merges), "\(word)")
        }
    }

    private static func slowlyMerged(_ word: [Int32], _ merges: [MergeTable.Merge]) -> [Int32] {
        var symbols = word
        while let merge = merges.first(where: { merge in
            zip(symbols, symbols.dropFirst()).contains { $0 == merge.left && $1 == merge.right }
        }) {
            var kept: [Int32] = []
            var rest = symbols[...]
            while let symbol = rest.popFirst() {
                let isPair = symbol == merge.left && rest.first == merge.right
                kept.append(isPair ? merge.merged : symbol)
                if isPair { rest.removeFirst() }
            }
            symbols = kept
        }
        return symbols
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
