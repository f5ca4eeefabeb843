package import Transformer

/// Looks for translations of sentences, several hypotheses side by side.
///
/// **Which are found.** The most likely ones (`Beam`), by choice in groups that keep apart
/// (`DiverseBeam`), or with terms that a sentence requires (`ConstrainedBeam`); or they are drawn
/// (`Sampler`).
///
/// In each step every live hypothesis of a sentence proposes its next tokens, and the `beam` best
/// proposals are taken. Those that end in `</s>` are finished and are from then on compared by
/// score = log-probability / lp (`LengthPenalty`); the others live on. So a beam of 1 is greedy
/// search. Proposals of equal log-probability are taken lower token first, then lower parent.
///
/// **When a sentence stops.** With `Stopping.exact`, as soon as `nbest` hypotheses are finished and
/// the best live one could not beat the worst of them even if all its further tokens were certain
/// and it grew to the length cap: log-probability / lp(cap) ≤ worst score. Log-probabilities only
/// fall and lp only grows, so what is returned is what running on to the cap would have returned.
/// With `Stopping.beamEnded`, as soon as `beam` hypotheses are finished. At the cap live
/// hypotheses are finished as they are; they come after all that ended by themselves, because a
/// model caught in a loop finds its loop very likely.
///
/// **Who is in the batch.** Each sentence is at its own position. As soon as some are finished they
/// leave, and waiting ones take their place. Decisions about a sentence depend on its own scores
/// alone, so its translations are the same in every batch.
package struct BeamSearch: Sendable {
    package let options: Options
    /// Of which tokens a sentence's translations are made; nil for any.
    ///
    /// A sentence of which it knows too little has any (`Shortlist.tokens`), and is translated as
    /// without it.
    package var shortlist: Shortlist?

    /// - Throws: `SearchError` if the options contradict each other or are out of range.
    package init(_ options: Options = Options()) throws(SearchError) {
        try options.validate()
        self.options = options
    }

    /// - Parameter requests: sentences and what is asked of their translations
    /// - Returns: the n best hypotheses of each sentence, best first.
    package func search(
        _ requests: [SearchRequest], with scorer: inout some StepScorer
    ) -> [[Hypothesis]] {
        var results = [[Hypothesis]](repeating: [], count: requests.count)
        var queue = ArrayQueue(requests)
        search(&queue, with: &scorer) { results[$0] = $1 }
        return results
    }

    /// Searches for sentences of whose translations nothing is asked.
    package func search(
        _ sentences: [[Int32]], with scorer: inout some StepScorer
    ) -> [[Hypothesis]] {
        search(sentences.map { SearchRequest($0) }, with: &scorer)
    }

    /// Searches for every sentence of a queue.
    /// - Parameters:
    ///   - settled: is given a sentence's number and the tokens that its best hypothesis will begin
    ///     with for certain, whenever these are more than before; costs a look at all hypotheses
    ///     in each step
    ///   - found: is given a sentence's number and its n best hypotheses, best first, as soon as
    ///     they are known
    package func search(
        _ queue: inout some SentenceQueue, with scorer: inout some StepScorer,
        settled: ((_ number: Int, _ tokens: [Int32]) -> Void)? = nil,
        found: (_ number: Int, _ hypotheses: [Hypothesis]) -> Void
    ) {
        var batch = SearchBatch(options: options, expectedCount: queue.expectedCount)
        while true {
            batch.admit(from: &queue, scorer: &scorer, found: found)
            guard !batch.isEmpty, !queue.isCancelled else { return }
            batch.step(scorer: &scorer, settled: settled, found: found)
        }
    }
}
