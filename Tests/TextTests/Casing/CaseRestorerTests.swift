import Testing

@testable import Text

/// Whatever a model writes becomes a text; where marks make sense they are obeyed.
@Suite struct CaseRestorerTests {
    @Test(
        "marks as no encoder writes them",
        arguments: [
            ("｟^｠ ¿￭ que", "¿Que"),
            ("｟^｠ - que", "- que"),
            ("｟^｠ 3 ￭te te", "3Te te"),
            ("｟^｠ ｟^^｠ the house", "THE house"),
            ("｟^^｠ ｟^｠ the house", "The house"),
            ("｟^^｠ th ￭e ￭re ￭. e", "THERE. e"),
            ("｟^^｠ the ￭-￭ re", "THE-re"),
            ("｟^^+｠ the - house", "THE - HOUSE"),
            ("｟^^+｠ the ｟^｠ big ｟^^｠ house ｟^^-｠ of", "THE BIG HOUSE of"),
            ("the ｟^^-｠ big", "the big"),
            ("｟^^｠ th ｟^^-｠ ￭e", "THe"),
            ("the ｟^｠", "the"),
            ("｟^^｠ th <b> ￭e", "TH <b>e"),
            ("｟^^+｠ th <b> e", "TH <b> E"),
            ("｟^｠ <b>￭ the", "<b>the"),
            ("｟^｠ ￭ the", "The"),
        ])
    func nonsense(tokens: String, expected: String) {
        #expect(CaseText.written(CaseText.tokens(spelled: tokens)) == expected)
    }

    @Test("any sequence of marks and tokens is a text of as many letters")
    func anySequence() {
        var random = SeededGenerator(seed: 5)
        let texts = ["a", "￭b", "c￭", "￭.￭", "1", "ß", "￭ǆ", "\\u{20}", "<b>", "你", "￭"]
        let words = texts + CaseMark.allCases.map { "｟\($0.rawValue)｠" }
        for _ in 0..<2_000 {
            let line = (0..<Int.random(in: 0...12, using: &random))
                .map { _ in words.randomElement(using: &random) ?? "a" }
            let tokens = CaseText.tokens(spelled: line.joined(separator: " "))
            #expect(tokens.count == line.count)
            let plain = tokens.filter { if case .mark = $0 { false } else { true } }
            #expect(CaseText.written(tokens).lowercased() == CaseText.written(plain))
        }
    }
}
