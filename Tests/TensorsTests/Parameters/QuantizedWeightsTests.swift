import Testing

@testable import Tensors

@Suite struct QuantizedMatrixTests {
    @Test(
        "every weight is off by half a scale at most",
        arguments: [QuantizedMatrix.Channel.row, .column])
    func error(channel: QuantizedMatrix.Channel) {
        let weight = Tensor.random(19, 33, seed: 1)
        let quantized = QuantizedMatrix(weight, by: channel)
        let (plain, back) = (weight.elements, quantized.dequantized.elements)
        for index in plain.indices {
            let scale = quantized.scales[channel == .row ? index / 33 : index % 33]
            // And a rounding of each of the two.
            #expect(abs(plain[index] - back[index]) <= scale * 0.50001)
        }
    }

    @Test("what is quantized stays the same when it is quantized again")
    func idempotent() {
        let once = QuantizedMatrix(.random(8, 40, seed: 2), by: .row)
        let twice = QuantizedMatrix(once.dequantized, by: .row)
        let bytes = [once, twice].map { $0.withBytes { Array($0) } }
        #expect(bytes[0] == bytes[1])
    }

    @Test(
        "a product is within the roundings of its factors", arguments: PackedMatrixTests.weights)
    func product(weight: (inner: Int, columns: Int)) {
        let (inner, columns) = weight
        let right = Tensor.random(inner, columns, seed: 1)
        let transposed = Tensor(
            (0..<columns * inner).map { right[$0 % inner * columns + $0 / inner] },
            shape: Shape(columns, inner))
        let bias = Tensor.random(columns, seed: 3)
        let matrices = [QuantizedMatrix(right, by: .column), .init(transposed, by: .row)]
            .map { PackedInt8Matrix($0) }
        for rows in [1, 8, 300] {
            let left = Tensor.random(rows, inner, seed: UInt64(rows))
            let expected = Matmul.product(left, right, bias: bias, relu: true).elements.doubles
            let results = matrices.map { $0.product(left, bias: bias, relu: true).elements }
            #expect(results[0] == results[1], "a factor and its transpose")
            // Factors up to 1, each off by up to 1/254: errors of both signs, which add up like
            // a random walk of `inner` steps of 0.003.
            expectClose(
                results[0], expected, relative: 0.02, scale: Double(inner).squareRoot(),
                "\(rows) rows")
        }
    }
}

@Suite struct QuantizedWeightsTests {
    /// Tied embeddings, an affine map, and a bias.
    private struct Model {
        let weights: ParameterSet
        let table: Parameter
        let map: LinearParameters
        let projection: LinearParameters
        let roles: MatrixRoles

        init() {
            var layout = ParameterLayout()
            table = layout.add("table", Shape(40, 24), .normal(deviation: 0.2))
            map = LinearParameters(
                weight: layout.add("map", Shape(24, 24), .normal(deviation: 0.2)),
                bias: layout.add("bias", Shape(24), .normal(deviation: 1)))
            projection = LinearParameters(weight: table, bias: nil, isTransposed: true)
            roles = MatrixRoles(
                products: [map.weight], transposedProducts: [table], tables: [table])
            var random = RandomSource(seed: 1)
            weights = ParameterSet(layout, random: &random)
        }

        func run(_ tape: Tape) -> Tensor {
            let x = tape.embedding(
                ids: [3, 39, 0, 7, 7, 1, 2, 4], positionOf: [0, 1, 2, 3, 4, 5, 6, 7],
                table: table, positions: .none, scale: 5)
            return tape.linear(tape.linear(x, map, relu: true), projection).value
        }
    }

    @Test("a tape over quantized weights gives what one over their floats gives, but for rounding")
    func sameResult() {
        let model = Model()
        let quantized = QuantizedWeights(model.weights, model.roles)
        let result = model.run(Tape(inference: PackedWeights(quantized, model.roles)))
        let expected = model.run(Tape(weights: quantized.dequantized, mode: .inference))
        #expect(result.shape == Shape(8, 40))
        // Of the rows alone: each product's left factor is off by up to 1/254 of its largest.
        expectClose(result.elements, expected.elements.doubles, relative: 0.01, scale: 5)
    }

    @Test("what is no matrix is kept as it is")
    func floats() {
        let model = Model()
        let quantized = QuantizedWeights(model.weights, model.roles)
        #expect(quantized.matrices.count == 2 && quantized.floats.count == 1)
        let bias = model.weights.layout.parameters[2]
        #expect(quantized.dequantized[bias].elements == model.weights[bias].elements)
    }
}
