import Testing

@testable import Text

@Suite struct SegmentationSamplerTests {
    /// How text may be prepared, and a size of vocabulary.
    struct Setting: CustomTestStringConvertible, Sendable {
        var size: Int
        var marksCase = false
        var hasBytes = false

        var testDescription: String { "\(size), case \(marksCase), bytes \(hasBytes)" }
    }

    static let settings = [
        Setting(size: 40), Setting(size: 80), Setting(size: 300),
        Setting(size: 90, marksCase: true),
        Setting(size: 330, hasBytes: true), Setting(size: 450, marksCase: true, hasBytes: true),
    ]

    private static func model(_ setting: Setting = Setting(size: 300)) throws -> SubwordModel {
        let lines = SubwordModelTests.lines + ["￭ \\ 한글 é x 2 0", "THE NEWEST Lamp", "The Newest"]
        return try SubwordModel.learn(
            from: lines + lines, vocabularySize: setting.size,
            treatment: TextTreatment(marksCase: setting.marksCase),
            hasByteFallback: setting.hasBytes)
    }

    /// Lines of known and unknown words, signs, spaces and scripts, put together at random.
    private static func texts(_ count: Int, seed: UInt64) -> [String] {
        var random = SeededGenerator(seed: seed)
        let parts =
            SubwordModelTests.lines.flatMap { $0.split(separator: " ").map(String.init) }
            + [
                "", " ", "lowest", "newer", "wider", "Anna's", "z.B.", "l'ami", "aaa", "!!!!!",
                "...", "1984", "你好", "한글", "é", "e\u{301}", "😀", "￭", "(", "„", "\u{FFED}a",
                "ğ", "ᚠ", "lampğlamp", "\t", "LOWER", "McLamp", "LAMPs", "ÉÉ", "(THE", "NEWEST)",
                "theonewidest",
            ]
        return (0..<count).map { _ in
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                text += parts.randomElement(using: &random) ?? ""
                if Bool.random(using: &random) { text += " " }
            }
            return text
        }
    }

    @Test("without dropout the tokens are those of encoding", arguments: settings)
    func nothingDropped(setting: Setting) throws {
        let model = try Self.model(setting)
        let sampler = SegmentationSampler(model, dropout: 0)
        var random = SeededGenerator(seed: 1)
        for text in Self.texts(1_000, seed: UInt64(setting.size)) {
            let pieces = model.pieceIDs(of: text)
            #expect(pieces.ids == model.ids(of: text))
            #expect(sampler.sample(pieces, using: &random) == pieces.ids, "\(text)")
        }
    }

    @Test("with everything dropped the tokens are single characters")
    func allDropped() throws {
        let model = try Self.model()
        let sampler = SegmentationSampler(model, dropout: 1)
        var random = SeededGenerator(seed: 1)
        let ids = sampler.sample(model.pieceIDs(of: "the newest"), using: &random)
        #expect(
            ids.map { model.vocabulary.tokens[Int($0)] }
                == ["t", "￭h", "￭e", "n", "￭e", "￭w", "￭e", "￭s", "￭t"])
    }

    @Test(
        "the text is the same whatever is dropped", arguments: [0.05, 0.1, 0.5, 0.9, 1], settings)
    func sameText(dropout: Double, setting: Setting) throws {
        let model = try Self.model(setting)
        let sampler = SegmentationSampler(model, dropout: dropout)
        var random = SeededGenerator(seed: 7)
        var changed = 0
        for text in Self.texts(300, seed: 3) {
            let pieces = model.pieceIDs(of: text)
            let ids = sampler.sample(pieces, using: &random)
            #expect(model.decode(ids).text == model.decode(pieces.ids).text, "\(text)")
            if ids != pieces.ids { changed += 1 }
        }
        #expect(changed > 10)
    }

    @Test("a merge that is overlooked lets a later one win, with the probability of the draws")
    func probabilities() throws {
        // a b, then ab ￭c: “abc” is one token unless “a b” is overlooked, once or twice.
        let forms = ["￭", "a", "￭b", "￭c", "ab", "abc", "￭bc", "b", "c"]
            .compactMap { TokenForm(spelling: $0) }
        func merge(_ left: Int32, _ right: Int32, _ merged: Int32) -> BPELearner.Merge {
            BPELearner.Merge(left: left, right: right, merged: merged)
        }
        let model = SubwordModel(
            symbols: forms, merges: [merge(1, 2, 4), merge(4, 3, 5), merge(2, 3, 6)], others: [],
            preparation: try TextPreparation(TextTreatment()))
        let sampler = SegmentationSampler(model, dropout: 0.3)
        var random = SeededGenerator(seed: 2)
        var counts: [[String]: Int] = [:]
        let pieces = model.pieceIDs(of: "abc")
        for _ in 0..<20_000 {
            let ids = sampler.sample(pieces, using: &random)
            counts[ids.map { model.vocabulary.tokens[Int($0)] }, default: 0] += 1
        }
        // Round one: a b spared 0.7; else ￭b ￭c spared 0.3 · 0.7; else neither. Round two after
        // a b: ab ￭c spared 0.7.
        let expected: [[String]: Double] = [
            ["abc"]: 0.49, ["ab", "￭c"]: 0.21, ["a", "￭bc"]: 0.21, ["a", "￭b", "￭c"]: 0.09,
        ]
        #expect(Set(counts.keys) == Set(expected.keys))
        for (tokens, share) in expected {
            #expect(abs(Double(counts[tokens] ?? 0) / 20_000 - share) < 0.015, "\(tokens)")
        }
    }

    @Test("merges never cross from one piece to the next")
    func piecesStayApart() throws {
        let model = try Self.model()
        let sampler = SegmentationSampler(model, dropout: 0)
        var random = SeededGenerator(seed: 1)
        let ids = model.pieceIDs(of: "newest").ids
        let letters = SegmentationSampler(model, dropout: 1).sample(
            model.pieceIDs(of: "newest"), using: &random)
        #expect(ids.count == 1)
        #expect(sampler.sample(PieceIDs(letters), using: &random) == letters)
    }

    @Test("the same draws give the same tokens")
    func isSeeded() throws {
        let model = try Self.model()
        let sampler = SegmentationSampler(model, dropout: 0.5)
        let pieces = model.pieceIDs(of: SubwordModelTests.lines[0])
        func sample(_ seed: UInt64) -> [Int32] {
            var random = SeededGenerator(seed: seed)
            return sampler.sample(pieces, using: &random)
        }
        #expect(sample(4) == sample(4))
        #expect(Set((0..<8).map(sample)).count > 4)
    }

    @Test("merges that no learner would write end")
    func strangeMerges() throws {
        let vocabulary = Vocabulary.specials + ["￭", "a", "￭a", "aa", "￭aa", "aaaa", "￭aaaa"]
        let merges = [
            "#version: translate 1", "￭ ￭a", "￭a ￭a", "a ￭a", "aa ￭aa", "￭aa ￭aa",
        ]
        let model = try SubwordModel(
            merges: Array((merges.joined(separator: "\n") + "\n").utf8),
            vocabulary: Array((vocabulary.joined(separator: "\n") + "\n").utf8))
        var random = SeededGenerator(seed: 1)
        for text in ["a", "aaaa", "aaaaaaaaa"] {
            for dropout in [0, 0.5, 1] {
                let ids = SegmentationSampler(model, dropout: dropout).sample(
                    model.pieceIDs(of: text), using: &random)
                #expect(model.decode(ids).text == text)
            }
        }
    }
}
