import Testing

@testable import Text

@Suite("the ways to spell a text in tokens") struct SpellingsTests {
    private let tokens = [
        "a", "b", "c", "￭a", "￭b", "￭c", "ab", "￭bc", "abc", "abc￭", "abcd", "￭bcd", "￭c￭", "a￭",
        "cab",
    ]

    private var outputs: TokensByBeginning {
        TokensByBeginning(
            tokens.compactMap { TokenForm(spelling: $0).map { TokenOutput(.text($0)) } })
    }

    private func spelled(_ paths: [[Int32]]) -> [String] {
        paths.map { $0.map { tokens[Int($0)] }.joined(separator: " ") }
    }

    @Test("all ways are found, those of fewer tokens first")
    func exact() {
        let spellings = Spellings(of: Array("abc".utf16), joinsLeft: false, in: outputs)
        #expect(
            spelled(spellings.exact(joinsRight: false, atMost: 100))
                == ["abc", "a ￭bc", "ab ￭c", "a ￭b ￭c"])
        #expect(
            spelled(spellings.exact(joinsRight: true, atMost: 100))
                == ["abc￭", "ab ￭c￭", "a ￭b ￭c￭"])
        #expect(spellings.exact(joinsRight: false, atMost: 2).count == 2)
    }

    @Test("what goes on behind the text is found too")
    func open() {
        let spellings = Spellings(of: Array("ab".utf16), joinsLeft: false, in: outputs)
        #expect(
            spelled(spellings.open(atMost: 100))
                == ["ab", "abc", "abc￭", "abcd", "a ￭b", "a ￭bc", "a ￭bcd"])
    }

    @Test("within a word tokens have a joiner at their left, from the first on")
    func joined() {
        let spellings = Spellings(of: Array("bc".utf16), joinsLeft: true, in: outputs)
        #expect(
            spelled(spellings.exact(joinsRight: false, atMost: 100)) == ["￭bc", "￭b ￭c"])
    }

    @Test("nothing and what has no tokens have no spelling")
    func none() {
        for text in ["", "x", "ax", "xa"] {
            let spellings = Spellings(of: Array(text.utf16), joinsLeft: false, in: outputs)
            #expect(spellings.exact(joinsRight: false, atMost: 100).isEmpty, "\(text)")
        }
    }

    @Test("a text with a million million ways is bounded")
    func bounded() {
        let outputs = (1...8).compactMap { count in
            TokenForm(spelling: "￭" + String(repeating: "a", count: count)).map {
                TokenOutput(.text($0))
            }
        }
        let spellings = Spellings(
            of: Array(String(repeating: "a", count: 64).utf16), joinsLeft: true,
            in: TokensByBeginning(outputs))
        let found = spellings.open(atMost: 4_096)
        #expect(!found.isEmpty && found.count <= 4_096)
        #expect(found.reduce(0) { $0 + $1.count } <= 32_768)
    }
}
