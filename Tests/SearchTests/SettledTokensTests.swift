import Tensors
import Testing
import Transformer

@testable import Search

@Suite struct SettledTokensTests {
    /// What was told of a sentence, in order, and what was found.
    private struct Course: Equatable {
        var settled: [[Int32]] = []
        var found: [Hypothesis] = []
    }

    private static func courses(
        _ requests: [SearchRequest], _ options: BeamSearch.Options, _ tiny: TinyTransformer
    ) throws -> [Course] {
        var courses = [Course](repeating: Course(), count: requests.count)
        var scorer = TransformerScorer(
            model: tiny.model, tape: tiny.tape(), keepsAttention: options.coveragePenalty > 0)
        var queue = ArrayQueue(requests)
        try BeamSearch(options).search(&queue, with: &scorer) {
            #expect(courses[$0].found.isEmpty, "told after the end")
            courses[$0].settled.append($1)
        } found: {
            courses[$0].found = $1
        }
        return courses
    }

    private static let searches: [(name: String, options: BeamSearch.Options)] = {
        func make(
            _ name: String, beam: Int = 4, nbest: Int = 1,
            _ change: (inout BeamSearch.Options) -> Void = { _ in }
        ) -> (String, BeamSearch.Options) {
            var options = BeamSearch.Options(beam: beam, nbest: nbest)
            options.maximumLengthOffset = 4
            change(&options)
            return (name, options)
        }
        return [
            make("greedy", beam: 1), make("beam"), make("beam, three best", nbest: 3),
            make("beam ended", beam: 3) { $0.stopping = .beamEnded },
            make("no length penalty") { $0.lengthPenalty = 0 },
            make("coverage") { $0.coveragePenalty = 0.5 },
            make("diverse") { $0.diversity = .init() },
            make("diverse, two best", nbest: 2) { $0.diversity = .init() },
            make("a sample", beam: 1) { $0.sampling = .init() },
            make("samples", beam: 1, nbest: 3) { $0.sampling = .init() },
        ]
    }()

    private static func requests(
        _ options: BeamSearch.Options
    ) throws -> [SearchRequest] {
        var random = RandomSource(seed: 5)
        let lengths = (0..<40).map { _ in Int.random(in: 0...9, using: &random) }
        let takesTerms =
            options.beam > 1 && options.diversity == nil && options.sampling == nil
        let search = try BeamSearch(options)
        return try TinyTransformer.sentences(lengths: lengths).enumerated().map {
            try search.request(
                $1, prefix: Array($1.prefix($0 % 3)),
                terms: takesTerms && $0 % 4 == 1 ? [RequiredTerm([[12, 13]])] : [])
        }
    }

    @Test(
        "what has settled only grows, and the best translation begins with it", arguments: searches)
    func isNeverTakenBack(name: String, options: BeamSearch.Options) throws {
        for seed: UInt64 in [1, 7] {
            let courses = try Self.courses(
                Self.requests(options), options, TinyTransformer(seed: seed))
            for course in courses {
                let whole = try #require(course.found.first).tokens
                var before = 0
                for tokens in course.settled {
                    #expect(tokens.count > before)
                    #expect(whole.starts(with: tokens))
                    before = tokens.count
                }
            }
            let told = courses.count { !$0.settled.isEmpty }
            #expect(told > courses.count / 2, "\(told) of \(courses.count), or nothing is tested")
        }
    }

    @Test("what settles when does not depend on the sentences beside", arguments: searches)
    func neighboursDoNotMatter(name: String, options: BeamSearch.Options) throws {
        let requests = try Self.requests(options)
        let tiny = TinyTransformer()
        let together = try Self.courses(requests, options, tiny)
        for (request, course) in zip(requests, together).prefix(12) {
            #expect(try Self.courses([request], options, tiny) == [course])
        }
        var random = RandomSource(seed: 2)
        let order = requests.indices.shuffled(using: &random)
        let shuffled = try Self.courses(order.map { requests[$0] }, options, tiny)
        #expect(shuffled == order.map { together[$0] })
    }

    @Test("a greedy search settles every token at once, a beam what all in it begin with")
    func settlesEarly() throws {
        let rule: ScriptedScorer.Rule = { _, prefix in
            switch prefix.count {
            case 0: ScriptedScorer.probabilities(end: 0, 0.9, 0.1)
            case 1: ScriptedScorer.probabilities(end: 0, 0.6, 0.4)
            default: ScriptedScorer.probabilities(end: 0.9, 0.05, 0.05)
            }
        }
        func settled(beam: Int) throws -> [[Int32]] {
            var scorer = ScriptedScorer(rule)
            var queue = ArrayQueue([SearchRequest([5])])
            var told: [[Int32]] = []
            try BeamSearch(ScriptedScorer.options(beam: beam)).search(&queue, with: &scorer) {
                told.append($1)
            } found: { _, _ in
            }
            return told
        }
        #expect(try settled(beam: 1) == [[4], [4, 4]])
        #expect(try settled(beam: 2) == [[4]])
    }
}
