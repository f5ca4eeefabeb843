import Testing

@testable import Tensors

@Suite struct PackedWeightsTests {
    @Test("a tape over packed weights gives what one over plain weights gives")
    func sameResult() {
        var layout = ParameterLayout()
        let plain = LinearParameters(
            weight: layout.add("plain", Shape(24, 17), .normal(deviation: 1)),
            bias: layout.add("bias", Shape(17), .normal(deviation: 1)))
        let tied = LinearParameters(
            weight: layout.add("tied", Shape(40, 17), .normal(deviation: 1)), bias: nil,
            isTransposed: true)
        var random = RandomSource(seed: 1)
        let weights = ParameterSet(layout, random: &random)
        let packed = PackedWeights(
            weights, MatrixRoles(products: [plain.weight], transposedProducts: [tied.weight]))
        let x = Tensor.random(16, 24, seed: 2)

        let results = [Tape(inference: packed), Tape(weights: weights, mode: .inference)].map {
            $0.linear($0.linear($0.constant(x), plain, relu: true), tied).value
        }
        #expect(results[0].shape == Shape(16, 40))
        expectClose(
            results[0].elements, results[1].elements.doubles, relative: 4e-6, scale: 10)
    }
}
