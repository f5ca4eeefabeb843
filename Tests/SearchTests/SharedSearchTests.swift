import Tensors
import Testing
import Transformer

@testable import Search

@Suite struct SharedSearchTests {
    /// Those this processor has products for.
    private static var types: [WeightType] {
        WeightType.allCases.filter { $0 != .bf16 || Matmul.hasFastBFloat16 }
    }

    private static func options(beam: Int) -> BeamSearch.Options {
        var options = BeamSearch.Options(beam: beam, nbest: min(beam, 2))
        options.maximumLengthOffset = 3
        return options
    }

    @Test(
        "1,000 sentences have the same bytes alone, in any order, with any number of workers",
        arguments: types)
    func neighboursDoNotMatter(type: WeightType) throws {
        let tiny = TinyTransformer()
        let weights = tiny.model.pack(tiny.weights, as: type)
        var random = RandomSource(seed: 8)
        let lengths = (0..<1_000).map { _ in Int.random(in: 0...7, using: &random) }
        let sentences = TinyTransformer.sentences(lengths: lengths)
        let search = try BeamSearch(Self.options(beam: 3))
        let alone = sentences.map { sentence in
            var scorer = TransformerScorer(model: tiny.model, tape: Tape(inference: weights))
            return search.search([sentence], with: &scorer)[0]
        }
        #expect(Set(alone.map { $0[0].tokens.count }).count > 5, "or nothing is tested")
        for workers in [1, 2] {
            let order = sentences.indices.shuffled(using: &random)
            let found = search.search(
                order.map { sentences[$0] }, model: tiny.model, weights: weights,
                workers: Workers(count: workers))
            #expect(found == order.map { alone[$0] }, "\(workers) workers")
        }
    }

    /// One search for each way of searching, with what all of its sentences must have.
    private static let searches: [(name: String, options: BeamSearch.Options, hasTerms: Bool)] = {
        func make(
            _ name: String, beam: Int = 4, hasTerms: Bool = false,
            _ change: (inout BeamSearch.Options) -> Void = { _ in }
        ) -> (String, BeamSearch.Options, Bool) {
            var options = options(beam: beam)
            change(&options)
            return (name, options, hasTerms)
        }
        return [
            make("sampling", beam: 1) {
                $0.sampling = .init()
                $0.nbest = 3
            },
            make("sampling with topK and topP", beam: 1) {
                $0.sampling = .init()
                $0.sampling?.topK = 5
                $0.sampling?.topP = 0.9
            },
            make("diversity") { $0.diversity = .init() },
            make("terms and prefix", hasTerms: true),
            make("coverage") { $0.coveragePenalty = 0.5 },
            make("repetition") {
                $0.repetitionPenalty = 1.5
                $0.noRepeatTokens = 2
                $0.forbidden = [[7], [9, 10]]
            },
            make("stopping") { $0.stopping = .beamEnded },
        ]
    }()

    @Test(
        "with every option a sentence's bytes are the same alone, in any order, with any workers",
        arguments: searches)
    func neighboursDoNotMatter(
        name: String, options: BeamSearch.Options, hasTerms: Bool
    ) throws {
        let tiny = TinyTransformer()
        let weights = tiny.model.pack(tiny.weights)
        var random = RandomSource(seed: 3)
        let lengths = (0..<60).map { _ in Int.random(in: 1...7, using: &random) }
        let search = try BeamSearch(options)
        let requests = try TinyTransformer.sentences(lengths: lengths).enumerated().map {
            // Some with terms beside others without.
            try search.request(
                $1, prefix: hasTerms ? Array($1.prefix($0 % 3)) : [],
                terms: hasTerms && $0 % 4 > 0 ? [RequiredTerm([$1, [12, 13]])] : [])
        }
        let alone = requests.map { request in
            search.search(
                [request], model: tiny.model, weights: weights, workers: Workers(count: 1))[0]
        }
        for workers in [1, 2] {
            let order = requests.indices.shuffled(using: &random)
            let found = search.search(
                order.map { requests[$0] }, model: tiny.model, weights: weights,
                workers: Workers(count: workers))
            #expect(found == order.map { alone[$0] }, "\(workers) workers")
        }
        let plain = try BeamSearch(Self.options(beam: 4)).search(
            requests.map(\.tokens), model: tiny.model, weights: weights, workers: Workers(count: 2))
        #expect(
            name == "stopping" || plain.map { $0[0].tokens } != alone.map { $0[0].tokens },
            "or the option has no effect")
    }

    @Test("waiting sentences enter as others leave, in rounds of like size that fit its rows")
    func sentencesEnter() throws {
        let rule: ScriptedScorer.Rule = { sentence, prefix in
            prefix.count < 1 + sentence % 7
                ? ScriptedScorer.probabilities(end: 0, 1, 0)
                : ScriptedScorer.probabilities(end: 1, 0, 0)
        }
        var scorer = ScriptedScorer(rule)
        var options = Self.options(beam: 4)
        options.maximumLengthOffset = 10
        let sentences = [[Int32]](repeating: [5], count: 500)
        let found = try BeamSearch(options).search(sentences, with: &scorer)
        #expect(found.enumerated().allSatisfy { $1[0].tokens.count == 1 + $0 % 7 })
        let widths = scorer.steps.map(\.count)
        // Sixty would fit: nine rounds, of 56 when all are full.
        #expect(PackedMatrix.rowLimit / 4 == 60)
        #expect(widths.max() == 56)
        let used = Double(widths.reduce(0, +)) / Double(widths.count * 56)
        #expect(used > 0.8, "places were taken \(used) of the time")
        #expect(scorer.live.isEmpty)
    }
}
