package import Tensors
package import Transformer

/// Scores with a Transformer, which encodes a sentence once and keeps what it computed at every
/// step.
package struct TransformerScorer: StepScorer {
    private let model: EncoderDecoder
    private let tape: Tape
    private var cache: DecoderCache

    /// - Parameters:
    ///   - tape: one in inference
    ///   - keepsAttention: whether the last layer's attention is kept, for a coverage penalty
    package init(model: EncoderDecoder, tape: Tape, keepsAttention: Bool = false) {
        self.model = model
        self.tape = tape
        cache = model.beginDecoding(on: tape)
        if keepsAttention { cache.attentionLayer = model.configuration.decoderLayers - 1 }
    }

    package mutating func begin(_ sentences: [[Int32]]) -> [Int] {
        model.begin(PackedSentences(sentences), cache: &cache, on: tape)
    }

    package mutating func step(_ rows: StepRows) -> Tensor {
        model.step(rows, cache: &cache, on: tape)
    }

    package var sourceAttention: Tensor? { cache.sourceAttention }

    package mutating func end(_ sentence: Int) {
        cache.end(sentence)
    }
}
