import Testing

@testable import Tensors

@Suite struct AddRMSNormTests {
    @Test("a row's norm, worked by hand")
    func byHand() {
        // The sum is 1, 3, 5, 7: mean square 21.
        let (y, saved) = AddRMSNorm.forward(
            Tensor([1, 2, 3, 4], shape: Shape(1, 4)),
            adding: Tensor([0, 1, 2, 3], shape: Shape(1, 4)),
            gamma: Tensor([1, 1, 2, 0], shape: Shape(4)), epsilon: 0)
        let root = 21.0.squareRoot()
        expectClose(y.elements, [1 / root, 3 / root, 10 / root, 0], relative: 1e-6)
        #expect(saved.sum.elements == [1, 3, 5, 7])
    }

    @Test("a row of zeros stays 0 and passes a finite gradient")
    func zeroRow() {
        let gamma = Tensor(repeating: 1, shape: Shape(3))
        let (y, saved) = AddRMSNorm.forward(.zeros(Shape(1, 3)), adding: nil, gamma: gamma)
        #expect(y.elements == [0, 0, 0])
        var gradients = Tensor.zeros(Shape(3))
        let (dx, df) = AddRMSNorm.backward(
            Tensor([1, 0, 0], shape: Shape(1, 3)), gamma: gamma, saved: saved, withF: false,
            into: &gradients, gammaAt: 0)
        #expect(dx.elements.isFinite)
        #expect(df == nil)
    }
}
