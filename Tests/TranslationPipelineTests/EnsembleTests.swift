import Engines
import Tensors
import Testing
import Transformer

@testable import TranslationPipeline

@Suite struct EnsembleTests {
    private static let lines: [String] = {
        var random = RandomSource(seed: 51)
        return (0..<40).map { LexiconEngine.sentence(1 + $0 % 12, &random).joined(separator: " ") }
    }()

    /// The lexicon engine with other biases of its words.
    private static func variant(_ engine: Engine, seed: UInt64, by deviation: Float) -> Engine {
        var (engine, weights) = (engine, engine.weights)
        var random = RandomSource(seed: seed)
        for parameter in engine.model.layout.parameters where parameter.name == "output.bias" {
            let bias = weights[parameter].elements.map { $0 + deviation * random.normal() }
            weights[parameter] = Tensor(bias, shape: parameter.shape)
        }
        engine.weights = weights
        return engine
    }

    private func translator(
        _ engines: [Engine], edit: (inout TranslationOptions) -> Void = { _ in }
    ) throws -> Translator {
        var options = TranslationOptions()
        options.beam = 3
        edit(&options)
        return try Translator(
            EngineEnsemble(engines.enumerated().map { ($1, "engine \($0)") }), options: options)
    }

    @Test(
        "an engine joined by itself translates as it does alone, with the same scores but rounding")
    func itself() throws {
        let engine = LexiconEngine.joint
        let alone = try translator([engine]).translate(Self.lines)
        let joined = try translator([engine, engine]).translate(Self.lines)
        #expect(joined.map(\.target) == alone.map(\.target))
        for (one, other) in zip(joined, alone) { #expect(abs(one.score - other.score) < 1e-4) }
    }

    @Test("a line has the same bytes alone, in any order, on any number of cores")
    func doesNotDependOnNeighbours() throws {
        let engines = [LexiconEngine.joint, Self.variant(LexiconEngine.joint, seed: 2, by: 1)]
        let translator = try translator(engines) { $0.wantsWords = true }
        let together = translator.translate(Self.lines)
        for (line, segment) in zip(Self.lines, together).prefix(10) {
            #expect(try translator.translate(line) == segment)
        }
        let order = Array(Self.lines.indices.reversed())
        let shuffled = try self.translator(engines) {
            $0.wantsWords = true
            $0.workers = 2
        }.translate(order.map { Self.lines[$0] })
        #expect(shuffled == order.map { together[$0] })
    }

    @Test("a stream gives what an array gives")
    func streams() async throws {
        let engines = [LexiconEngine.joint, Self.variant(LexiconEngine.joint, seed: 2, by: 1)]
        let translator = try translator(engines)
        let (lines, input) = AsyncStream.makeStream(of: String.self)
        for line in Self.lines { input.yield(line) }
        input.finish()
        var found: [TranslatedSegment] = []
        for try await segment in translator.translations(of: lines) { found.append(segment) }
        #expect(found == translator.translate(Self.lines))
    }

    @Test("the alignment is the first engine's, the confidence nobody's")
    func firstEngine() throws {
        var measured = LexiconEngine.joint
        measured.description.confidence = ConfidenceCurve(offset: -2, slope: 0, segments: 100)
        func segment(_ engines: [Engine]) throws -> TranslatedSegment {
            try translator(engines) { $0.wantsAlignment = true }.translate("red house")
        }
        let alone = try segment([measured])
        let joined = try segment([measured, LexiconEngine.joint])
        #expect(joined.target == alone.target)
        #expect(joined.alignment == alone.alignment)
        let own = try #require(alone.confidence), together = try #require(joined.confidence)
        #expect(own < 0.2 && together > 0.5)
    }

    @Test("engines of other languages or subwords are refused, and what differs is named")
    func refusesOthers() throws {
        var french = LexiconEngine.joint
        french.description.targetLanguage = "fr"
        for (other, differences) in [
            (LexiconEngine.separate, "kind (joint and separate), their subwords"),
            (french, "targetLanguage (de and fr)"),
            (PlaceholderEngine.trained, "their subwords"),
        ] {
            let error = #expect(throws: EngineMismatch.self) {
                try translator([LexiconEngine.joint, LexiconEngine.joint, other])
            }
            #expect(
                error.map { "\($0)" }
                    == "engine 2: cannot translate together with engine 0: they differ in "
                    + "\(differences). Pass engines that were trained with the same subwords.")
        }
        let none = #expect(throws: (any Error).self) { try Translator(enginesAt: []) }
        #expect(none.map { "\($0)" } == "no engine was given. Name one or more.")
    }

    @Test("engines are loaded from their folders")
    func loads() throws {
        let target = try LexiconEngine.withFolder {
            try Translator(enginesAt: [$0, $0]).translate(["red house"])[0].target
        }
        #expect(target == "rot haus")
    }
}
