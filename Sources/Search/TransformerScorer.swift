package import Tensors
package import Transformer

/// Scores with a Transformer, which encodes a sentence once and keeps what it computed at every
/// step.
package struct TransformerScorer: StepScorer {
    private let model: EncoderDecoder
    private let tape: Tape
    private var cache: DecoderCache
    private let shortlist: Shortlist?
    /// Of each live sentence by its number; none for those that may have any token.
    private var choices: [Int: ColumnChoice] = [:]

    /// - Parameters:
    ///   - tape: one in inference
    ///   - keepsAttention: whether the last layer's attention is kept, for a coverage penalty
    ///   - shortlist: of which tokens translations are made; nil for any
    package init(
        model: EncoderDecoder, tape: Tape, keepsAttention: Bool = false,
        shortlist: Shortlist? = nil
    ) {
        self.model = model
        self.tape = tape
        self.shortlist = shortlist
        cache = model.beginDecoding(on: tape)
        if keepsAttention { cache.attentionLayer = model.configuration.decoderLayers - 1 }
    }

    package mutating func begin(_ requests: [SearchRequest]) -> [Int] {
        let numbers = model.begin(
            PackedSentences(requests.map(\.tokens)), cache: &cache, on: tape)
        guard let shortlist else { return numbers }
        for (number, request) in zip(numbers, requests) {
            choices[number] = shortlist.tokens(for: request).map {
                model.choose($0, share: shortlist.share, on: tape)
            }
        }
        return numbers
    }

    package mutating func step(_ rows: StepRows) -> StepLogits {
        guard !choices.isEmpty else { return StepLogits(allLogits(after: rows), rows: rows.count) }
        return model.step(
            rows, choices: rows.sentences.map { choices[$0] }, cache: &cache, on: tape)
    }

    /// A step without regard to a shortlist.
    /// - Returns: [rows ≥ hypotheses, target vocabulary]
    mutating func allLogits(after rows: StepRows) -> Tensor {
        model.step(rows, cache: &cache, on: tape)
    }

    package var sourceAttention: Tensor? { cache.sourceAttention }

    package mutating func end(_ sentence: Int) {
        choices[sentence] = nil
        cache.end(sentence)
    }
}

extension Shortlist {
    /// The tokens that a sentence's translations may have; nil for any, also when something is
    /// asked for that is not among those of the source.
    func tokens(for request: SearchRequest) -> [Int32]? {
        let asked = [request.prefix] + request.prefixEndings + request.terms.flatMap(\.alternatives)
        return tokens(for: request.tokens, requiring: asked.joined())
    }
}
