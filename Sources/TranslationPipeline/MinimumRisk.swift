internal import Evaluation
internal import Search
internal import Text

/// Prefers, of several samples of a translation, those that have most in common with all others.
///
///     argmax_h 1/(N − 1) Σ_y chrF2(h, y)      y: the other samples
///
/// Minimum Bayes risk with the other samples for references: Eikema & Aziz 2020, §4
/// (arXiv:2005.10283); chrF for its utility. A likely translation that is like no other loses
/// against one that says what most say.
enum MinimumRisk {
    /// - Returns: numbers of texts, best first; of those alike the first alone, and of equals the
    ///   earlier first.
    static func ranking(_ texts: [String]) -> [Int] {
        var places: [[UInt8]: Int] = [:]
        var firsts: [Int] = []
        var counts: [Double] = []
        for (number, text) in texts.enumerated() {
            let bytes = Array(text.utf8)
            if let place = places[bytes] {
                counts[place] += 1
            } else {
                places[bytes] = firsts.count
                firsts.append(number)
                counts.append(1)
            }
        }
        let utilities = utilities(MutualChrF(firsts.map { texts[$0] }), counts)
        // Sorting keeps the order of equals.
        return firsts.indices.sorted { utilities[$0] > utilities[$1] }.map { firsts[$0] }
    }

    /// Of each distinct text, N − 1 times what it is worth.
    /// - Parameter counts: how often each is there
    private static func utilities(_ chrF: MutualChrF, _ counts: [Double]) -> [Double] {
        var utilities = counts.indices.map { chrF.scores($0, $0).ofOne * (counts[$0] - 1) }
        for one in counts.indices {
            for other in (one + 1)..<counts.count {
                let scores = chrF.scores(one, other)
                utilities[one] += scores.ofOne * counts[other]
                utilities[other] += scores.ofOther * counts[one]
            }
        }
        return utilities
    }
}

extension Translator {
    /// The hypotheses of a part that may be shown, best first.
    func preferred(
        _ hypotheses: [Hypothesis], ofPart part: Int, in line: PlannedLine
    ) -> [Hypothesis] {
        guard options.riskSamples != nil else { return hypotheses }
        let texts = hypotheses.map {
            decode($0.tokens, line.plan.parts[part].source.slots, line.parts[part]).text
        }
        return MinimumRisk.ranking(texts).prefix(options.alternatives).map { hypotheses[$0] }
    }
}
