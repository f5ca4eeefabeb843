import Tensors
import Testing
import Transformer

@testable import Training

/// How many workers share a batch changes the rounding of sums, and nothing else.
@Suite struct WorkerCountTests {
    private let model = EncoderDecoder(
        Configuration(
            modelDimension: 16, feedForwardDimension: 32, heads: 2, encoderLayers: 2,
            decoderLayers: 2, sourceVocabulary: 20, targetVocabulary: 20, dropout: 0.3))

    @Test("after 20 steps with dropout the weights are the same but for rounding")
    func sameWeights() {
        let batches = batches(20)
        let weights = [1, 2, 3].map { trained(on: batches, workers: $0) }
        let largest = weights[0].map(abs).max() ?? 0
        for other in weights.dropFirst() {
            let difference = zip(other, weights[0]).map { abs($0 - $1) }.max() ?? 0
            #expect(difference <= 1e-5 * largest)
        }
    }

    /// By plain descent: Adam would divide a gradient that is 0 but for rounding by its own size.
    private func trained(
        on batches: [[(source: [Int32], target: [Int32])]], workers: Int
    ) -> [Float] {
        var random = RandomSource(seed: 3)
        var weights = ParameterSet(model.layout, random: &random)
        let gradients = GradientWorkers(
            model, workers: Workers(count: workers), precision: .f32, smoothing: 0.1)
        for batch in batches {
            _ = gradients.compute(batch, weights: weights, random: random.split())
            let descended = zip(weights.flat.elements, gradients.gradient.flat.elements)
                .map { $0 - 0.1 * $1 }
            weights = ParameterSet(
                model.layout, flat: Tensor(descended, shape: weights.flat.shape))
        }
        return weights.flat.elements
    }

    /// Random pairs of 1 to 9 tokens a side, 10 a batch.
    private func batches(_ count: Int) -> [[(source: [Int32], target: [Int32])]] {
        var random = RandomSource(seed: 8)
        func ids() -> [Int32] {
            (0..<Int.random(in: 1...9, using: &random)).map { _ in
                Int32.random(in: 4..<20, using: &random)
            }
        }
        return (0..<count).map { _ in (0..<10).map { _ in (source: ids(), target: ids()) } }
    }
}
