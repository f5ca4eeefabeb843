import Tensors
import Transformer

/// Draws translations token by token from what the model thinks may follow.
///
/// From which tokens, `TokenDistribution` says. Log-probabilities and scores are the model's own,
/// not those of the draw.
///
/// A draw hangs on the seed, the source sentence, the sample's number and the position, and on
/// nothing else: so samples are the same in every batch, and those of `nbest` 5 are among those of
/// `nbest` 10. They may be alike.
struct Sampler: UndividedSearch {
    private(set) var grown: GrowingHypotheses
    private let distribution: TokenDistribution
    /// Of the seed and the source sentence.
    private let key: UInt64
    /// The number of each live hypothesis' sample; nil while all are one.
    private var samples: [Int]?

    init(_ request: SearchRequest, rules: SearchRules, sampling: BeamSearch.Options.Sampling) {
        let count = rules.options.nbest
        grown = GrowingHypotheses(request, rules: rules, width: count, nbest: count)
        distribution = TokenDistribution(sampling)
        key = request.tokens.reduce(sampling.seed) { key, token in
            Self.mixed(key, UInt64(UInt32(bitPattern: token)))
        }
    }

    private static func mixed(_ key: UInt64, _ number: UInt64) -> UInt64 {
        var source = RandomSource(seed: key)
        return source.next() ^ number
    }

    mutating func extend(with scores: inout StepScores, firstRow: Int) {
        grown.beginStep(scores, firstRow: firstRow)
        if let token = grown.forcedToken {
            grown.takeForced(token, scores, firstRow: firstRow)
        } else {
            let samples = self.samples ?? Array(0..<grown.width)
            var living: [Int] = []
            for (index, sample) in samples.enumerated() {
                // At first all samples are one hypothesis.
                let row = self.samples == nil ? 0 : index
                if extend(sample, row: row, with: &scores, firstRow: firstRow) {
                    living.append(sample)
                }
            }
            self.samples = living
        }
        grown.endStep()
    }

    /// - Returns: whether the sample lives on.
    private mutating func extend(
        _ sample: Int, row: Int, with scores: inout StepScores, firstRow: Int
    ) -> Bool {
        let restriction = grown.restriction(ofRow: row)
        if let restriction { scores.restrict(firstRow + row, to: restriction) }
        let likeliest = grown.proposals(row: row, scores, firstRow: firstRow)
        var random = RandomSource(
            seed: Self.mixed(Self.mixed(key, UInt64(sample)), UInt64(grown.length)))
        let drawn = distribution.draw(
            likeliest: likeliest, of: scores, row: firstRow + row, random: &random
        ) { grown.isAllowed($0) && restriction?.permits($0) != false }
        guard let drawn else {
            grown.cutOff(row: row)
            return false
        }
        return grown.take(
            grown.proposal(
                row: row, token: drawn,
                stepLogProbability: scores.logProbability(of: drawn, row: firstRow + row)))
    }
}
