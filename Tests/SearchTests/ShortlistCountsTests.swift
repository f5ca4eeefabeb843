import Foundation
import Testing
import Transformer

@testable import Search

/// What is learned from attention, against counting by hand.
@Suite struct ShortlistCountsTests {
    /// A source or target vocabulary of 12 tokens.
    private static let copies = [Int32?](repeating: nil, count: 12)

    /// - Parameter weights: one row a target token, one column a source token and one for `</s>`
    private func counts(
        _ pairs: [(source: [Int32], target: [Int32], weights: [[Float]])]
    ) -> ShortlistCounts {
        var counts = ShortlistCounts()
        for (source, target, weights) in pairs {
            // The row that predicts `</s>` says nothing of a token.
            let end = [Float](repeating: 1 / Float(source.count + 1), count: source.count + 1)
            counts.add(
                source: source, target: target,
                SoftAttention(
                    sourceLength: source.count, targetLength: target.count,
                    weights: weights.joined() + end))
        }
        return counts
    }

    private func shortlist(
        _ counts: ShortlistCounts, size: Int = 2, frequent: Int = 0, minimum: Int = 1,
        copies: [Int32?] = Self.copies
    ) -> Shortlist {
        counts.shortlist(
            size: size, frequent: frequent, minimum: minimum, copies: copies,
            targetVocabulary: 12)
    }

    private var sample: ShortlistCounts {
        counts([
            // 4 is written as 6, 5 as 7; once 4 as 8.
            ([4, 5], [6, 7], [[0.9, 0.1, 0], [0.2, 0.8, 0]]),
            ([5, 4], [7, 6], [[0.7, 0.3, 0], [0.1, 0.9, 0]]),
            ([4], [8], [[1, 0]]),
            // 9 has no counterpart.
            ([4], [6, 9], [[1, 0], [0, 1]]),
        ])
    }

    @Test("a source token has the target tokens that looked at it most")
    func heaviest() {
        // Of 4: 6 has 2.8, 8 has 1, 7 has 0.5; of 5: 7 has 1.5, 6 has 0.2.
        let lists = shortlist(sample)
        #expect(lists.candidates[4] == [6, 8])
        #expect(lists.candidates[5] == [6, 7])
        #expect(shortlist(sample, size: 3).candidates[4] == [6, 7, 8])
        #expect(shortlist(sample, size: 1).candidates[5] == [7])
        #expect(lists.candidates.enumerated().allSatisfy { ($1 == nil) == ![4, 5].contains($0) })
    }

    @Test("what looked at the end of the source, and what is frequent, is on every list")
    func always() {
        #expect(shortlist(sample).always == [0, 1, 2, 3, 9])
        // 6 is there three times, 7 twice; what all have takes no place on a list.
        let lists = shortlist(sample, size: 1, frequent: 2)
        #expect(lists.always == [0, 1, 2, 3, 6, 7, 9])
        #expect(lists.candidates[4] == [8])
        #expect(lists.candidates[5] == [])
    }

    @Test("a source token that was there too seldom has no list")
    func seldom() {
        #expect(shortlist(sample, minimum: 2).candidates[5] != nil)
        #expect(shortlist(sample, minimum: 3).candidates[5] == nil)
        #expect(shortlist(sample, minimum: 4).candidates[4] != nil)
    }

    @Test("a token may be copied, besides the others")
    func copied() {
        var copies = Self.copies
        copies[4] = 11
        copies[5] = 7
        copies[8] = 8
        let lists = shortlist(sample, copies: copies)
        #expect(lists.candidates[4] == [6, 8, 11])
        #expect(lists.candidates[5] == [6, 7])
        #expect(lists.candidates[8] == nil)
    }

    @Test("of equal tokens the lower one is taken")
    func ties() {
        let even = counts([([4], [7, 6, 5], [[1, 0], [1, 0], [1, 0]])])
        #expect(shortlist(even).candidates[4] == [5, 6])
    }

    @Test("on random pairs the sums are those of a plain loop")
    func plainLoop() throws {
        let tiny = TinyTransformer()
        let sentences = TinyTransformer.sentences(lengths: (0..<60).map { 2 + $0 % 5 })
        let pairs = stride(from: 0, to: 60, by: 2).map {
            (source: sentences[$0], target: sentences[$0 + 1])
        }
        let attention = ForcedDecoding.attention(
            pairs, model: tiny.model, layer: 1, on: tiny.tape())
        let scored = ForcedDecoding.score(pairs, model: tiny.model, layer: 1, on: tiny.tape())
        #expect(attention == scored.map(\.attention))
        var counts = ShortlistCounts()
        var sums: [[Float]] = Array(repeating: Array(repeating: 0, count: 40), count: 40)
        for (pair, attention) in zip(pairs, attention) {
            counts.add(source: pair.source, target: pair.target, attention)
            let width = pair.source.count + 1
            for (row, target) in pair.target.enumerated() {
                for (column, source) in (pair.source + [SpecialToken.end]).enumerated() {
                    let weight = attention.weights[row * width + column]
                    if weight >= ShortlistCounts.threshold {
                        sums[Int(source)][Int(target)] += weight
                    }
                }
            }
        }
        func best(_ source: Int) -> [Int32] {
            let linked = (0..<40).filter { sums[source][$0] > 0 }
            return linked.sorted { (sums[source][$1], $0) < (sums[source][$0], $1) }.prefix(5)
                .map(Int32.init)
        }
        let lists = counts.shortlist(
            size: 5, frequent: 0, minimum: 1, copies: [Int32?](repeating: nil, count: 40),
            targetVocabulary: 40)
        let always = Set(best(Int(SpecialToken.end)))
        #expect(lists.always == always.union(0...3).sorted())
        for source in 4..<40 {
            for token in always { sums[source][Int(token)] = 0 }
            guard let list = lists.candidates[source] else {
                #expect(best(source).isEmpty)
                continue
            }
            #expect(list == best(source).sorted())
        }
    }

    @Test("some tokens' share of the probability is that of a step by step reading")
    func shares() {
        let tiny = TinyTransformer()
        let pairs: [(source: [Int32], target: [Int32])] = [([5, 6, 7], [8, 9]), ([10], [])]
        let everything = Array(Int32(0)..<40)
        let all = ForcedDecoding.shares(
            pairs, of: [everything, everything], model: tiny.model, on: tiny.tape())
        #expect(all.map(\.count) == [3, 1])
        #expect(all.joined().allSatisfy { abs($0 - 1) < 1e-4 })
        let forced = ForcedDecoding.score(pairs, model: tiny.model, layer: 0, on: tiny.tape())
        let own = ForcedDecoding.shares(
            pairs, of: [[9], [SpecialToken.end]], model: tiny.model, on: tiny.tape())
        #expect(abs(log(own[0][1]) - forced[0].logProbabilities[1]) < 1e-4)
        #expect(abs(log(own[1][0]) - forced[1].logProbabilities[0]) < 1e-4)
    }
}
