import Testing

@testable import Text

/// Tokens of a joint vocabulary that are rare on one side.
@Suite struct VocabularyThresholdTests {
    private static let sourceWords = ["low", "lower", "lowest", "newest", "newer", "Hand", "wide"]
    private static let targetWords = ["niedrig", "niedriger", "neueste", "Hand", "breit", "Wort"]

    private static func lines(_ words: [String], _ count: Int, seed: UInt64) -> [String] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in
            (0..<Int.random(in: 1...8, using: &random))
                .map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
        }
    }

    private let source = lines(sourceWords, 200, seed: 1)
    private let target = lines(targetWords, 200, seed: 2) + ["wide low"]

    /// A model learned from both sides.
    private func model(threshold: Int, hasBytes: Bool = false) throws -> SubwordModel {
        var (first, second) = (try SubwordTrainer(), try SubwordTrainer())
        for line in source { first.add(line) }
        for line in target { second.add(line) }
        var both = first
        both.merge(second)
        var options = SubwordOptions(vocabularySize: hasBytes ? 420 : 90)
        options.hasByteFallback = hasBytes
        return try both.train(options).withThreshold(threshold, source: first, target: second)
    }

    private func count(_ lines: [String], _ model: SubwordModel) -> [Int32: Int] {
        Dictionary(lines.flatMap { model.ids(of: $0) }.map { ($0, 1) }, uniquingKeysWith: +)
    }

    @Test("the counts are those of the tokens in the text", arguments: [false, true])
    func counts(hasBytes: Bool) throws {
        let model = try model(threshold: 20, hasBytes: hasBytes)
        let (onSource, onTarget) = (count(source, model), count(target, model))
        for (id, counts) in zip(Int32(0)..., model.vocabulary.counts).dropFirst(4) {
            #expect(
                counts
                    == SideCounts(source: onSource[id] ?? 0, target: onTarget[id] ?? 0),
                "\(model.vocabulary.tokens[Int(id)])")
        }
    }

    @Test("no token below the threshold on its side occurs there, but for single characters")
    func nothingRare() throws {
        let threshold = 20
        let model = try model(threshold: threshold)
        var cut = 0
        for (side, lines) in [(TranslationSide.source, source), (.target, target)] {
            let ofSide = model.of(side)
            for id in Set(lines.flatMap { ofSide.ids(of: $0) }) {
                let counts = try #require(model.vocabulary.counts[Int(id)])
                let isMerged = model.merges.merges.contains { $0.merged == id }
                #expect(
                    !isMerged || counts[side] >= threshold,
                    "\(side): \(model.vocabulary.tokens[Int(id)])")
            }
            for line in source + target {
                let (ids, whole) = (ofSide.ids(of: line), model.ids(of: line))
                if ids != whole { cut += 1 }
                #expect(ofSide.decode(ids).text == line)
                #expect(ofSide.encode(line).ids == ids)
            }
        }
        #expect(cut > 100)
    }

    @Test("a word of one language is whole there and in parts on the other side")
    func wordsOfOneSide() throws {
        let model = try model(threshold: 20)
        #expect(model.of(.source).ids(of: "lowest").count == 1)
        #expect(model.of(.target).ids(of: "lowest").count > 1)
        #expect(model.of(.target).ids(of: "niedriger").count == 1)
        #expect(model.of(.source).ids(of: "niedriger").count > 1)
        for side in TranslationSide.allCases { #expect(model.of(side).ids(of: "Hand").count == 1) }
    }

    @Test("without a threshold both sides are the model")
    func noThreshold() throws {
        let model = try model(threshold: 0)
        for line in source + target {
            #expect(model.of(.source).ids(of: line) == model.ids(of: line))
        }
    }

    @Test("dropout keeps to the threshold, and without it gives what encoding gives")
    func sampling() throws {
        let model = try model(threshold: 20).of(.target)
        var random = SeededGenerator(seed: 4)
        let rare = Set(
            model.merges.merges.map(\.merged).filter {
                (model.vocabulary.counts[Int($0)]?.target ?? 0) < 20
            })
        #expect(!rare.isEmpty)
        for dropout in [0, 0.3, 1] {
            let sampler = SegmentationSampler(model, dropout: dropout)
            for line in source + target {
                let pieces = model.pieceIDs(of: line)
                let ids = sampler.sample(pieces, using: &random)
                #expect(rare.isDisjoint(with: ids))
                #expect(model.decode(ids).text == line)
                if dropout == 0 { #expect(ids == pieces.ids) }
            }
        }
    }

    @Test("counts and threshold come back from the files, and either side writes them")
    func files() throws {
        let model = try model(threshold: 20)
        let side = model.of(.target)
        #expect(side.vocabularyText == model.vocabularyText)
        #expect(side.mergesText == model.mergesText)
        #expect(model.mergesText.contains("#threshold: 20\n"))
        let read = try SubwordModel(
            merges: Array(side.mergesText.utf8), vocabulary: Array(side.vocabularyText.utf8))
        #expect(read.threshold == 20)
        #expect(read.vocabulary == model.vocabulary)
        for line in source + target {
            #expect(read.of(.target).ids(of: line) == side.ids(of: line))
        }
    }

    @Test(
        "counts that are none, and a threshold that is none, are named errors",
        arguments: [
            "a\t1", "a\t1\t2\t3", "a\t\t1", "a\t-1\t1", "a\t01\t1", "a\tx\t1",
            "a\t1\t99999999999999999999",
        ])
    func malformedCounts(line: String) throws {
        let lines = Vocabulary.specials + ["￭", line]
        let error = try #require(throws: TextError.self) {
            _ = try Vocabulary(Array(lines.joined(separator: "\n").utf8), file: "v")
        }
        #expect(error.description.hasPrefix("v:6: “a\t"))
        #expect(error.description.contains("two counts"))
    }

    @Test("a threshold that is no number is a named error", arguments: ["0", "-3", "x", ""])
    func malformedThreshold(setting: String) throws {
        let vocabulary = (Vocabulary.specials + ["￭"]).joined(separator: "\n")
        let error = try #require(throws: TextError.self) {
            _ = try SubwordModel(
                merges: Array("#version: translate 2\n#threshold: \(setting)\n".utf8),
                vocabulary: Array(vocabulary.utf8))
        }
        #expect(error.line == 2)
    }
}
