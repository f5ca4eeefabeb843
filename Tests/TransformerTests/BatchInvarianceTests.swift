import Tensors
import Testing

@testable import Transformer

/// A sentence's translation does not depend on what is translated with it.
@Suite struct BatchInvarianceTests {
    /// Sizes of models in use: the sum over the widest inner axis takes oneDNN several blocks.
    private static let small = SampleModel(
        modelDimension: 256, feedForwardDimension: 1024, heads: 4, layers: 1, vocabulary: 1000)
    private static let tiny = SampleModel()

    init() { useOneThread() }

    @Test(
        "logits alone and among others are the same bytes", arguments: [tiny, small],
        WeightType.allCases.filter { $0 != .bf16 || Matmul.hasFastBFloat16 })
    func logitsAreTheSameBytes(sample: SampleModel, type: WeightType) {
        let tape = Tape(inference: sample.packed(as: type))
        var random = RandomSource(seed: 3)
        let sentences = [3, 14, 1, 7, 0, 30, 8, 5, 2, 11, 19].map {
            random.words($0, vocabulary: sample.vocabulary)
        }
        let alone = sentences.map { Self.decode([$0], with: sample, on: tape)[0] }
        var order = Array(sentences.indices)
        for _ in 0..<3 {
            let together = Self.decode(order.map { sentences[$0] }, with: sample, on: tape)
            for (position, sentence) in order.enumerated() {
                #expect(
                    together[position] == alone[sentence],
                    "sentence \(sentence) at position \(position)")
            }
            for i in order.indices { order.swapAt(i, random.index(below: order.count)) }
        }
    }

    @Test("so they are in every variant", arguments: SampleModel.Variant.allCases)
    func variants(variant: SampleModel.Variant) {
        let sample = SampleModel(variant: variant)
        let tape = Tape(inference: sample.model.pack(sample.weights))
        var random = RandomSource(seed: 3)
        let sentences = [3, 14, 0, 21].map { random.words($0, vocabulary: sample.vocabulary) }
        let together = Self.decode(sentences, with: sample, on: tape)
        for (sentence, bits) in zip(sentences, together) {
            #expect(bits == Self.decode([sentence], with: sample, on: tape)[0])
        }
    }

    /// The bits of all logits of a few steps with one to three hypotheses, by sentence.
    private static func decode(
        _ sentences: [[Int32]], with sample: SampleModel, on tape: Tape
    ) -> [[UInt32]] {
        var cache = sample.model.beginDecoding(on: tape)
        let numbers = sample.model.begin(PackedSentences(sentences), cache: &cache, on: tape)
        var bits = [[UInt32]](repeating: [], count: sentences.count)
        var before = 0
        for (step, width) in [1, 3, 2, 3].enumerated() {
            let rowCount = sentences.count * width
            var rows = StepRows()
            // A sentence's hypotheses change places, and the last one's parent is the first.
            rows.parents = (0..<rowCount).map { row in
                step == 0
                    ? -1 : Int32(row / width * before + (width - 1 - row % width) % before)
            }
            rows.tokens = (0..<rowCount).map { row in
                step == 0 ? SpecialToken.begin : Int32(4 + step * 3 + row % width)
            }
            rows.sentences = numbers
            rows.counts = sentences.map { _ in width }
            let logits = sample.model.step(rows, cache: &cache, on: tape)
            for sentence in sentences.indices {
                let own = logits.rows(sentence * width..<(sentence + 1) * width)
                bits[sentence] += own.elements.map(\.bitPattern)
            }
            before = width
        }
        return bits
    }
}
