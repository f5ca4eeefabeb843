import Testing

@testable import Tensors

@Suite struct LinearTests {
    @Test("an affine map and its ReLU, worked by hand")
    func byHand() {
        let x = Tensor([1, 2], shape: Shape(1, 2))
        let weight = Tensor([1, -1, 0, 2, 0, -3], shape: Shape(2, 3))
        let bias = Tensor([0.5, 0.5, 0.5], shape: Shape(3))
        let affine = Linear.forward(x, weight: weight, bias: bias)
        #expect(affine.elements == [5.5, -0.5, -5.5])
        let clipped = Linear.forward(x, weight: weight, bias: bias, relu: true)
        #expect(clipped.elements == [5.5, 0, 0])
        // y > 0 in the first column only.
        var gradients = Tensor.zeros(Shape(9))
        let dx = Linear.backward(
            Tensor([1, 1, 1], shape: Shape(1, 3)), x: x, y: clipped, weight: weight,
            into: &gradients, weightAt: 0, biasAt: 6)
        #expect(dx.elements == [1, 2])
        #expect(gradients.elements == [1, 0, 0, 2, 0, 0, 1, 0, 0])
    }

    @Test(
        "bf16 gradients are those of f32 to bf16's seven bits",
        .enabled(if: Matmul.hasFastBFloat16, "this processor does not multiply bf16"))
    func bfloat16Gradients() {
        let x = Tensor.random(64, 48, seed: 1)
        let weight = Tensor.random(48, 33, seed: 2)
        let dy = Tensor.random(64, 33, seed: 3)
        let results = [Precision.f32, .bf16].map { precision in
            var gradients = Tensor.zeros(Shape(48 * 33 + 33))
            let dx = Linear.backward(
                dy, x: x, y: nil, weight: weight, precision: precision, into: &gradients,
                weightAt: 0, biasAt: 48 * 33)
            return dx.elements + gradients.elements
        }
        // Each factor is off by up to 2⁻⁸ of itself, at random: a sum of 64 terms by 8 times that.
        expectClose(results[1], results[0].doubles, relative: 0x1p-8, scale: 8)
        let bias = 64 * 48 + 48 * 33
        #expect(results[1][bias...] == results[0][bias...], "sums are f32 in either precision")
    }

    /// Two maps with a ReLU between them, as in a feed-forward layer.
    @Test(
        "what lies between two bf16 products stays within bf16's bits of f32",
        .enabled(if: Matmul.hasFastBFloat16, "this processor does not multiply bf16"))
    func bfloat16BetweenProducts() {
        var layout = ParameterLayout()
        let inner = layout.add("inner", Shape(24, 40), .xavier(fanIn: 24, fanOut: 40))
        let bias = layout.add("bias", Shape(40), .zeros)
        let outer = layout.add("outer", Shape(40, 24), .xavier(fanIn: 40, fanOut: 24))
        var random = RandomSource(seed: 1)
        var weights = ParameterSet(layout, random: &random)
        // Columns that pass and columns that do not, none near 0 where a rounding would decide.
        weights[bias] = Tensor((0..<40).map { $0 % 3 == 0 ? -4 : 4 }, shape: Shape(40))
        let x = Tensor.random(64, 24, seed: 2)
        let results = [Precision.f32, .bf16].map { precision in
            let tape = Tape(
                ProductWeights(weights, precision: precision, workers: Workers(count: 2)),
                mode: .training(dropout: 0, random: random))
            let input = tape.input(x)
            let hidden = tape.linear(
                input, LinearParameters(weight: inner, bias: bias), relu: true)
            #expect(hidden.value.precision == precision)
            // Read by two products: their gradients meet.
            let y = tape.linear(hidden, LinearParameters(weight: outer, bias: nil))
            let again = tape.linear(hidden, LinearParameters(weight: outer, bias: nil))
            var gradients = ParameterSet(zeros: layout)
            let dx = tape.addGradients(
                of: tape.residualAdd(y, again), to: &gradients, wanting: [input])[0]
            return y.value.elements + (dx?.elements ?? []) + gradients.flat.elements
        }
        // Sums of up to 64 terms that were rounded up to three times, beside the largest of them.
        let largest = Double(results[0].map { abs($0) }.max() ?? 0)
        expectClose(results[1], results[0].doubles, relative: 0x1p-7, scale: largest)
    }
}
