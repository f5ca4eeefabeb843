package import Tensors
package import Transformer

/// Scores with several Transformers of one vocabulary: what may follow is as likely as they find
/// it on average.
///
///     p(y | x) = (1/N) Σ_n p_n(y | x)
///
/// The mean of the probabilities, as fairseq and Sockeye (Hieber et al. 2017, arXiv:1712.05690)
/// take it, and not of their logarithms, as Marian does: so what most models hold likely is not
/// lost because one does not know it. Costs the time and the memory of all together.
package struct EnsembleScorer: StepScorer {
    private var first: TransformerScorer
    private var others: [TransformerScorer]

    /// - Parameters:
    ///   - first: gives `sourceAttention`
    ///   - others: with its vocabularies, in any size; none for `first` alone
    package init(_ first: TransformerScorer, _ others: [TransformerScorer] = []) {
        self.first = first
        self.others = others
    }

    package mutating func begin(_ requests: [SearchRequest]) -> [Int] {
        let numbers = first.begin(requests)
        for index in others.indices {
            let own = others[index].begin(requests)
            precondition(own == numbers, "sentences \(own) of one model, \(numbers) of another")
        }
        return numbers
    }

    package mutating func step(_ rows: StepRows) -> StepLogits {
        guard !others.isEmpty else { return first.step(rows) }
        var mean = ProbabilityMean(first.allLogits(after: rows), rows: rows.count)
        for index in others.indices { mean.add(others[index].allLogits(after: rows)) }
        return StepLogits(mean.logits, rows: rows.count)
    }

    package var sourceAttention: Tensor? { first.sourceAttention }

    package mutating func end(_ sentence: Int) {
        first.end(sentence)
        for index in others.indices { others[index].end(sentence) }
    }
}
