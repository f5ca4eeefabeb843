import Foundation
import Tensors
import Testing
import Transformer

@testable import Search

/// Searching with a shortlist: by a small model with random weights.
@Suite struct ShortlistSearchTests {
    /// Source tokens from 30 on have no list.
    private static let listed = 30
    private let shortlist: Shortlist
    private let tiny = TinyTransformer()
    /// Some of them with a token that has no list.
    private let sentences = TinyTransformer.sentences(
        lengths: [3, 1, 2, 4, 1, 5, 2, 2, 3, 1, 6, 1, 2, 3, 1, 2])

    init() throws {
        var random = RandomSource(seed: 5)
        let candidates = (0..<TinyTransformer.vocabulary).map { source -> [Int32]? in
            guard (4..<Self.listed).contains(source) else { return nil }
            return Set((0..<3).map { _ in Int32.random(in: 4..<40, using: &random) }).sorted()
        }
        shortlist = try Shortlist(
            always: Array(0..<8), candidates: candidates,
            targetVocabulary: TinyTransformer.vocabulary, share: 0.75)
    }

    private func search(
        _ requests: [SearchRequest], _ type: WeightType = .f32, isListed: Bool = true,
        _ edit: (inout BeamSearch.Options) -> Void = { _ in }
    ) throws -> [[Hypothesis]] {
        var options = BeamSearch.Options(beam: 4, nbest: 3)
        options.maximumLengthOffset = 8
        edit(&options)
        var search = try BeamSearch(options)
        if isListed { search.shortlist = shortlist }
        let weights = tiny.model.pack(tiny.weights, as: type)
        var scorer = search.scorer(model: tiny.model, tape: Tape(inference: weights))
        return search.search(requests, with: &scorer)
    }

    private func search(_ sentences: [[Int32]], _ type: WeightType = .f32) throws -> [[Hypothesis]]
    {
        try search(sentences.map { SearchRequest($0) }, type)
    }

    private func isListed(_ sentence: [Int32]) -> Bool {
        shortlist.tokens(for: sentence, requiring: []) != nil
    }

    @Test("some of the sentences have lists and some have not, or nothing below is tested")
    func sentencesDiffer() throws {
        #expect(sentences.count(where: isListed) >= 5)
        #expect(sentences.count { !isListed($0) } >= 5)
        let found = try zip(
            search(sentences), search(sentences.map { SearchRequest($0) }, isListed: false))
        let changed = zip(sentences, found).filter { $1.0 != $1.1 }.map(\.0)
        #expect(changed.count >= 5 && changed.allSatisfy(isListed))
    }

    @Test("translations are made of the list alone, whatever the way of searching")
    func tokensOfTheList() throws {
        let requests = sentences.filter(isListed).map { SearchRequest($0) }
        let edits: [(inout BeamSearch.Options) -> Void] = [
            { _ in }, { $0 = .init(beam: 1) }, { $0.diversity = .init() },
            { $0.noRepeatTokens = 1 },
            { $0.repetitionPenalty = 3 },
            {
                $0 = .init(beam: 1, nbest: 20)
                $0.sampling = .init()
                $0.sampling?.temperature = 5
            },
            {
                $0 = .init(beam: 1, nbest: 20)
                $0.sampling = .init()
                $0.sampling?.topK = 30
                $0.sampling?.temperature = 5
            },
        ]
        for (number, edit) in edits.enumerated() {
            for (request, found) in zip(requests, try search(requests, .f32, edit)) {
                let list = try #require(shortlist.tokens(for: request))
                let tokens = Set(found.flatMap(\.tokens))
                #expect(tokens.isSubset(of: list), "\(number)")
                #expect(found.allSatisfy { $0.logProbability > -.infinity })
            }
        }
    }

    @Test("the list's tokens share the probability that they usually have")
    func probabilities() throws {
        let sentence = try #require(sentences.first(where: isListed))
        let list = try #require(shortlist.tokens(for: sentence, requiring: []))
        var scorer = TransformerScorer(
            model: tiny.model, tape: tiny.tape(), shortlist: shortlist)
        var rows = StepRows()
        rows.tokens = [SpecialToken.begin]
        rows.parents = [-1]
        rows.sentences = scorer.begin([SearchRequest(sentence)])
        rows.counts = [1]
        let scores = StepScores(scorer.step(rows), width: 40)
        let probabilities = list.map { exp(Double(scores.logProbability(of: $0, row: 0))) }
        #expect(abs(probabilities.reduce(0, +) - 0.75) < 1e-5)
        // Those of the likeliest are the same, to the last bit.
        for (token, logProbability) in zip(scores.tokens, scores.logProbabilities)
        where token != SpecialToken.padding {
            #expect(scores.logProbability(of: token, row: 0) == logProbability)
        }
        let others = Set(Int32(0)..<40).subtracting(list)
        #expect(others.allSatisfy { scores.logProbability(of: $0, row: 0) == -.infinity })
    }

    @Test("a sentence's translations are the same alone and in any batch, to the last bit")
    func batchesDoNotMatter() throws {
        var random = RandomSource(seed: 9)
        for type in WeightType.allCases {
            let together = try search(sentences, type)
            for (sentence, expected) in zip(sentences, together) {
                #expect(try search([sentence], type)[0] == expected)
            }
            let order = sentences.indices.shuffled(using: &random)
            #expect(try search(order.map { sentences[$0] }, type) == order.map { together[$0] })
        }
    }

    @Test("a sentence that the lists do not cover is translated as without them")
    func uncovered() throws {
        for type in WeightType.allCases {
            let listed = try search(sentences, type)
            let whole = try search(sentences.map { SearchRequest($0) }, type, isListed: false)
            for (index, sentence) in sentences.enumerated() where !isListed(sentence) {
                #expect(listed[index] == whole[index])
            }
        }
    }

    @Test("so is one that asks for tokens that are not on its list")
    func asksForOthers() throws {
        let search = try BeamSearch(BeamSearch.Options(beam: 4, nbest: 3))
        let sentence = try #require(sentences.first(where: isListed))
        let list = try #require(shortlist.tokens(for: sentence, requiring: []))
        let foreign = try #require((Int32(8)..<40).first { !list.contains($0) })
        let own = try #require(list.first { $0 >= 8 })
        func requests(_ token: Int32) throws -> [SearchRequest] {
            [
                try search.request(sentence, prefix: [token]),
                try search.request(sentence, prefixEndings: [[5], [token]]),
                try search.request(sentence, terms: [RequiredTerm([[5, 6], [token]])]),
            ]
        }
        let asking = try requests(foreign)
        #expect(try self.search(asking) == self.search(asking, isListed: false))
        // What is on the list can be asked for.
        for request in try requests(own) {
            #expect(shortlist.tokens(for: request) == list)
        }
        let found = try self.search(requests(own))
        #expect(found.joined().allSatisfy { Set($0.tokens).isSubset(of: list) })
        #expect(found[0][0].tokens.first == own)
        #expect([5, own].contains(found[1][0].tokens.first))
        #expect(found[2][0].unmetTerms.isEmpty)
    }

    @Test("whole numbers have the logits that they have without a list, to the last bit")
    func sameLogits() throws {
        let weights = tiny.model.pack(tiny.weights, as: .int8)
        let sentence = try #require(sentences.first(where: isListed))
        let list = try #require(shortlist.tokens(for: sentence, requiring: []))
        var rows = StepRows()
        rows.tokens = [SpecialToken.begin]
        rows.parents = [-1]
        rows.counts = [1]
        let logits = [shortlist, nil].map { shortlist in
            var scorer = TransformerScorer(
                model: tiny.model, tape: Tape(inference: weights), shortlist: shortlist)
            rows.sentences = scorer.begin([SearchRequest(sentence)])
            let logits = scorer.step(rows)
            return list.map { logits.logit(of: $0, row: 0).bitPattern }
        }
        #expect(logits[0] == logits[1])
    }
}
