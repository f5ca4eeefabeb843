import Testing

@testable import Text

@Suite("the beginning of a text as tokens") struct TextBeginningTests {
    private static let lines = SubwordModelTests.lines + ["E-Mail (neu): \"Gut!\"  Ja… 20 %"]

    private static func models() throws -> [SubwordModel] {
        let cased = try SubwordModel.learn(
            from: lines + lines, vocabularySize: 500, treatment: TextTreatment(marksCase: true),
            hasByteFallback: true)
        return [try SubwordModelTests.model(lines), cased]
    }

    private func decode(
        _ model: SubwordModel, _ beginning: TextBeginning, _ ending: [Int32]
    ) -> String {
        model.decode(beginning.ids + ending) { beginning.unknown[$0] ?? "?" }.text
    }

    @Test("whatever comes next, the text begins so, byte for byte")
    func keepsBytes() throws {
        for model in try Self.models() {
            for line in Self.lines + ["Das 😀 von Erdőğan", "EIN GROSSES Haus, iPhone"] {
                let scalars = Array(line.unicodeScalars)
                for count in 1...scalars.count {
                    let typed = String(String.UnicodeScalarView(scalars[..<count]))
                    let beginning = model.beginning(typed)
                    for ending in beginning.endings.prefix(40) {
                        // A space at the end may say that the text is complete.
                        let text = decode(model, beginning, ending) + " "
                        #expect(
                            text.utf8.starts(with: typed.utf8),
                            "\(typed.debugDescription): \(text.debugDescription)")
                    }
                }
            }
        }
    }

    @Test("within a word, what the word is cut into may follow")
    func allowsTheWord() throws {
        for model in try Self.models() {
            let line = "The low lamp is lower than the newest one, the widest of all."
            let whole = model.ids(of: line)
            for count in 1...line.count {
                let typed = String(line.prefix(count))
                let beginning = model.beginning(typed)
                #expect(whole.starts(with: beginning.ids), "\(typed)")
                let rest = whole.dropFirst(beginning.ids.count) + [Vocabulary.end]
                #expect(
                    beginning.endings.contains { rest.starts(with: $0) }, "\(typed)")
            }
        }
    }

    @Test("a space says that the word is complete: another follows, or nothing")
    func completeWord() throws {
        for model in try Self.models() {
            let beginning = model.beginning("The low ")
            #expect(beginning.ids == model.ids(of: "The low"))
            #expect(beginning.endings.contains([Vocabulary.end]))
            let joined = beginning.endings.joined().filter {
                model.vocabulary.tokens[Int($0)].hasPrefix("￭")
            }
            #expect(joined.isEmpty)
            #expect(model.beginning("The low  ").endings.isEmpty)
        }
    }

    @Test("of a whole text nothing is left open but its end")
    func whole() throws {
        let model = try SubwordModelTests.model()
        let beginning = model.beginning("The low lamp", isWhole: true)
        #expect(beginning.ids == model.ids(of: "The low lamp"))
        #expect(beginning.endings == [[Vocabulary.end]])
    }

    @Test("nothing is nothing, and what the vocabulary lacks is remembered")
    func edges() throws {
        let model = try SubwordModelTests.model()
        #expect(model.beginning("") == TextBeginning())
        #expect(model.beginning("", isWhole: true) == TextBeginning())
        let unknown = model.beginning("the Erdőğan's")
        #expect(Array(unknown.unknown.values) == ["Erdőğan"])
    }

    @Test("protected spans are numbered like the source's")
    func slots() throws {
        let text = "Visit http://a.example and http://b.example now"
        let model = try SubwordModel.learn(
            from: Array(repeating: text, count: 12), vocabularySize: 300,
            treatment: TextTreatment(protection: .customary))
        try #require(model.vocabulary.id(of: "｟#2｠") != nil)
        let source = model.encode(text)
        let beginning = model.beginning("now http://b.example an", translating: source.spans)
        let decoded = model.decode(
            beginning.ids + (beginning.endings.first ?? []), slots: source.slots)
        #expect(decoded.text.hasPrefix("now http://b.example an"))
    }
}
