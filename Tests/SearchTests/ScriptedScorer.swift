import Foundation
import Tensors
import Transformer

@testable import Search

/// A model by rule: the log-probabilities of all tokens after a prefix.
struct ScriptedScorer: StepScorer {
    typealias Rule = @Sendable (_ sentence: Int, _ prefix: [Int32]) -> [Float]

    let rule: Rule
    /// What has been read for each row of the last step.
    private var prefixes: [[Int32]] = []
    private var begun = 0
    private(set) var live: Set<Int> = []
    /// The sentences of each step, by number.
    private(set) var steps: [[Int]] = []
    /// What each row looks at by its prefix; for coverage.
    var looks: ((_ prefix: [Int32]) -> [Float])?
    private(set) var sourceAttention: Tensor?

    init(_ rule: @escaping Rule) {
        self.rule = rule
    }

    mutating func begin(_ requests: [SearchRequest]) -> [Int] {
        let numbers = Array(begun..<begun + requests.count)
        begun += requests.count
        live.formUnion(numbers)
        return numbers
    }

    mutating func end(_ sentence: Int) {
        precondition(live.remove(sentence) != nil, "sentence \(sentence) is not here")
    }

    mutating func step(_ rows: StepRows) -> StepLogits {
        prefixes = zip(rows.tokens, rows.parents).map {
            $1 < 0 ? [] : prefixes[Int($1)] + [$0]
        }
        precondition(live.isSuperset(of: rows.sentences), "a sentence that has ended")
        steps.append(rows.sentences)
        let owners = zip(rows.sentences, rows.counts).flatMap { Array(repeating: $0, count: $1) }
        sourceAttention = looks.map { looks in
            let weights = prefixes.map(looks)
            return Tensor(weights.flatMap { $0 }, shape: Shape(weights.count, weights[0].count))
        }
        let logits = zip(owners, prefixes).map { rule($0, $1) }
        return StepLogits(
            Tensor(logits.flatMap { $0 }, shape: Shape(logits.count, logits[0].count)),
            rows: rows.count)
    }
}

extension ScriptedScorer {
    /// Log-probabilities drawn anew for every prefix, the same each time it is asked for.
    static func drawn(vocabulary V: Int, seed: UInt64) -> Rule {
        { sentence, prefix in
            var hash = seed &+ UInt64(sentence) &* 0x9E37_79B9_7F4A_7C15
            for token in prefix { hash = (hash ^ UInt64(token)) &* 0x0000_0100_0000_01B3 }
            var random = RandomSource(seed: hash)
            return normalized((0..<V).map { _ in 2 * random.normal() })
        }
    }

    static func normalized(_ logits: [Float]) -> [Float] {
        let logSum = log(logits.reduce(0) { $0 + exp($1) })
        return logits.map { $0 - logSum }
    }

    /// Probabilities of `</s>` and of tokens 4, 5, …; all others are 0.
    static func probabilities(end: Float, _ tokens: Float...) -> [Float] {
        ([0, 0, 0, end] + tokens).map { log($0) }
    }
}
