import Testing

@testable import Text

@Suite("the tokens of terms") struct TermTokensTests {
    private static func models() throws -> [SubwordModel] {
        let lines = SubwordModelTests.lines
        return [
            try SubwordModelTests.model(),
            try SubwordModel.learn(
                from: lines + lines, vocabularySize: 500,
                treatment: TextTreatment(marksCase: true), hasByteFallback: true),
        ]
    }

    private func contains(_ ids: [Int32], _ part: [Int32]) -> Bool {
        ids.indices.contains { ids[$0...].starts(with: part) }
    }

    @Test(
        "wherever a term stands, one of its cuts is there",
        arguments: ["newest", "low lamp", "Anna", "35 cm", "z. B."])
    func contexts(term: String) throws {
        for model in try Self.models() {
            let cuts = model.tokens(ofTerm: term)
            #expect(!cuts.isEmpty)
            let capital = term.prefix(1).uppercased() + term.dropFirst()
            let texts = [
                term, "the \(term) one", "“\(term)”", "(\(term))", "is \(term).", "\(term), all",
                capital, "\(capital) is", "“\(capital) is",
            ]
            for text in texts {
                let ids = model.ids(of: text)
                if ids.contains(Vocabulary.unknown) { continue }
                #expect(cuts.contains { contains(ids, $0) }, "\(text)")
            }
        }
    }

    @Test("what the vocabulary cannot spell has no tokens")
    func unwritable() throws {
        let model = try SubwordModelTests.model()
        for term in ["Erdőğan", "the 😀", ""] {
            #expect(model.tokens(ofTerm: term).isEmpty)
            #expect(model.tokenCount(ofTerm: term) == nil)
        }
        #expect(model.tokenCount(ofTerm: "newest") == 1)
    }

    @Test("a term's spellings are the term in some case, the usual cut among them")
    func spellings() throws {
        for model in try Self.models() {
            for term in ["newest", "low lamp", "Anna's"] {
                let spellings = model.spellings(ofTerms: [term], atMost: 64)[0]
                for ids in spellings {
                    #expect(model.decode(ids).text.lowercased() == term.lowercased())
                }
                for text in [term, term.lowercased(), term.uppercased()] {
                    let ids = model.ids(of: "a " + text)
                    #expect(
                        ids.contains(Vocabulary.unknown)
                            || spellings.contains { contains(ids, $0) }, "\(text)")
                }
                #expect(spellings.count > 1)
            }
            #expect(model.spellings(ofTerms: ["newest"], atMost: 1)[0].count <= 4)
        }
    }
}
