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
}
