import Foundation
import Tensors
import Transformer

/// From which tokens a sample's next is drawn, and how likely each is.
///
/// The model's probabilities to the power 1 / temperature, of the `topK` likeliest tokens (Fan et
/// al. 2018, arXiv:1805.04833), and of these of the fewest likeliest that have at least the share
/// `topP` (nucleus sampling, Holtzman et al. 2020, arXiv:1904.09751).
struct TokenDistribution {
    private let sampling: BeamSearch.Options.Sampling

    private typealias Entry = (token: Int32, weight: Float)

    init(_ sampling: BeamSearch.Options.Sampling) {
        self.sampling = sampling
    }

    /// - Parameters:
    ///   - likeliest: proposals of the row, those that are allowed alone
    ///   - row: in all scores
    ///   - isAllowed: of special tokens; others are unless the restriction is against them
    /// - Returns: nil when none may follow.
    func draw(
        likeliest: [Proposal], of scores: StepScores, row: Int, random: inout RandomSource,
        restriction: Restriction?, isAllowed: (Int32) -> Bool
    ) -> Int32? {
        guard let first = likeliest.first else { return nil }
        guard first.stepLogProbability > -.infinity else { return first.token }
        let place = random.unitInterval()
        if let topK = sampling.topK {
            return draw(listed(likeliest.prefix(topK)), at: place) ?? first.token
        }
        var weights = scores.weights(
            row, beside: first.token, temperature: sampling.temperature)
        if let only = restriction?.only {
            let kept = only.map { (Int($0), weights[Int($0)]) }
            weights = [Float](repeating: 0, count: weights.count)
            for (token, weight) in kept { weights[token] = weight }
        }
        for token in 0...SpecialToken.end where !isAllowed(token) { weights[Int(token)] = 0 }
        for token in restriction?.blocked ?? [] where token < weights.count {
            weights[Int(token)] = 0
        }
        if sampling.topP < 1 { return draw(nucleus(weights), at: place) ?? first.token }
        return index(at: place, in: weights).map(Int32.init) ?? first.token
    }

    private func listed(_ proposals: ArraySlice<Proposal>) -> [Entry] {
        let highest = proposals.first?.stepLogProbability ?? 0
        let entries = proposals.map { proposal in
            Entry(
                proposal.token,
                exp((proposal.stepLogProbability - highest) / sampling.temperature))
        }
        return sampling.topP < 1
            ? heaviest(entries, total: entries.reduce(0) { $0 + Double($1.weight) }) : entries
    }

    private func nucleus(_ weights: [Float]) -> [Entry] {
        let total = sum(weights)
        // All that are lighter than this have less than 1 − topP together.
        let bound = Float(Double(1 - sampling.topP) * total / Double(weights.count))
        let heavy = weights.indices.filter { weights[$0] > 0 && weights[$0] >= bound }
        let entries = heavy.map { Entry(Int32($0), weights[$0]) }.sorted {
            $0.weight == $1.weight ? $0.token < $1.token : $0.weight > $1.weight
        }
        return heaviest(entries, total: total)
    }

    /// The fewest that have the share `topP` of a total, of entries sorted by weight.
    private func heaviest(_ entries: [Entry], total: Double) -> [Entry] {
        var sum = 0.0
        let last = entries.firstIndex { entry in
            sum += Double(entry.weight)
            return sum >= Double(sampling.topP) * total
        }
        return Array(entries.prefix((last ?? entries.count - 1) + 1))
    }

    // MARK: The draw

    private func draw(_ entries: [Entry], at place: Double) -> Int32? {
        index(at: place, in: entries.map(\.weight)).map { entries[$0].token }
    }

    private func sum(_ weights: [Float]) -> Double {
        var sum = 0.0
        for weight in weights { sum += Double(weight) }
        return sum
    }

    /// The weight within which a place lies when all are laid end to end.
    /// - Parameter place: from [0, 1)
    /// - Returns: nil if the weights are no numbers.
    private func index(at place: Double, in weights: [Float]) -> Int? {
        let total = sum(weights)
        guard total.isFinite else { return nil }
        var rest = place * total
        for index in weights.indices where weights[index] > 0 {
            rest -= Double(weights[index])
            if rest < 0 { return index }
        }
        return weights.lastIndex { $0 > 0 }
    }
}
