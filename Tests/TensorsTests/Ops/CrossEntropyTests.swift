import Foundation
import Testing

@testable import Tensors

@Suite struct CrossEntropyTests {
    @Test("a loss with smoothing, worked by hand")
    func byHand() {
        // p = 1/4, 1/2, 1/4; q = 0.1, 0.8, 0.1 with ε = 0.3.
        let logits = Tensor([0, Float(log(2.0)), 0], shape: Shape(1, 3))
        let (loss, gradient) = CrossEntropy.forward(
            logits, targets: [1], smoothing: 0.3, scale: 2)
        #expect(abs(loss - 2 * (0.8 * log(2.0) + 0.2 * log(4.0))) < 1e-6)
        expectClose(gradient.elements, [0.3, -0.6, 0.3], relative: 2e-6)
    }

    @Test("rows without a target have no loss and gradient 0")
    func rowsWithoutTarget() {
        let logits = Tensor.random(4, 9, seed: 1)
        let some = CrossEntropy.forward(logits, targets: [3, 8], smoothing: 0.1, scale: 1)
        let alone = CrossEntropy.forward(
            logits.rows(0..<2), targets: [3, 8], smoothing: 0.1, scale: 1)
        #expect(some.loss == alone.loss)
        #expect(some.dLogits.rows(0..<2).elements == alone.dLogits.elements)
        #expect(some.dLogits.rows(2..<4).elements.allSatisfy { $0 == 0 })
        let none = CrossEntropy.forward(logits, targets: [], smoothing: 0.1, scale: 1)
        #expect(none.loss == 0 && none.dLogits.elements.allSatisfy { $0 == 0 })
    }

    @Test("logits that someone else still holds keep their elements")
    func logitsAreKept() {
        let logits = Tensor.random(2, 5, seed: 1)
        let before = logits.elements
        _ = CrossEntropy.forward(logits, targets: [0, 1], smoothing: 0, scale: 1)
        #expect(logits.elements == before)
    }
}

@Suite struct LogSoftmaxTests {
    @Test("the most likely columns come first, with log-probabilities that sum to 1")
    func top() {
        let logits = Tensor([1, 3, 2, 0, 5, 5, 1, 1], shape: Shape(2, 4))
        let (logs, columns) = LogSoftmax.top(4, of: logits, rows: 2)
        #expect(columns == [1, 2, 0, 3, 0, 1, 2, 3])
        for row in 0..<2 {
            let sum = logs[row * 4..<row * 4 + 4].reduce(0) { $0 + exp(Double($1)) }
            #expect(abs(sum - 1) < 1e-6)
        }
        let one = LogSoftmax.top(1, of: logits, rows: 1)
        #expect(one.columns == [1] && one.logProbabilities == [logs[0]])
    }

    @Test("a target's log-probability is that of the ranking and of the loss")
    func agreesWithLoss() {
        let logits = Tensor.random(3, 40, seed: 1)
        let targets: [Int32] = [39, 0, 17]
        let logs = LogSoftmax.logProbabilities(of: targets, in: logits)
        let ranked = LogSoftmax.top(40, of: logits, rows: 3)
        for (row, target) in targets.enumerated() {
            let place = ranked.columns[row * 40..<(row + 1) * 40].firstIndex(of: target)
            #expect(place.map { abs(ranked.logProbabilities[$0] - logs[row]) < 1e-6 } == true)
        }
        let loss = CrossEntropy.forward(logits, targets: targets, smoothing: 0, scale: 1).loss
        #expect(abs(loss + logs.doubles.reduce(0, +)) < 1e-5)
    }
}
