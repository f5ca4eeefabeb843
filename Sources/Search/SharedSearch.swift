internal import Synchronization
package import Tensors
package import Transformer

extension BeamSearch {
    /// Searches for sentences on several cores, each taking the next as it has room.
    /// - Parameters:
    ///   - sentences: source tokens without special ones; an empty one has the empty translation
    ///   - weights: of `model`, for inference
    /// - Returns: the n best hypotheses of each sentence, best first; the same for any number of
    ///   workers.
    package func search(
        _ sentences: [[Int32]], model: EncoderDecoder, weights: PackedWeights, workers: Workers
    ) -> [[Hypothesis]] {
        let shared = SharedQueue(sentences)
        let found = workers.map { _ in
            var found: [(number: Int, hypotheses: [Hypothesis])] = []
            var queue = shared
            var scorer = TransformerScorer(model: model, tape: Tape(inference: weights))
            search(&queue, with: &scorer) { found.append(($0, $1)) }
            return found
        }
        var results = [[Hypothesis]](repeating: [], count: sentences.count)
        for (number, hypotheses) in found.joined() { results[number] = hypotheses }
        return results
    }
}

/// Sentences that several searches take from, the longest first: so all end at about the same
/// time, and those searched for together are of like length.
private final class SharedQueue: SentenceQueue, Sendable {
    private let sentences: [[Int32]]
    private let order: [Int]
    private let position = Atomic(0)

    init(_ sentences: [[Int32]]) {
        self.sentences = sentences
        order = sentences.indices.sorted {
            (sentences[$1].count, $0) < (sentences[$0].count, $1)
        }
    }

    func next(mayWait: Bool) -> (number: Int, tokens: [Int32])? {
        let place = position.wrappingAdd(1, ordering: .relaxed).oldValue
        guard place < order.count else { return nil }
        return (order[place], sentences[order[place]])
    }
}
