import Testing

@testable import Text

@Suite struct SubwordModelTests {
    static let lines = [
        "The low lamp is lower than the newest one, the widest of all.",
        "“Don't,” said Anna's friend (the newest): it's 1984!",
        "Der niedrige Tisch ist „neu“, z. B. breiter als 35 cm.",
        "你好，世界。我们今天去北京。", "Zwei  Leerzeichen und\ttab und\u{A0}fest.",
    ]

    static func model(_ lines: [String] = lines, size: Int = 400) throws -> SubwordModel {
        try SubwordModel.learn(from: lines + lines, vocabularySize: size)
    }

    static func options(_ size: Int) -> SubwordOptions {
        var options = SubwordOptions(vocabularySize: size)
        options.hasByteFallback = false
        return options
    }

    private static func tokens(_ text: String, _ model: SubwordModel) -> [String] {
        model.ids(of: text).map { model.vocabulary.tokens[Int($0)] }
    }

    @Test("a word is the same tokens at the start of a line, within it and after a quote")
    func sameTokens() throws {
        let model = try Self.model()
        let newest = Self.tokens("newest", model)
        #expect(newest == ["newest"])
        #expect(Self.tokens("the newest", model).suffix(1) == newest)
        #expect(Self.tokens("“newest”", model)[1] == "newest")
        #expect(Self.tokens("(newest)", model)[1] == "newest")
    }

    @Test("a literal special is text, not a special")
    func literalSpecials() throws {
        let model = try SubwordModel.learn(
            from: Array(repeating: "<s> a </s> <pad> <unk> <s>", count: 50), vocabularySize: 200)
        for special in Vocabulary.specials {
            let ids = model.ids(of: special)
            #expect(ids.allSatisfy { $0 > 3 })
            #expect(model.decode(ids).text == special)
        }
    }

    @Test("decoding undoes encoding", arguments: lines + ["", " ", "  x ", "￭a ￭￭ b￭", "\\u{20}"])
    func roundTrip(text: String) throws {
        let model = try Self.model(Self.lines + ["￭ \\ { } u x 2 0"], size: 300)
        #expect(model.decode(model.encode(text).ids).text == text)
        #expect(model.encode(text).ids == model.ids(of: text))
    }

    @Test("rare characters make the whole piece unknown, and joints around it survive")
    func unknown() throws {
        let model = try Self.model()
        let ids = model.ids(of: "the (Erdőğan's) one")
        #expect(ids.count { $0 == Vocabulary.unknown } == 1)
        #expect(model.decode(ids).text == "the (\u{FFFD}'s) one")
        #expect(model.decode(ids, unknown: { _ in "Erdőğan" }).text == "the (Erdőğan's) one")
        let position = try #require(ids.firstIndex(of: Vocabulary.unknown))
        #expect(model.decode(ids, unknown: { "\($0)" }).text == "the (\(position)'s) one")
    }

    @Test("ranges point into the text as it was before normalization")
    func ranges() throws {
        let model = try Self.model(["Café é 😀 ok 한"])
        let encoded = model.encode("😀 Cafe\u{301} ok")
        #expect(encoded.normalized == "😀 Café ok")
        #expect(encoded.words.map(\.range) == [0..<1, 2..<7, 8..<10])
        #expect(Array(encoded.words[1].text.unicodeScalars).count == 5)
        #expect(encoded.tokenRanges.last == 8..<10)
        #expect(encoded.tokenRanges[1].lowerBound == 2)
        #expect(encoded.wordOfToken.first == 0 && encoded.wordOfToken.last == 2)
        let hangul = model.encode("x \u{1112}\u{1161}\u{11AB} y")
        #expect(hangul.words.map(\.range) == [0..<1, 2..<5, 6..<7])
    }

    @Test("every token belongs to the word it is part of, and white space to none")
    func wordOfToken() throws {
        let model = try Self.model()
        let encoded = model.encode("Don't  wait, Anna")
        #expect(encoded.words.map(\.text) == ["Don't", "wait", ",", "Anna"])
        for (word, range) in zip(encoded.wordOfToken, encoded.tokenRanges) {
            #expect((word == -1) == (range == 5..<7))  // the two spaces
            if word >= 0 { #expect(encoded.words[word].range.contains(range.lowerBound)) }
        }
        let decoded = model.decode([2] + encoded.ids + [3, 0])
        #expect(decoded.words == encoded.words)
        #expect(decoded.wordOfToken == [-1] + encoded.wordOfToken + [-1, -1])
    }

    @Test("numbers outside the vocabulary are unknown rather than a crash")
    func foreignNumbers() throws {
        let model = try Self.model()
        #expect(model.decode([-1, 99_999, .max, .min]).text.count { $0 == "\u{FFFD}" } == 4)
    }

    @Test("never more tokens than asked for", arguments: [16, 20, 50, 100, 250])
    func sizes(size: Int) throws {
        let model = try Self.model(size: size)
        #expect(model.vocabulary.count <= size)
        #expect(Set(model.vocabulary.tokens).count == model.vocabulary.count)
    }

    @Test("a corpus that runs out of pairs gives a smaller vocabulary")
    func exhausted() throws {
        let model = try Self.model(["ab ab"], size: 100)
        #expect(
            model.vocabulary.tokens == Vocabulary.specials + [
                "￭", "\\u{20}", "a", "b", "￭b", "ab",
            ])
    }

    @Test("an empty corpus knows only what every vocabulary has")
    func emptyCorpus() throws {
        let model = try SubwordModel.learn(from: [], vocabularySize: 100)
        #expect(model.vocabulary.count == 6)
        #expect(model.ids(of: "a b") == [1, 1])
    }

    @Test("the order of lines and the number of counters do not matter")
    func determinism() throws {
        let one = try Self.model()
        var first = try SubwordTrainer()
        var second = first.fresh
        for line in Self.lines.reversed() {
            first.add(line)
            second.add(line)
        }
        second.merge(first)
        let other = try second.train(Self.options(400))
        #expect(one.mergesText == other.mergesText)
        #expect(one.vocabularyText == other.vocabularyText)
    }

    @Test("many callers at once get what one gets")
    func concurrency() async throws {
        let model = try Self.model()
        let expected = Self.lines.map { model.ids(of: $0) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<20).allSatisfy { _ in Self.lines.map { model.ids(of: $0) } == expected }
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    @Test("a line of 10,000 words is encoded like any other")
    func longLine() throws {
        let model = try Self.model()
        let text = Array(repeating: "the newest lamp,", count: 3_334).joined(separator: " ")
        #expect(model.decode(model.ids(of: text)).text == text)
        let endless = String(repeating: "e", count: 30_000) + String(repeating: "!", count: 30_000)
        #expect(model.decode(model.ids(of: endless)).text == endless)
    }
}
