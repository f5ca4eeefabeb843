import Foundation
import Testing

@testable import Tensors

/// The loss of all rows, as if the tensor were one block of a larger one.
private func crossEntropy(
    _ logits: Tensor, targets: [Int32], smoothing: Float, scale: Float,
    precision: Precision = .f32
) -> (loss: Double, gradient: CrossEntropy.Gradient) {
    let (rows, V) = logits.dimensions2
    var gradient = CrossEntropy.Gradient(rows: rows, vocabulary: V, precision: precision)
    let loss = CrossEntropy.forward(
        logits, targets: targets[...], smoothing: smoothing, scale: scale, into: &gradient)
    return (loss, gradient)
}

@Suite struct CrossEntropyTests {
    @Test("a loss with smoothing, worked by hand")
    func byHand() {
        // p = 1/4, 1/2, 1/4; q = 0.1, 0.8, 0.1 with ε = 0.3.
        let logits = Tensor([0, Float(log(2.0)), 0], shape: Shape(1, 3))
        let (loss, gradient) = crossEntropy(logits, targets: [1], smoothing: 0.3, scale: 2)
        #expect(abs(loss - 2 * (0.8 * log(2.0) + 0.2 * log(4.0))) < 1e-6)
        expectClose(gradient.logits.elements, [0.3, -0.6, 0.3], relative: 2e-6)
        expectClose(gradient.columnSums.elements, [0.3, -0.6, 0.3], relative: 2e-6)
    }

    @Test("rows without a target have no loss and gradient 0")
    func rowsWithoutTarget() {
        let logits = Tensor.random(4, 9, seed: 1)
        let some = crossEntropy(logits, targets: [3, 8], smoothing: 0.1, scale: 1)
        let alone = crossEntropy(
            logits.rows(0..<2), targets: [3, 8], smoothing: 0.1, scale: 1)
        #expect(some.loss == alone.loss)
        let rows = some.gradient.logits
        #expect(rows.rows(0..<2).elements == alone.gradient.logits.elements)
        #expect(rows.rows(2..<4).elements.allSatisfy { $0 == 0 })
        let none = crossEntropy(logits, targets: [], smoothing: 0.1, scale: 1)
        #expect(none.loss == 0 && none.gradient.logits.elements.allSatisfy { $0 == 0 })
        let half = crossEntropy(
            logits, targets: [1], smoothing: 0.1, scale: 1, precision: .bf16)
        #expect(half.gradient.logits.rows(1..<4).elements.allSatisfy { $0 == 0 })
    }

    @Test(
        "the projection's blocks give what one product of all rows gives",
        arguments: MatmulTests.precisions)
    func blocks(precision: Precision) {
        // Two whole blocks, a rest, and rows of no sequence in both.
        let (rows, V) = (150, 37)
        var layout = ParameterLayout()
        let table = layout.add("table", Shape(V, 16), .normal(deviation: 1))
        let bias = layout.add("bias", Shape(V), .normal(deviation: 1))
        let projection = LinearParameters(weight: table, bias: bias, isTransposed: true)
        var random = RandomSource(seed: 1)
        let weights = ParameterSet(layout, random: &random)
        let targets = random.indices(140, below: V)
        let x = Tensor.random(rows, 16, seed: 2)

        let tape = Tape(
            weights: weights, mode: .training(dropout: 0, random: random), precision: precision)
        let input = tape.input(x)
        let loss = tape.projectedCrossEntropy(
            input, projection, targets: targets, smoothing: 0.1, scale: 0.01)
        var gradients = ParameterSet(zeros: layout)
        let dx = tape.addGradients(of: loss, to: &gradients, wanting: [input])[0]

        let logits = Linear.forward(
            x, weight: weights[table], transposed: true, bias: weights[bias],
            precision: precision)
        let whole = crossEntropy(
            logits, targets: targets, smoothing: 0.1, scale: 0.01, precision: precision)
        var expected = ParameterSet(zeros: layout)
        let expectedDX = Linear.backward(
            whole.gradient.logits, x: x, y: nil, weight: weights[table], transposed: true,
            precision: precision, into: &expected.flat, weightAt: table.offset, biasAt: nil)
        #expect(abs(Double(loss.value[0]) - whole.loss) < 1e-5 * whole.loss)
        // Logits that differ by a rounding may become neighbours in bfloat16.
        let tolerance = precision == .f32 ? 1e-5 : 0x1p-8
        let small = 0.01
        expectClose(
            dx?.elements ?? [], expectedDX.elements.doubles, relative: tolerance, scale: small)
        expectClose(
            gradients[table].elements, expected[table].elements.doubles, relative: tolerance,
            scale: small)
        expectClose(
            gradients[bias].elements, whole.gradient.columnSums.elements.doubles,
            relative: 1e-5, scale: small)
    }

    @Test("logits that someone else still holds keep their elements")
    func logitsAreKept() {
        let logits = Tensor.random(2, 5, seed: 1)
        let before = logits.elements
        _ = crossEntropy(logits, targets: [0, 1], smoothing: 0, scale: 1)
        #expect(logits.elements == before)
    }
}

@Suite struct LogSoftmaxTests {
    @Test("the most likely columns come first, with log-probabilities that sum to 1")
    func top() {
        let logits = Tensor([1, 3, 2, 0, 5, 5, 1, 1], shape: Shape(2, 4))
        let top = LogSoftmax.top(4, of: logits, rows: 2)
        let (logs, columns) = (top.logProbabilities, top.columns)
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
        let loss = crossEntropy(logits, targets: targets, smoothing: 0, scale: 1).loss
        #expect(abs(loss + logs.doubles.reduce(0, +)) < 1e-5)
    }
}
