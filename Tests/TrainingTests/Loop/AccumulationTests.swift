import Tensors
import Testing
import Transformer

@testable import Training

/// Gradients of pieces and of double draws, on however many workers.
@Suite struct AccumulationTests {
    private let model = EncoderDecoder(
        Configuration(
            modelDimension: 16, feedForwardDimension: 32, heads: 2, encoderLayers: 1,
            decoderLayers: 1, sourceVocabulary: 20, targetVocabulary: 20, dropout: 0.3))
    private let weights: ParameterSet
    private let pairs: [GradientWorkers.Pair]

    init() {
        var random = RandomSource(seed: 3)
        weights = ParameterSet(model.layout, random: &random)
        func ids() -> [Int32] {
            (0..<Int.random(in: 1...9, using: &random)).map { _ in
                Int32.random(in: 4..<20, using: &random)
            }
        }
        pairs = (0..<11).map { _ in (source: ids(), target: ids()) }
    }

    private func compute(
        workers: Int, rDrop: Float = 0, pieces: [Range<Int>]? = nil
    ) -> (result: GradientWorkers.Result, gradient: [Float]) {
        let gradients = GradientWorkers(
            model, workers: Workers(count: workers), precision: .f32, smoothing: 0.1,
            rDrop: rDrop)
        let result = gradients.compute(
            pairs, pieces: pieces, weights: weights, random: RandomSource(seed: 5))
        return (result, gradients.gradient.flat.elements)
    }

    private func expectSame(
        _ one: (result: GradientWorkers.Result, gradient: [Float]),
        _ other: (result: GradientWorkers.Result, gradient: [Float]),
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let largest = one.gradient.map(abs).max() ?? 0
        let difference = zip(one.gradient, other.gradient).map { abs($0 - $1) }.max() ?? 0
        #expect(difference <= 1e-5 * largest, sourceLocation: sourceLocation)
        #expect(abs(one.result.loss - other.result.loss) < 1e-5, sourceLocation: sourceLocation)
        #expect(
            one.result.targetTokens == other.result.targetTokens, sourceLocation: sourceLocation)
    }

    @Test("pieces add up to the whole batch, with the same draws of dropout", arguments: [0, 2])
    func pieces(rDrop: Float) {
        let whole = compute(workers: 1, rDrop: rDrop)
        for workers in 1...3 {
            for pieces in [[0..<4, 4..<8, 8..<11], [0..<1, 1..<11], [0..<11]] {
                expectSame(whole, compute(workers: workers, rDrop: rDrop, pieces: pieces))
            }
        }
    }

    @Test("R-Drop's two draws differ, and cost what they diverge")
    func divergence() {
        let (weak, strong) = (compute(workers: 1, rDrop: 1e-6), compute(workers: 1, rDrop: 5))
        #expect(strong.result.loss > weak.result.loss + 1e-3)
        #expect(strong.gradient != weak.gradient)
        // Almost without weight it is the mean of two losses like the plain one.
        let plain = compute(workers: 1)
        #expect(abs(weak.result.loss - plain.result.loss) < 0.2)
        #expect(weak.gradient != plain.gradient)
    }
}
