package import Tensors
package import Transformer

/// Scores with a Transformer, which encodes the sentences once and keeps what it computed at
/// every step.
package struct TransformerScorer: StepScorer {
    private let model: EncoderDecoder
    private let tape: Tape
    private var cache: DecoderCache

    /// - Parameters:
    ///   - tape: one in inference
    ///   - sentences: those to search for, in the same order; empty ones included
    package init(model: EncoderDecoder, tape: Tape, sentences: PackedSentences) {
        self.model = model
        self.tape = tape
        cache = model.beginDecoding(sentences, on: tape)
    }

    package mutating func step(
        tokens: [Int32], parents: [Int32], counts: [Int], width: Int
    ) -> Candidates {
        let logits = model.step(
            tokens: tokens, parents: parents, counts: counts, cache: &cache, on: tape)
        let width = min(width, logits.dimensions2.1)
        let (logProbabilities, columns) = LogSoftmax.top(width, of: logits, rows: tokens.count)
        return Candidates(width: width, tokens: columns, logProbabilities: logProbabilities)
    }
}
