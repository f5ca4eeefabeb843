import Testing

@testable import Tensors

@Suite struct AddNormTests {
    @Test("a row's norm, worked by hand")
    func byHand() {
        // The sum is 1, 3, 5, 7: mean 4, variance 5.
        let (y, saved) = AddNorm.forward(
            Tensor([1, 2, 3, 4], shape: Shape(1, 4)),
            adding: Tensor([0, 1, 2, 3], shape: Shape(1, 4)),
            gamma: Tensor([1, 1, 2, 0], shape: Shape(4)),
            beta: Tensor([0, 1, 0, 5], shape: Shape(4)), epsilon: 0)
        let root = 5.0.squareRoot()
        expectClose(y.elements, [-3 / root, 1 - 1 / root, 2 / root, 5], relative: 1e-6)
        #expect(saved.sum.elements == [1, 3, 5, 7])
        #expect(saved.mean.elements == [4])
    }

    @Test("rows have mean 0 and variance 1 when γ = 1 and β = 0", arguments: [7, 64, 1000])
    func standardized(D: Int) {
        var x = Tensor.random(5, D, seed: 1)
        ElementwiseKernel.scale(&x, by: 30)
        let y = AddNorm.forward(
            x, adding: nil, gamma: Tensor(repeating: 1, shape: Shape(D)), beta: .zeros(Shape(D))
        ).y
        for row in 0..<5 {
            let values = y.rows(row..<row + 1).elements.doubles
            #expect(abs(values.reduce(0, +)) < 1e-5 * Double(D))
            let variance = values.reduce(0) { $0 + $1 * $1 } / Double(D)
            #expect(abs(variance - 1) < 1e-4)
        }
    }

    @Test("a constant row becomes β and passes a finite gradient")
    func constantRow() {
        let beta = Tensor([1, 2, 3], shape: Shape(3))
        let gamma = Tensor(repeating: 1, shape: Shape(3))
        let (y, saved) = AddNorm.forward(
            Tensor(repeating: 1e4, shape: Shape(1, 3)), adding: nil, gamma: gamma, beta: beta)
        #expect(y.elements == [1, 2, 3])
        var gradients = Tensor.zeros(Shape(6))
        let (dx, df) = AddNorm.backward(
            Tensor([1, 0, 0], shape: Shape(1, 3)), gamma: gamma, saved: saved, withF: false,
            into: &gradients, gammaAt: 0, betaAt: 3)
        #expect(dx.elements.isFinite)
        #expect(df == nil)
    }
}
