import Testing

@testable import Tensors

@Suite struct RotaryTests {
    /// Position 1 turns the pair by 90 degrees.
    private let quarter = Tensor([1, 0, 0, 1], shape: Shape(2, 2))

    @Test("pairs of queries and keys are turned, values are not, worked by hand")
    func byHand() {
        let x = Tensor([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], shape: Shape(2, 6))
        let rotation = Rotation(table: quarter, positionOf: [0, 1])
        let y = Rotary.forward(x, rotation, heads: 2)
        #expect(y.elements == [1, 2, 3, 4, 5, 6, -2, 1, -4, 3, 5, 6])
        #expect(Rotary.backward(y, rotation, heads: 2).elements == x.elements)
        #expect(x.elements.suffix(6) == [1, 2, 3, 4, 5, 6], "inputs keep their elements")
    }
}
