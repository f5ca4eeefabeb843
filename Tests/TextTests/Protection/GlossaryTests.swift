import Testing

@testable import Text

@Suite("a glossary's terms") struct GlossaryTests {
    private let lines = [
        "Install Kubernetes on the Blue Box.", "Kubernetes runs; the Blue Box does, too.",
    ]

    private func model(_ terms: [String]) throws -> SubwordModel {
        try SubwordModel.learn(
            from: lines + lines, vocabularySize: 120,
            treatment: TextTreatment(protection: Protection(terms: terms)))
    }

    @Test("each is one token wherever it stands as a word, and comes back")
    func whole() throws {
        let model = try model(["Kubernetes", "Blue Box"])
        let text = "The Blue Box runs Kubernetes, not Kubernetess."
        let encoded = model.encode(text)
        let tokens = encoded.ids.map { model.vocabulary.tokens[Int($0)] }
        #expect(tokens.count { $0 == "｟=Blue\\u{20}Box｠" } == 1)
        #expect(tokens.count { $0 == "｟=Kubernetes｠" } == 1)
        #expect(encoded.words.map(\.text).contains("Blue Box"))
        #expect(model.decode(model.ids(of: lines[0])).text == lines[0])
    }

    @Test("one that the text does not have gets no token, and is text like any other")
    func unseen() throws {
        let model = try model(["Blue Box", "Lox"])
        #expect(model.treatment.protection.terms == ["Blue Box"])
        let read = try SubwordModel(
            merges: Array(model.mergesText.utf8), vocabulary: Array(model.vocabularyText.utf8))
        #expect(read.treatment == model.treatment)
        for text in lines + ["the Lox", "Blue Boxes"] {
            #expect(read.ids(of: text) == model.ids(of: text))
        }
    }
}
