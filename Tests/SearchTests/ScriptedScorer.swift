import Foundation
import Tensors
import Transformer

@testable import Search

/// A model by rule: the log-probabilities of all tokens after a prefix.
struct ScriptedScorer: StepScorer {
    typealias Rule = (_ sentence: Int, _ prefix: [Int32]) -> [Float]

    let rule: Rule
    private var prefixes: [[Int32]] = []
    /// What each step was asked for.
    private(set) var steps: [[Int]] = []

    init(_ rule: @escaping Rule) {
        self.rule = rule
    }

    mutating func step(
        tokens: [Int32], parents: [Int32], counts: [Int], width: Int
    ) -> Candidates {
        prefixes =
            steps.isEmpty
            ? tokens.map { _ in [] }
            : zip(tokens, parents).map { prefixes[Int($1)] + [$0] }
        steps.append(counts)
        var best: (tokens: [Int32], logProbabilities: [Float]) = ([], [])
        let sentences = counts.indices.flatMap { Array(repeating: $0, count: counts[$0]) }
        var width = width
        for (sentence, prefix) in zip(sentences, prefixes) {
            let row = rule(sentence, prefix)
            width = min(width, row.count)
            let order = row.indices.sorted {
                row[$0] == row[$1] ? $0 < $1 : row[$0] > row[$1]
            }.prefix(width)
            best.tokens += order.map { Int32($0) }
            best.logProbabilities += order.map { row[$0] }
        }
        return Candidates(
            width: width, tokens: best.tokens, logProbabilities: best.logProbabilities)
    }
}

extension ScriptedScorer {
    /// Log-probabilities drawn anew for every prefix, the same each time it is asked for.
    static func drawn(vocabulary V: Int, seed: UInt64) -> Rule {
        { sentence, prefix in
            var hash = seed &+ UInt64(sentence) &* 0x9E37_79B9_7F4A_7C15
            for token in prefix { hash = (hash ^ UInt64(token)) &* 0x0000_0100_0000_01B3 }
            var random = RandomSource(seed: hash)
            let logits = (0..<V).map { _ in 2 * random.normal() }
            let logSum = log(logits.reduce(0) { $0 + exp($1) })
            return logits.map { $0 - logSum }
        }
    }

    /// Probabilities of `</s>` and of tokens 4, 5, …; all others are 0.
    static func probabilities(end: Float, _ tokens: Float...) -> [Float] {
        ([0, 0, 0, end] + tokens).map { log($0) }
    }
}
