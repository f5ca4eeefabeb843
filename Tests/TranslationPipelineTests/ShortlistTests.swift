import Engines
import Tensors
import Testing
import Text
import Transformer

@testable import TranslationPipeline

/// A shortlist learned by an engine, and translating with it.
@Suite struct ShortlistTests {
    private static func learner(_ engine: Engine, pairs count: Int = 400) -> ShortlistLearner {
        var random = RandomSource(seed: 61)
        var learner = ShortlistLearner(engine, workers: 2)
        learner.add(
            (0..<count).map { number in
                let words = LexiconEngine.sentence(2 + number % 7, &random)
                return (
                    words.joined(separator: " "),
                    LexiconEngine.translation(of: words).joined(separator: " ")
                )
            })
        return learner
    }

    /// Short lists, so that most sentences have one.
    private static func engine(_ base: Engine) -> Engine {
        var engine = base
        engine.shortlist = learner(base).shortlist(size: 3, frequent: 4, minimum: 2)
        return engine
    }

    private static let joint = engine(LexiconEngine.joint)
    private static let separate = engine(LexiconEngine.separate)

    private static let lines: [String] = {
        var random = RandomSource(seed: 62)
        return (0..<60).map { number in
            LexiconEngine.sentence(1 + number % 13, &random).joined(separator: " ")
        } + ["", "😀", "red 😀 house", "x", "7 dogs, 8 cats!", "qzx jv"]
    }()

    private func translator(
        _ engine: Engine, isListed: Bool = true, workers: Int = 1,
        _ precision: TranslationOptions.Precision = .f32
    ) throws -> Translator {
        try .lexicon(engine) {
            $0.shortlist = isListed
            $0.workers = workers
            $0.precision = precision
            $0.beam = 3
            $0.alternatives = 2
            $0.wantsAlignment = true
        }
    }

    @Test("each word's list has its translation", arguments: [false, true])
    func learned(isJoint: Bool) throws {
        let engine = isJoint ? Self.joint : Self.separate
        let shortlist = try #require(engine.shortlist)
        // The engine is sure of itself, and was trained with smoothed labels.
        #expect(shortlist.share > 0.8 && shortlist.share < 0.99999)
        var listed = 0
        for (word, translation) in LexiconEngine.lexicon {
            let source = engine.sourceSubwords.ids(of: word)
            guard let list = shortlist.tokens(for: source, requiring: []) else { continue }
            listed += 1
            #expect(Set(engine.targetSubwords.ids(of: translation)).isSubset(of: list), "\(word)")
            #expect(list.count <= shortlist.always.count + 4 * source.count)
        }
        #expect(listed >= 18)
    }

    @Test("held-out pairs say how well the lists do")
    func coverage() {
        let learner = Self.learner(LexiconEngine.joint, pairs: 500)
        #expect(learner.pairCount == 500)
        let good = learner.coverage(of: learner.shortlist(size: 5, frequent: 10, minimum: 2))
        #expect(good.pairs == 10 && good.wholePairs == 0)
        #expect(good.tokens > 30 && good.coveredTokens == good.tokens)
        let poor = learner.coverage(of: learner.shortlist(size: 1, frequent: 0, minimum: 2))
        #expect(poor.coveredTokens <= poor.tokens && poor.chosenTokens < good.chosenTokens)
        let none = learner.coverage(of: learner.shortlist(size: 1, frequent: 0, minimum: 100_000))
        #expect(none.wholePairs == 10 && none.tokens == 0)
    }

    @Test("what is sure is translated as without it", arguments: [false, true])
    func translations(isJoint: Bool) throws {
        let engine = isJoint ? Self.joint : Self.separate
        let with = try translator(engine).translate(Self.lines)
        let without = try translator(engine, isListed: false).translate(Self.lines)
        let same = zip(with, without).count { $0.target == $1.target }
        #expect(same >= Self.lines.count - 2, "\(same) of \(Self.lines.count)")
        #expect(with != without)
    }

    @Test(
        "a line becomes the same whatever is translated with it",
        arguments: BatchIndependenceTests.precisions)
    func batches(precision: TranslationOptions.Precision) throws {
        var random = RandomSource(seed: 8)
        let translator = try translator(Self.joint, precision)
        let together = translator.translate(Self.lines)
        let order = Array(Self.lines.indices).shuffled(using: &random)
        let shuffled = try self.translator(Self.joint, workers: 2, precision)
            .translate(order.map { Self.lines[$0] })
        #expect(shuffled == order.map { together[$0] })
        for (line, segment) in zip(Self.lines, together) {
            #expect(try translator.translate(line) == segment)
        }
    }

    @Test("an engine that has none is refused by name")
    func refusal() throws {
        #expect(throws: EngineError(.noShortlist, at: "the engine")) {
            try translator(LexiconEngine.joint)
        }
        let (path, error) = try LexiconEngine.withFolder { path in
            var options = TranslationOptions()
            options.shortlist = true
            let error = #expect(throws: EngineError.self) {
                try Translator(engineAt: path, options: options)
            }
            return (path, error)
        }
        #expect(error == EngineError(.noShortlist, at: path))
    }
}
