import Testing

@testable import Tensors

@Suite struct EmbeddingTests {
    private let table = Tensor([1, 2, 3, 4, 5, 6], shape: Shape(3, 2))
    private let positions = Tensor([0.5, 0, 0, 0.5], shape: Shape(2, 2))

    @Test("words are scaled and their positions added, worked by hand")
    func byHand() {
        let y = Embedding.forward(
            ids: [2, 0, 2], positionOf: [0, 1, 1], table: table, positions: positions, scale: 2)
        #expect(y.elements == [10.5, 12, 2, 4.5, 10, 12.5])
        var gradients = Tensor(repeating: 1, shape: Shape(8))
        Embedding.backward(
            Tensor([1, 2, 3, 4, 5, 6], shape: Shape(3, 2)), ids: [2, 0, 2], scale: 2,
            vocabulary: 3, into: &gradients, tableAt: 1)
        #expect(gradients.elements == [1, 7, 9, 1, 1, 13, 17, 1])
    }

    @Test("no words give no rows")
    func noRows() {
        let y = Embedding.forward(
            ids: [], positionOf: [], table: table, positions: positions, scale: 2)
        #expect(y.shape == Shape(0, 2))
    }
}
