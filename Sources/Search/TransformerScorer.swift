package import Tensors
package import Transformer

/// Scores with a Transformer, which encodes a sentence once and keeps what it computed at every
/// step.
package struct TransformerScorer: StepScorer {
    private let model: EncoderDecoder
    private let tape: Tape
    private var cache: DecoderCache

    /// - Parameter tape: one in inference
    package init(model: EncoderDecoder, tape: Tape) {
        self.model = model
        self.tape = tape
        cache = model.beginDecoding()
    }

    package mutating func begin(_ sentences: [[Int32]]) -> [Int] {
        model.begin(PackedSentences(sentences), cache: &cache, on: tape)
    }

    package mutating func step(_ rows: StepRows) -> Tensor {
        model.step(rows, cache: &cache, on: tape)
    }

    package mutating func end(_ sentence: Int) {
        cache.end(sentence)
    }
}
