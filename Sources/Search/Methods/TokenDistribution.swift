import Foundation
import Tensors

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
    ///   - isAllowed: of any token
    /// - Returns: nil when none may follow.
    func draw(
        likeliest: [Proposal], of scores: StepScores, row: Int, random: inout RandomSource,
        isAllowed: (Int32) -> Bool
    ) -> Int32? {
        guard let first = likeliest.first else { return nil }
        guard first.stepLogProbability > -.infinity else { return first.token }
        var entries: [Entry]
        if let topK = sampling.topK {
            entries = likeliest.prefix(topK).map { proposal in
                let beside = proposal.stepLogProbability - first.stepLogProbability
                return (proposal.token, exp(beside / sampling.temperature))
            }
        } else {
            entries = scores.weights(
                row, beside: first.token, temperature: sampling.temperature
            ).enumerated().map { (Int32($0), $1) }.filter { isAllowed($0.token) }
        }
        if sampling.topP < 1 { entries = nucleus(entries) }
        return draw(from: entries, random.unitInterval()) ?? first.token
    }

    /// The fewest of the heaviest that have the share `topP`; of equals those with lower tokens.
    private func nucleus(_ entries: [Entry]) -> [Entry] {
        let total = entries.reduce(0) { $0 + Double($1.weight) }
        // All that are lighter than this have less than 1 − topP together.
        let bound = Double(1 - sampling.topP) * total / Double(entries.count)
        let heavy = entries.filter { Double($0.weight) >= bound }.sorted {
            $0.weight == $1.weight ? $0.token < $1.token : $0.weight > $1.weight
        }
        var sum = 0.0
        let last = heavy.firstIndex { entry in
            sum += Double(entry.weight)
            return sum >= Double(sampling.topP) * total
        }
        return Array(heavy.prefix((last ?? heavy.count - 1) + 1))
    }

    /// - Parameter place: from [0, 1), in the sum of weights
    /// - Returns: nil if that is no number.
    private func draw(from entries: [Entry], _ place: Double) -> Int32? {
        let total = entries.reduce(0) { $0 + Double($1.weight) }
        var rest = place * total
        for entry in entries where entry.weight > 0 {
            rest -= Double(entry.weight)
            if rest < 0 { return entry.token }
        }
        return total.isFinite ? entries.last { $0.weight > 0 }?.token : nil
    }
}
