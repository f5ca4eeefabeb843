import Engines
import Evaluation
import Tensors
import Testing
import Transformer

@testable import TranslationPipeline

/// What ensembles, minimum Bayes risk and settling words do with the shipped engine.
@Suite struct CombiningEffectTests {
    private static let lines = [
        "Could you tell me how to get to the museum?", "I am tired.",
        "He said that he would come if the weather was good enough for it.",
    ]

    // MARK: Ensembles

    /// Fonder of some words, and less fond of others, than the shipped engine.
    private static let variant: Engine = {
        var engine = ShippedEngine.engine
        var weights = engine.weights
        var random = RandomSource(seed: 3)
        for parameter in engine.model.layout.parameters where parameter.name == "output.bias" {
            let bias = weights[parameter].elements.map { $0 + 2 * random.normal() }
            weights[parameter] = Tensor(bias, shape: parameter.shape)
        }
        engine.weights = weights
        return engine
    }()

    private func translate(_ engines: [Engine]) throws -> [TranslatedSegment] {
        var options = TranslationOptions()
        options.precision = .f32
        options.beam = 2
        let ensemble = try EngineEnsemble(engines.map { ($0, "") })
        return try Translator(ensemble, options: options).translate(Self.lines)
    }

    @Test("two engines translate together otherwise than each; one with itself, the same")
    func ensembles() throws {
        let shipped = try translate([ShippedEngine.engine])
        let variant = try translate([Self.variant])
        let together = try translate([ShippedEngine.engine, Self.variant])
        #expect(together.map(\.target) != variant.map(\.target))
        #expect(together.map(\.score) != shipped.map(\.score))
        let twice = try translate([ShippedEngine.engine, ShippedEngine.engine])
        #expect(twice.map(\.target) == shipped.map(\.target))
        for (one, other) in zip(twice, shipped) { #expect(abs(one.score - other.score) < 1e-3) }
    }

    // MARK: Minimum Bayes risk

    private static let ambiguous = [
        "The new teacher wanted us to write about what we had done during the holidays.",
        "It was so dark last night that I could hardly see my own hand.",
    ]

    private func risk(
        _ samples: Int?, alternatives: Int, seed: UInt64 = 4
    ) throws -> Translator {
        try ShippedEngine.translator {
            ($0.beam, $0.alternatives, $0.riskSamples) = (1, alternatives, samples)
            $0.sampling = .init()
            $0.sampling?.seed = seed
        }
    }

    @Test("of samples the one is taken that has most in common with all, and not the likeliest")
    func minimumRisk() throws {
        let samples = try risk(nil, alternatives: 8).translate(Self.ambiguous)
        let chosen = try risk(8, alternatives: 3).translate(Self.ambiguous)
        for (segment, drawn) in zip(chosen, samples) {
            let texts = drawn.alternatives.map(\.target)
            let means = try texts.indices.map { number in
                try texts.indices.filter { $0 != number }.map {
                    try ChrF().sentenceScore(
                        hypothesis: texts[number], references: [texts[$0]]
                    ).value
                }.reduce(0, +) / Double(texts.count - 1)
            }
            let best = try #require(means.max())
            let place = try #require(texts.firstIndex(of: segment.target))
            #expect(means[place] > best - 1e-9)
            #expect(Set(segment.alternatives.map(\.target)).count == segment.alternatives.count)
            #expect(segment.alternatives.allSatisfy { texts.contains($0.target) })
        }
        #expect(chosen.map(\.target) != samples.map(\.target))
        let others = try risk(8, alternatives: 3, seed: 5).translate(Self.ambiguous)
        #expect(others.map(\.alternatives) != chosen.map(\.alternatives))
        for (line, segment) in zip(Self.ambiguous, chosen) {
            #expect(try risk(8, alternatives: 3).translate(line) == segment)
        }
    }

    @Test("numbers of samples, and what cannot be had with them, are refused")
    func refusals() throws {
        func complaint(_ edit: (inout TranslationOptions) throws -> Void) -> String {
            let error = #expect(throws: (any Error).self) {
                try ShippedEngine.translator {
                    ($0.beam, $0.riskSamples) = (1, 8)
                    try edit(&$0)
                }
            }
            return error.map { "\($0)" } ?? ""
        }
        #expect(
            complaint { $0.riskSamples = 1 }
                == "riskSamples 1: is not in 2…128. Choose a number in that range.")
        #expect(complaint { $0.riskSamples = 129 }.hasPrefix("riskSamples 129: "))
        #expect(
            complaint { $0.alternatives = 9 }
                == "alternatives 9: is not in 1…8. Choose a number in that range.")
        #expect(complaint { $0.beam = 4 }.hasPrefix("sampling: cannot be joined with beam 4."))
        #expect(
            complaint { $0.glossary = try Glossary(lines: ["car\tWagen"]) }
                == "glossary: cannot be joined with sampling. Use a beam instead.")
    }

    // MARK: Settling

    @Test("words of a translation settle before its end and are never taken back")
    func settling() async throws {
        for beam in [1, 4] {
            let translator = try ShippedEngine.translator { $0.beam = beam }
            var early = 0
            for line in Self.lines {
                var texts: [String] = []
                for await step in translator.settling(line) {
                    switch step {
                    case .text(let text): texts.append(text)
                    case .segment(let segment):
                        #expect(texts.joined() == segment.target)
                        #expect(segment == (try translator.translate(line)))
                    }
                }
                early += texts.count - 1
            }
            #expect(early >= (beam == 1 ? 20 : 1), "beam \(beam): \(early) texts before the last")
        }
    }

    @Test("what was typed is told at once, and the rest follows it")
    func settlingPrefix() async throws {
        let request = TranslationRequest(Self.lines[0], prefix: "Könnten Sie mir sagen, wie ich ")
        let translator = try ShippedEngine.translator { $0.beam = 4 }
        var texts: [String] = []
        for await step in translator.settling(request) {
            if case .text(let text) = step { texts.append(text) }
        }
        #expect(texts.first?.hasPrefix("Könnten") == true)
        #expect(texts.count > 1)
        #expect(texts.joined() == translator.translate([request])[0].target)
    }
}
