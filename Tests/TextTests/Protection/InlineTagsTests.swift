import Testing

@testable import Text

@Suite("inline tags as tokens") struct InlineTagsTests {
    private let lines = [
        "Click <g id=\"1\">here</g> now.", "Press<x id=\"2\"/>the <bx id=\"3\"/>red button",
        "Click <g id=\"1\">there</g>, then<ex id=\"3\"/> press.",
    ]

    @Test(arguments: [
        ("a<g id=\"12\">b</g>", [1..<12, 13..<17]),
        ("<x id=\"1\"/><x id=\"1\"/>", [0..<11, 11..<22]),
        ("<g id=\"1\"/>", []), ("<x id=\"\"/>", []), ("<x id=\"12345\"/>", []), ("<g id=\"1", []),
        ("< /g><b><<</g", []),
    ])
    func onlyExactFormsAreTags(text: String, ranges: [Range<Int>]) {
        #expect(InlineTags.ranges(in: Array(text.utf16)) == ranges)
    }

    @Test("a vocabulary learned with tags has each as one token and gives it back")
    func learned() throws {
        var treatment = TextTreatment()
        treatment.protection.kinds = [.tags]
        let model = try SubwordModel.learn(
            from: lines + lines, vocabularySize: 200, treatment: treatment)
        for line in lines {
            let ids = model.ids(of: line)
            #expect(model.decode(ids).text == line)
            let tokens = ids.map { model.vocabulary.entries[Int($0)] }
            #expect(
                tokens.count { if case .whole = $0 { true } else { false } }
                    == InlineTags.ranges(in: Array(line.utf16)).count)
        }
        let encoded = model.encode(lines[0])
        #expect(encoded.words.map(\.text).prefix(3) == ["Click", "<g id=\"1\">", "here"])
        let saved = try SubwordModel(
            merges: Array(model.mergesText.utf8), vocabulary: Array(model.vocabularyText.utf8))
        #expect(saved.treatment == treatment)
        #expect(saved.ids(of: lines[1]) == model.ids(of: lines[1]))
    }

    @Test("a vocabulary learned without tags takes them for text")
    func notLearned() throws {
        let model = try SubwordModel.learn(from: lines + lines, vocabularySize: 200)
        #expect(model.decode(model.ids(of: lines[0])).text == lines[0])
    }
}
