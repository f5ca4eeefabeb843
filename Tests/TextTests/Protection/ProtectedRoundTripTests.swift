import Testing

@testable import Text

@Suite("protected spans as tokens") struct ProtectedRoundTripTests {
    private static let lines = [
        "Click <g id=\"1\">here</g> for {a} and {b}.", "Copy %s to {c}, Acme Co!",
        "Visit https://example.org/a (now), <x id=\"2\"/>.", "{n, plural, other {# files}} of %1$s",
    ]

    private static func model(marksCase: Bool = false) throws -> SubwordModel {
        let protection = Protection(
            kinds: Protection.Kind.builtIn, patterns: ["\\s{2,}", "#\\w+"], terms: ["Acme Co"])
        return try SubwordModel.learn(
            from: (0..<12).flatMap { _ in lines }, vocabularySize: 400,
            treatment: TextTreatment(
                normalization: .nfkc, marksCase: marksCase, protection: protection),
            hasByteFallback: true)
    }

    @Test("texts come back with every span byte for byte", arguments: [false, true])
    func roundTrip(marksCase: Bool) throws {
        let model = try Self.model(marksCase: marksCase)
        let parts = [
            "{a}", "{Å\u{301}}", "%s", "%%", "<g id=\"1\">", "</g>", "<b>", "&nbsp;", "Acme Co",
            "Acme", "https://a.de/ﬁ", "a@b.de", "1,5", "٣", "  ", "\t\t", "#tag", " ", " ", "word",
            "HOUSE", "\u{301}", "ﬁ", "東", "😀", "￭", "｟#1｠", ".", "(",
        ]
        var random = SeededGenerator(seed: 11)
        for _ in 0..<600 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                parts.randomElement(using: &random) ?? ""
            }.joined()
            let encoded = model.encode(text)
            let decoded = model.decode(encoded.ids, slots: encoded.slots)
            #expect(
                Array(decoded.text.utf8) == Array(encoded.normalized.utf8),
                "\(text.debugDescription)")
            #expect(decoded.missingWords == [])
            let spans = model.protectedRanges(in: text)
            #expect(encoded.protectedWords.count == spans.count)
            for (word, range) in zip(encoded.protectedWords, spans) {
                let units = Array(text.utf16)[range]
                #expect(Array(encoded.words[word].text.utf16) == Array(units))
            }
        }
    }

    @Test("slots and tags come as often as the source has them; terms may come more often")
    func counts() throws {
        let model = try Self.model()
        let source = model.encode("{x} <x id=\"2\"/> Acme Co {y} {x}")
        let twice = source.ids + source.ids
        let decoded = model.decode(twice, slots: source.slots)
        #expect(decoded.text == "{x} <x id=\"2\"/> Acme Co {y} {x} Acme Co")
        #expect(decoded.missingWords == [])
        let first = model.decode(Array(source.ids.prefix(1)), slots: source.slots)
        #expect(first.text == "{x}")
        #expect(first.missingWords == [1, 2, 3, 4])
        #expect(model.decode(source.ids).text == "<x id=\"2\"/> Acme Co")
    }

    @Test("a translation takes its source's numbers, and is text where the source has no span")
    func translation() throws {
        let model = try Self.model()
        let source = model.encode("{x} and {y}")
        let target = model.encode("{y} und {x} und {z}", translating: source.spans)
        #expect(target.protectedWords.count == 2)
        let decoded = model.decode(target.ids, slots: source.slots)
        #expect(decoded.text == "{y} und {x} und {z}")
    }
}
