internal import Synchronization
package import Tensors
package import Transformer

extension BeamSearch {
    /// Searches for sentences on several cores, each taking the next as it has room.
    /// - Parameters:
    ///   - requests: sentences and what is asked of their translations
    ///   - weights: of `model`, for inference
    /// - Returns: the n best hypotheses of each sentence, best first; the same for any number of
    ///   workers.
    package func search(
        _ requests: [SearchRequest], model: EncoderDecoder, weights: PackedWeights,
        workers: Workers
    ) -> [[Hypothesis]] {
        search(requests, workers: workers) {
            scorer(model: model, tape: Tape(inference: weights))
        }
    }

    /// Searches for sentences on several cores.
    /// - Parameter makeScorer: called on each core
    package func search(
        _ requests: [SearchRequest], workers: Workers, makeScorer: @Sendable () -> some StepScorer
    ) -> [[Hypothesis]] {
        let shared = SharedQueue(requests, searches: workers.count)
        let found = workers.map { _ in
            var found: [(number: Int, hypotheses: [Hypothesis])] = []
            var queue = shared
            var scorer = makeScorer()
            search(&queue, with: &scorer) { found.append(($0, $1)) }
            return found
        }
        var results = [[Hypothesis]](repeating: [], count: requests.count)
        for (number, hypotheses) in found.joined() { results[number] = hypotheses }
        return results
    }

    /// A scorer that keeps what this search needs.
    /// - Parameter tape: one in inference
    package func scorer(model: EncoderDecoder, tape: Tape) -> TransformerScorer {
        TransformerScorer(
            model: model, tape: tape, keepsAttention: options.coveragePenalty > 0,
            shortlist: shortlist)
    }

    /// Searches for sentences of whose translations nothing is asked.
    package func search(
        _ sentences: [[Int32]], model: EncoderDecoder, weights: PackedWeights, workers: Workers
    ) -> [[Hypothesis]] {
        search(
            sentences.map { SearchRequest($0) }, model: model, weights: weights, workers: workers)
    }
}

/// Sentences that several searches take from, the longest first: so all end at about the same
/// time, and those searched for together are of like length.
private final class SharedQueue: SentenceQueue, Sendable {
    let expectedCount: Int?
    private let requests: [SearchRequest]
    private let order: [Int]
    private let position = Atomic(0)

    init(_ requests: [SearchRequest], searches: Int) {
        self.requests = requests
        expectedCount = (requests.count + searches - 1) / searches
        order = requests.indices.sorted {
            (requests[$1].tokens.count, $0) < (requests[$0].tokens.count, $1)
        }
    }

    func next(mayWait: Bool) -> (number: Int, request: SearchRequest)? {
        let place = position.wrappingAdd(1, ordering: .relaxed).oldValue
        guard place < order.count else { return nil }
        return (order[place], requests[order[place]])
    }
}
