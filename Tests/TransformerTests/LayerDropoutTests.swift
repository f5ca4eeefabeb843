import Tensors
import Testing

@testable import Transformer

/// Whole layers left out of a training step (LayerDrop).
@Suite struct LayerDropoutTests {
    private let sample: SampleModel
    private let pairs: [(source: [Int32], target: [Int32])] = [([5, 6, 7], [8, 9]), ([10], [11])]

    init() {
        useOneThread()
        sample = SampleModel(layers: 6, variant: .layerDropout)
    }

    @Test("a layer that is left out has no gradient, and every other has one")
    func layersAreLeftOut() {
        var leftOut = 0
        for seed in 0..<8 {
            let gradients = gradients(of: pairs, seed: UInt64(seed))
            for side in ["encoder", "decoder"] {
                for index in 0..<6 {
                    let flat = sample.model.layout.parameters
                        .filter { $0.name.hasPrefix("\(side).layers.\(index).") }
                        .map { gradients[$0].elements.contains { $0 != 0 } }
                    #expect(Set(flat).count == 1, "a layer is there or not, as a whole")
                    if flat[0] == false { leftOut += 1 }
                }
            }
        }
        // 96 draws with probability 1/2, within 4 deviations.
        #expect((28...68).contains(leftOut))
    }

    @Test("all shards of a batch leave out the same layers")
    func sameOnAllWorkers() {
        let whole = gradients(of: pairs, seed: 3).flat.elements
        let parts = pairs.map { gradients(of: [$0], seed: 3).flat.elements }
        expectClose(zip(parts[0], parts[1]).map(+), whole, within: 1e-5, "gradients")
    }

    @Test("inference has all layers")
    func inference() {
        let all = SampleModel(layers: 6)
        let batch = PackedPairs(pairs, roundedTo: 8)
        let tape = Tape(weights: sample.weights, mode: .inference)
        #expect(
            sample.logits(of: batch, on: tape).elements
                == all.logits(of: batch, on: tape).elements)
    }

    private func gradients(
        of pairs: [(source: [Int32], target: [Int32])], seed: UInt64
    ) -> ParameterSet {
        let tape = Tape(
            weights: sample.weights,
            mode: .training(dropout: 0, random: RandomSource(seed: seed)))
        let loss = sample.model.loss(
            of: PackedPairs(pairs, roundedTo: 8), smoothing: 0, scale: 1, on: tape)
        var gradients = ParameterSet(zeros: sample.model.layout)
        tape.addGradients(of: loss, to: &gradients)
        return gradients
    }
}
