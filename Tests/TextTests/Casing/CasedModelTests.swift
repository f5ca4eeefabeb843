import Testing

@testable import Text

/// A model that marks case loses nothing, and writes words once for all their cases.
@Suite struct CasedModelTests {
    private static let treatment = TextTreatment(marksCase: true)

    private static func expectLossless(
        _ texts: [String], _ model: SubwordModel, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for text in texts {
            let expected = Array(model.normalize(text).unicodeScalars)
            let encoded = model.encode(text)
            let decoded = model.decode(encoded.ids)
            #expect(
                Array(decoded.text.unicodeScalars) == expected, "\(text.debugDescription)",
                sourceLocation: sourceLocation)
            #expect(
                Array(encoded.normalized.unicodeScalars) == expected, sourceLocation: sourceLocation
            )
            #expect(model.ids(of: text) == encoded.ids, sourceLocation: sourceLocation)
            #expect(
                !encoded.ids.contains(Vocabulary.unknown), sourceLocation: sourceLocation)
            #expect(
                encoded.words.count == decoded.words.count,
                sourceLocation: sourceLocation)
            #expect(
                encoded.wordOfToken.count == encoded.ids.count
                    && decoded.wordOfToken.count == encoded.ids.count,
                sourceLocation: sourceLocation)
        }
    }

    private static func spellings(_ text: String, _ model: SubwordModel) -> String {
        model.ids(of: text).map { model.vocabulary.entries[Int($0)].spelling }
            .joined(separator: " ")
    }

    @Test("words of every case are the same tokens, learned in lower case")
    func tokens() throws {
        let model = try SubwordModel.learn(
            from: Array(
                repeating: "The house of cards, THE HOUSE of NATO's and a House.", count: 9),
            vocabularySize: 400, treatment: Self.treatment, hasByteFallback: true)
        #expect(
            Self.spellings("House of cards, the HOUSE!", model)
                == "｟^｠ house of cards ￭, the ｟^^｠ house ￭ <0x21>")
        #expect(
            Self.spellings("THE HOUSE OF Cards", model)
                == "｟^^+｠ the house of ｟^^-｠ ｟^｠ cards")
        let hasUpper = model.vocabulary.entries.contains {
            guard case .text(let form) = $0 else { return false }
            return form.surface != form.surface.lowercased()
        }
        #expect(!hasUpper)
    }

    @Test("a mark belongs to the word it is for")
    func wordsOfMarks() throws {
        let model = try SubwordModel.learn(
            from: Array(repeating: "in the house of cards", count: 9), vocabularySize: 400,
            treatment: Self.treatment, hasByteFallback: true)
        let encoded = model.encode("In THE HOUSE OF cards")
        #expect(encoded.wordOfToken == [0, 0, 1, 1, 2, 3, 3, 4])
        #expect(model.decode(encoded.ids).wordOfToken == [0, 0, 1, 1, 2, 3, 3, 4])
        #expect(encoded.tokenRanges[..<5] == [0..<0, 0..<2, 3..<3, 3..<6, 7..<12])
    }

    @Test("what stands for `<unk>` and protected spans keep their case")
    func asWritten() throws {
        let model = try SubwordModel.learn(
            from: Array(repeating: "the house", count: 9), vocabularySize: 300,
            treatment: TextTreatment(marksCase: true, protection: Protection(kinds: [.tags])))
        let ids = model.ids(of: "HOUSE QYQ THE")
        #expect(ids.contains(Vocabulary.unknown))
        #expect(model.decode(ids) { _ in "qYq" }.text == "HOUSE qYq THE")
        let encoded = model.encode("THE HOUSE<g id=\"1\">THE</g> the")
        #expect(
            model.decode(encoded.ids, slots: encoded.slots).text
                == "THE HOUSE<g id=\"1\">THE</g> the"
        )
    }

    @Test(
        "random texts, however normalized, with and without bytes",
        arguments: Normalization.allCases, [1, 2] as [UInt64])
    func randomTexts(normalization: Normalization, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let treatment = TextTreatment(normalization: normalization, marksCase: true)
        let texts = (0..<300).map { _ in
            CasingRoundTripTests.randomText(&random, length: 16)
        }
        let seen = try SubwordModel.learn(
            from: texts + texts.map { String($0.reversed()) },
            vocabularySize: 6_000, treatment: treatment, minimumCharacterCount: 1)
        Self.expectLossless(texts, seen)
        let bytes = try SubwordModel.learn(
            from: ["some letters, few of all", "some Letters"], vocabularySize: 400,
            treatment: treatment, hasByteFallback: true)
        Self.expectLossless(texts, bytes)
    }

    @Test("any tokens in any order are a text")
    func anyTokens() throws {
        var random = SeededGenerator(seed: 12)
        let model = try SubwordModel.learn(
            from: Array(repeating: "The house of É, ß 42!", count: 9), vocabularySize: 400,
            treatment: Self.treatment, hasByteFallback: true)
        let marks = CaseMark.allCases.compactMap { model.vocabulary.id(of: .mark($0)) }
        #expect(marks.count == 4)
        for _ in 0..<2_000 {
            let ids = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? marks.randomElement(using: &random) ?? 0
                    : Int32.random(in: -2...402, using: &random)
            }
            let decoded = model.decode(ids)
            #expect(decoded.wordOfToken.count == ids.count)
            #expect(decoded.wordOfToken.allSatisfy { $0 < decoded.words.count })
        }
    }

    @Test(
        "real lines",
        .enabled(if: SharedFiles.exists("unicode/blns.txt"), "needs the lists"),
        arguments: CaseText.realFiles)
    func realLines(file: String) throws {
        let lines = try SharedFiles.lines(file)
        let model = try SubwordModel.learn(
            from: lines, vocabularySize: 2_000, treatment: Self.treatment, hasByteFallback: true)
        Self.expectLossless(lines, model)
        Self.expectLossless(lines.map { $0.uppercased() }, model)
    }
}
