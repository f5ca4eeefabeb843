import Testing

@testable import Tensors

@Suite struct ActivationTests {
    @Test("GELU at points of the paper's curve, and at both ends")
    func gelu() {
        let x: [Float] = [0, 1, -1, 3, -30, 30, -3e38, 3e38]
        let y = GELU.forward(Tensor(x, shape: Shape(8))).elements
        // x Φ(x) is 0.8413, −0.1587 and 2.9960.
        expectClose(
            Array(y[..<4]), [0, 0.841_191_99, -0.158_808_01, 2.996_362_7], relative: 2e-6)
        #expect(abs(y[4]) < 1e-6 && y[5] == 30 && abs(y[6]) < 10 && y[7] == 3e38)
        let dx = GELU.backward(
            Tensor(repeating: 1, shape: Shape(8)), x: Tensor(x, shape: Shape(8))
        ).elements
        expectClose([dx[0], dx[4], dx[5]], [0.5, 0, 1], relative: 1e-6, scale: 1)
        #expect(dx.isFinite)
    }

    @Test("SwiGLU gates the right half by the left, worked by hand")
    func swiglu() {
        // σ(0) = 1/2, σ(ln 3) = 3/4.
        let x = Tensor([0, 1.098_612_3, 7, 4, 50, -50, 2, 3], shape: Shape(2, 4))
        let y = SwiGLU.forward(x)
        #expect(y.shape == Shape(2, 2))
        expectClose(y.elements, [0, 3.295_836_9, 100, 0], relative: 1e-6, scale: 1)
    }
}
