/// Looks for the most likely translations of sentences, several hypotheses side by side.
///
/// In each step every live hypothesis of a sentence proposes its next tokens, and the `beam` best
/// proposals are taken. Those that end in `</s>` are finished and are from then on compared by
/// score = log-probability / lp (`LengthPenalty`); the others live on. So a beam of 1 is greedy
/// search. Proposals of equal log-probability are taken lower token first, then lower parent.
///
/// **When a sentence stops.** As soon as `nbest` hypotheses are finished and the best live one
/// could not beat the worst of them even if all its further tokens were certain and it grew to
/// the length cap: log-probability / lp(cap) ≤ worst score. Log-probabilities only fall and lp
/// only grows, so what is returned is what running on to the cap would have returned. At the cap
/// live hypotheses are finished as they are; they come after all that ended by themselves,
/// because a model caught in a loop finds its loop very likely.
///
/// Decisions about a sentence depend on its own scores alone, so its translations are the same in
/// every batch.
package struct BeamSearch: Sendable {
    package let options: Options

    /// - Throws: `SearchError` if the options contradict each other or are out of range.
    package init(_ options: Options = Options()) throws(SearchError) {
        try options.validate()
        self.options = options
    }

    /// - Parameters:
    ///   - sentences: source tokens without special ones; an empty one has the empty translation
    ///   - scorer: knows the same sentences in the same order
    /// - Returns: the n best hypotheses of each sentence, best first.
    package func search(
        _ sentences: [[Int32]], with scorer: inout some StepScorer
    ) -> [[Hypothesis]] {
        var beams = Beams(sourceLengths: sentences.map(\.count), options: options)
        while !beams.live.isEmpty {
            let candidates = scorer.step(
                tokens: beams.live.tokens, parents: beams.live.parents, counts: beams.live.counts,
                width: Self.width(forBeam: options.beam))
            beams.extend(with: candidates)
        }
        return sentences.indices.map { sentence in
            sentences[sentence].isEmpty ? [.empty] : beams.hypotheses(ofSentence: sentence)
        }
    }

    /// Tokens to ask of each row so that `beam` are left when those that must not follow,
    /// `<pad>`, `<s>`, perhaps `<unk>` and for a time `</s>`, are taken out.
    private static func width(forBeam beam: Int) -> Int { beam + 4 }
}
