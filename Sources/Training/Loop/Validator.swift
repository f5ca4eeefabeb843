internal import Engines
package import Evaluation
package import Search
package import Tensors
package import Text
package import Transformer

/// Scores a model on the development set while it trains: loss, and BLEU of greedy translations, and
/// what their probabilities say of them.
package struct Validator: Sendable {
    private let model: EncoderDecoder
    private let corpus: EncodedCorpus
    private let references: [String]
    /// The words of `references`.
    private let referenceWords: [[String]]
    private let slots: [SlotContents]
    private let subwords: SubwordModel
    private let metric: BLEU
    private let search: BeamSearch
    private let workers: Workers

    /// - Parameters:
    ///   - corpus: the development set
    ///   - references: its target side as text
    ///   - slots: the protected spans of its source side
    ///   - subwords: of the target language
    package init(
        _ model: EncoderDecoder, corpus: EncodedCorpus, references: [String],
        slots: [SlotContents], subwords: SubwordModel, metric: BLEU, workers: Workers
    ) throws(SearchError) {
        precondition(corpus.count == references.count && corpus.count > 0)
        precondition(corpus.count == slots.count)
        self.model = model
        self.corpus = corpus
        self.references = references
        referenceWords = references.map { subwords.encode($0).words.map(\.text) }
        self.slots = slots
        self.subwords = subwords
        self.metric = metric
        search = try BeamSearch(BeamSearch.Options(beam: 1))
        self.workers = workers
    }

    /// Sentences scored together.
    private static let batchSize = 64

    /// - Parameter shouldStop: asked before every batch, on any worker
    /// - Returns: nil when it was stopped
    package func score(
        _ weights: PackedWeights, shouldStop: @Sendable () -> Bool = { false }
    ) -> ValidationScore? {
        // Neighbours in length decode together, so that few wait for a long one.
        let order = (0..<corpus.count).sorted {
            (corpus.sourceLength($0), $0) < (corpus.sourceLength($1), $1)
        }
        let batches = stride(from: 0, to: order.count, by: Self.batchSize).map {
            Array(order[$0..<min($0 + Self.batchSize, order.count)])
        }
        let scores = workers.map(over: batches) { batch in
            shouldStop() ? nil : score(batch, weights)
        }
        var hypotheses = [String](repeating: "", count: corpus.count)
        var loss = 0.0
        var examples: [ConfidenceFit.Example] = []
        for (batch, score) in zip(batches, scores) {
            guard let score else { return nil }
            loss += score.loss
            examples += score.examples
            for (index, text) in zip(batch, score.translations) { hypotheses[index] = text }
        }
        let bleu = try? metric.score(hypotheses: hypotheses, references: [references])
        var validation = ValidationScore(
            loss: loss / Double(corpus.targetTokens), bleu: bleu?.value ?? 0,
            bleuSignature: bleu?.signature ?? "")
        validation.confidence = ConfidenceFit.curve(of: examples)
        return validation
    }

    private func score(
        _ batch: [Int], _ weights: PackedWeights
    ) -> (loss: Double, translations: [String], examples: [ConfidenceFit.Example]) {
        let tape = Tape(inference: weights)
        let pairs = batch.map { corpus[$0] }
        let loss = model.loss(
            of: PackedPairs(pairs, roundedTo: PackedMatrix.rowMultiple), smoothing: 0, scale: 1,
            on: tape)
        let sources = pairs.map(\.source)
        var scorer = TransformerScorer(model: model, tape: tape)
        let best = search.search(sources, with: &scorer)
        var translations: [String] = []
        var examples: [ConfidenceFit.Example] = []
        for (index, hypotheses) in zip(batch, best) {
            let decoded = subwords.decode(hypotheses.first?.tokens ?? [], slots: slots[index])
            translations.append(decoded.text)
            guard let hypothesis = hypotheses.first else { continue }
            examples.append(example(hypothesis, words: decoded.words.map(\.text), of: index))
        }
        return (Double(loss.value[0]), translations, examples)
    }

    private func example(
        _ hypothesis: Hypothesis, words: [String], of index: Int
    ) -> ConfidenceFit.Example {
        ConfidenceFit.Example(
            surprise: -Double(hypothesis.logProbability)
                / Double(hypothesis.tokenLogProbabilities.count),
            agreement: WordAgreement.share(words, referenceWords[index]))
    }
}
