import Testing

@testable import Tensors

@Suite struct RegularizedDropoutTests {
    @Test("of two equal draws the loss and the gradient are those of one, whatever α is")
    func equalDraws() {
        let one = Tensor.random(3, 9, seed: 1)
        let targets: [Int32] = [8, 0, 4]
        var plain = CrossEntropy.Gradient(rows: 3, vocabulary: 9, precision: .f32)
        let loss = CrossEntropy.forward(
            one, targets: targets[...], smoothing: 0.1, scale: 1, into: &plain)
        let both = Tensor(one.elements + one.elements, shape: Shape(6, 9))
        let double = RegularizedDropout.forward(
            both, targets: targets[...], smoothing: 0.1, alpha: 5, scale: 1)
        #expect(abs(double.loss - loss) < 1e-5)
        let half = plain.logits.elements.doubles.map { $0 / 2 }
        // Twice as many operations as in the plain loss, of numbers of at most 1.
        expectClose(double.dLogits.elements, half + half, relative: 1e-5, scale: 0.5)
    }

    @Test("draws that differ cost what they diverge, worked by hand")
    func byHand() {
        // p = ½, ½ and q = ¾, ¼: KL(p‖q) + KL(q‖p) = Σ (q − p)(log q − log p) = ¼·log 3.
        let logits = Tensor([0, 0, 1.0986123, 0], shape: Shape(2, 2))
        let (loss, _) = RegularizedDropout.forward(
            logits, targets: [0], smoothing: 0, alpha: 4, scale: 1)
        #expect(abs(loss - (0.5 * (0.6931472 + 0.2876821) + 0.25 * 1.0986123)) < 1e-6)
    }

    @Test("rows of no sequence have gradient 0")
    func rowsOfNoSequence() {
        let (_, gradient) = RegularizedDropout.forward(
            .random(5, 9, seed: 1), targets: [3, 8], smoothing: 0.1, alpha: 1, scale: 1)
        #expect(gradient.rows(4..<5).elements.allSatisfy { $0 == 0 })
        #expect(gradient.rows(3..<4).elements.contains { $0 != 0 })
    }
}
