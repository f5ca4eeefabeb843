import Testing

@testable import Tensors

@Suite struct ResidualAddTests {
    @Test("forward and backward drop the same elements of f and none of x")
    func sameMask() {
        let dropout = Dropout(rate: 0.4, seed: 3)
        let shape = Shape(8, 16)
        let ones = Tensor(repeating: 1, shape: shape)
        let y = ResidualAdd.forward(.zeros(shape), ones, dropout: dropout)
        let (dx, df) = ResidualAdd.backward(ones, dropout: dropout)
        #expect(df.elements == y.elements)
        #expect(dx.elements == ones.elements)
        #expect(y.elements.contains(0) && !y.elements.allSatisfy { $0 == 0 })
        let shifted = ResidualAdd.forward(ones, ones, dropout: dropout)
        #expect(shifted.elements == y.elements.map { $0 + 1 })
    }

    @Test("inputs keep their elements")
    func inputsAreKept() {
        let x = Tensor([1, 2], shape: Shape(2))
        let f = Tensor([10, 20], shape: Shape(2))
        #expect(ResidualAdd.forward(x, f).elements == [11, 22])
        #expect(x.elements == [1, 2])
        #expect(f.elements == [10, 20])
    }
}
