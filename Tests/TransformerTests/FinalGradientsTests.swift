import Tensors
import Testing

@testable import Transformer

/// What the tape calls final may be on its way to other machines: nothing may touch it any more.
@Suite struct FinalGradientsTests {
    @Test("a gradient does not change once it is final", arguments: Configuration.Tying.allCases)
    func finalStaysFinal(tying: Configuration.Tying) throws {
        for normalization in Configuration.Normalization.allCases {
            let sample = SampleModel(normalization: normalization, tying: tying)
            var gradients = ParameterSet(zeros: sample.model.layout)
            let count = sample.model.layout.count
            let floats = SharedFloats(&gradients)
            var final: [(offset: Int, gradients: [Float])] = []
            let tape = Tape(
                weights: sample.weights,
                mode: .training(dropout: 0.1, random: RandomSource(seed: 1)))
            let loss = sample.model.loss(of: batch(sample), smoothing: 0.1, scale: 1, on: tape)
            tape.addGradients(of: loss, to: &gradients) { offset in
                let offset = min(offset, count)
                final.append((offset, Array(floats.buffer(offset..<count))))
            }
            // Layer by layer: a mark that stays at the end would be right, and of no use.
            #expect(final.count >= 2 * sample.model.configuration.encoderLayers)
            for (offset, before) in final {
                #expect(Array(floats.buffer(offset..<count)) == before, "from \(offset)")
            }
            #expect(final.last?.offset == 0)
            withExtendedLifetime(gradients) {}
        }
    }

    private func batch(_ sample: SampleModel) -> PackedPairs {
        var random = RandomSource(seed: 3)
        let V = sample.vocabulary
        return PackedPairs(
            [5, 1, 7].map { length in
                (
                    source: random.words(length, vocabulary: V),
                    target: random.words(length + 1, vocabulary: V)
                )
            }, roundedTo: 1)
    }
}
