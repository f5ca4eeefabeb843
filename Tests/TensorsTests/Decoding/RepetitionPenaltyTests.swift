import Testing

@testable import Tensors

@Suite struct RepetitionPenaltyTests {
    @Test("what is there becomes less likely, whatever the sign of its logit; other rows stay")
    func lowersLogits() {
        var logits = Tensor([3, -2, 1, 0, 3, -2, 1, 0], shape: Shape(2, 4))
        RepetitionPenalty.apply(2, to: &logits, row: 1, tokens: [0, 1, 3])
        #expect(logits.elements == [3, -2, 1, 0, 1.5, -4, 1, 0])
    }
}
