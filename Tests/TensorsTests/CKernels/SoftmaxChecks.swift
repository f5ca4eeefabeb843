import CKernels
import Foundation
import Testing

@testable import Tensors

extension KernelCheck {
    static let softmax = [
        KernelCheck("kernel_cross_entropy") { V in
            for smoothing in [0, 0.1] {
                var random = RandomSource(seed: UInt64(V))
                let logits = random.floats(3 * V, limit: 4)
                let targets = random.indices(3, below: V)
                expectCrossEntropy(
                    logits, V: V, targets: targets, smoothing: smoothing, scale: 1 / Double(V))
            }
        },
        KernelCheck("kernel_cross_entropy_bf16") { V in
            var random = RandomSource(seed: UInt64(V) + 3)
            let logits = random.floats(3 * V, limit: 4)
            let targets = random.indices(3, below: V)
            var (used, usedToo) = (logits, logits)
            var losses = [[Float]](repeating: [0, 0, 0], count: 2)
            var sums = [[Float]](repeating: random.floats(V), count: 2)
            var gradient = [Float](repeating: .nan, count: 3 * V)
            var halves = [UInt16](repeating: 0xFFFF, count: 3 * V)
            kernel_cross_entropy(
                &losses[0], &gradient, &sums[0], &used, targets, 3, Int64(V), 0.1, 0.25)
            kernel_cross_entropy_bf16(
                &losses[1], &halves, &sums[1], &usedToo, targets, 3, Int64(V), 0.1, 0.25)
            #expect(losses[0] == losses[1])
            #expect(halves == gradient.map { UInt16($0.roundedToBFloat16.bitPattern >> 16) })
            // The same numbers, but perhaps multiplied and added in one rounding.
            expectClose(sums[1], sums[0].doubles, relative: 2.4e-7, scale: 1)
        },
        KernelCheck("kernel_log_softmax_top") { V in
            var random = RandomSource(seed: UInt64(V) + 1)
            // Multiples of a half: every vocabulary but the smallest has ties.
            let logits = random.floats(3 * V, limit: 4).map { ($0 * 2).rounded() / 2 }
            for k in Set([1, min(5, V), V]) { expectTop(k, logits, V: V) }
        },
        KernelCheck("kernel_log_softmax_at") { V in
            var random = RandomSource(seed: UInt64(V) + 2)
            let logits = random.floats(3 * V, limit: 4)
            let targets = random.indices(3, below: V)
            let stride = V + 3
            var values = [Float](repeating: .nan, count: 3)
            kernel_log_softmax_at(
                &values, spread(logits, V, stride), targets, 3, Int64(V), Int64(stride))
            let expected = (0..<3).map {
                logProbabilities(logits[$0 * V..<($0 + 1) * V])[Int(targets[$0])]
            }
            expectClose(values, expected, relative: 1e-6, scale: 4)
        },
        KernelCheck("kernel_softmax_weights") { V in
            var random = RandomSource(seed: UInt64(V) + 4)
            let logits = random.floats(V, limit: 4)
            var weights = [Float](repeating: .nan, count: V)
            kernel_softmax_weights(&weights, logits, logits[V / 2], 2, Int64(V))
            let expected = logits.map { exp(2 * (Double($0) - Double(logits[V / 2]))) }
            for (weight, expected) in zip(weights, expected) {
                #expect(abs(Double(weight) - expected) <= 4e-6 * expected)
            }
        },
        KernelCheck("kernel_mix_logits") { V in
            var random = RandomSource(seed: UInt64(V) + 5)
            // On different scales, as models are.
            let own = random.floats(3 * V, limit: 4).map { $0 + 7 }
            let other = random.floats(3 * V, limit: 30)
            var mixed = own
            kernel_mix_logits(&mixed, other, 0.25, 3, Int64(V))
            for row in 0..<3 {
                let range = row * V..<(row + 1) * V
                let (p, q) = (logProbabilities(own[range]), logProbabilities(other[range]))
                let scale = Double(own[range.lowerBound]) - p[0]
                let expected = zip(p, q).map { scale + log(0.75 * exp($0) + 0.25 * exp($1)) }
                expectClose(Array(mixed[range]), expected, relative: 1e-6, scale: 40)
            }
        },
    ]

    private static func expectTop(_ k: Int, _ logits: [Float], V: Int) {
        let stride = V + 3
        var values = [Float](repeating: .nan, count: 3 * k)
        var columns = [Int32](repeating: -1, count: 3 * k)
        var logSums = [Float](repeating: .nan, count: 3)
        kernel_log_softmax_top(
            &values, &columns, &logSums, spread(logits, V, stride), 3, Int64(V), Int64(stride),
            Int64(k))
        for entry in values.indices {
            let logit = logits[entry / k * V + Int(columns[entry])]
            #expect(values[entry] == logit - logSums[entry / k], "to the last bit")
        }
        for row in 0..<3 {
            let logs = logProbabilities(logits[row * V..<(row + 1) * V])
            // A stable sort: ties by the lower column.
            let order = logs.indices.sorted { (logs[$0], $1) > (logs[$1], $0) }.prefix(k)
            #expect(columns[row * k..<(row + 1) * k].elementsEqual(order.map { Int32($0) }))
            expectClose(
                Array(values[row * k..<(row + 1) * k]), order.map { logs[$0] }, relative: 1e-6,
                scale: 4, "top \(k) of \(V)")
        }
    }

    /// Rows further apart, with huge numbers between them that must not be read.
    private static func spread(_ logits: [Float], _ V: Int, _ stride: Int) -> [Float] {
        var result = [Float](repeating: 1e30, count: logits.count / V * stride)
        for index in logits.indices { result[index / V * stride + index % V] = logits[index] }
        return result
    }
}

private func logProbabilities(_ logits: ArraySlice<Float>) -> [Double] {
    let maximum = Double(logits.max() ?? 0)
    let sum = logits.reduce(0.0) { $0 + exp(Double($1) - maximum) }
    return logits.map { Double($0) - maximum - log(sum) }
}

/// Compares loss and gradient with −Σ q log p and (p − q) · factor in double precision.
private func expectCrossEntropy(
    _ logits: [Float], V: Int, targets: [Int32], smoothing: Double, scale: Double,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let factor = 0.25
    var used = logits
    var gradient = [Float](repeating: .nan, count: logits.count)
    var sums = [Float](repeating: 1, count: V)
    var losses = [Float](repeating: .nan, count: targets.count)
    kernel_cross_entropy(
        &losses, &gradient, &sums, &used, targets, Int64(targets.count), Int64(V),
        Float(smoothing), Float(factor))
    var expectedLosses: [Double] = []
    var expectedGradient: [Double] = []
    for (row, target) in targets.enumerated() {
        let logs = logProbabilities(logits[row * V..<(row + 1) * V])
        let q = (0..<V).map { smoothing / Double(V) + ($0 == target ? 1 - smoothing : 0) }
        expectedLosses.append(-zip(q, logs).reduce(0) { $0 + $1.0 * $1.1 })
        expectedGradient += zip(logs, q).map { (exp($0) - $1) * factor }
    }
    let largest = Double(logits.map { abs($0) }.max() ?? 0)
    expectClose(
        losses, expectedLosses, relative: 2e-6, scale: largest, "loss, ε = \(smoothing)",
        sourceLocation: sourceLocation)
    expectClose(
        gradient, expectedGradient, relative: 4e-6, scale: scale * factor,
        "gradient, ε = \(smoothing)", sourceLocation: sourceLocation)
    let expectedSums = (0..<V).map { column in
        targets.indices.reduce(1.0) { $0 + expectedGradient[$1 * V + column] }
    }
    expectClose(
        sums, expectedSums, relative: 4e-6, scale: 1, "sums, ε = \(smoothing)",
        sourceLocation: sourceLocation)
}

@Suite struct SoftmaxExtremesTests {
    @Test("logits of ±10,000 give finite losses and gradients", arguments: [0, 0.1])
    func hugeLogits(smoothing: Double) {
        let V = 33
        for favourite: Float in [1e4, 0] {
            var logits = [Float](repeating: -1e4, count: 2 * V)
            logits[5] = favourite
            logits[V + 7] = favourite
            // The favourite as target, and another one.
            expectCrossEntropy(logits, V: V, targets: [5, 8], smoothing: smoothing, scale: 1)
        }
    }

    @Test("equal logits give each column 1/V", arguments: [-1e4, 0, 1e4] as [Float])
    func equalLogits(logit: Float) {
        let V = 100
        expectCrossEntropy(
            [Float](repeating: logit, count: V), V: V, targets: [99], smoothing: 0.1, scale: 0.01)
        var values = [Float](repeating: .nan, count: V)
        var columns = [Int32](repeating: -1, count: V)
        var logSum: Float = .nan
        kernel_log_softmax_top(
            &values, &columns, &logSum, [Float](repeating: logit, count: V), 1, Int64(V), Int64(V),
            Int64(V))
        #expect(columns == (0..<Int32(V)).map { $0 })
        // A single near 10,000 has steps of 0.001, but the logit itself cancels exactly.
        expectClose(
            values, [Double](repeating: -log(100), count: V), relative: 1e-6,
            scale: Double(abs(logit)))
    }

    /// The kernel's e^x shows in p(1)/p(0) = e^(x₁ − x₀).
    @Test("e^x is right to a few units in the last place from −87 to 0")
    func exponential() {
        for step in 0...870 {
            let x = -Float(step) / 10
            var logits: [Float] = [0, x, 0]
            var (gradient, sums): ([Float], [Float]) = ([0, 0, 0], [0, 0, 0])
            var loss: Float = 0
            kernel_cross_entropy(&loss, &gradient, &sums, &logits, [2], 1, 3, 0, 1)
            let expected = exp(Double(x)) / (2 + exp(Double(x)))
            let error = abs(Double(gradient[1]) - expected) / expected
            #expect(error < 6e-7, "e^\(x)")
        }
    }

    @Test("a mixture keeps apart what is too unlikely for a float, and agrees with itself")
    func mixtures() {
        var mixed: [Float] = [0, -150, -200]
        kernel_mix_logits(&mixed, [5, -145, -245], 0.5, 1, 3)
        expectClose(mixed, [0, -150, -200 - log(2)], relative: 1e-6)
        let logits: [Float] = [12, 3, -8, 0.5]
        var same = logits
        kernel_mix_logits(&same, logits, 1 / 3, 1, 4)
        expectClose(same, logits.doubles, relative: 1e-6)
    }

    @Test("a row with columns at −∞ never ranks them above others")
    func excludedColumns() {
        var logits = [Float](repeating: -.infinity, count: 70)
        logits[68] = 1
        logits[3] = 0
        var values = [Float](repeating: .nan, count: 3)
        var columns = [Int32](repeating: -1, count: 3)
        var logSum: Float = .nan
        kernel_log_softmax_top(&values, &columns, &logSum, logits, 1, 70, 70, 3)
        #expect(columns[0] == 68 && columns[1] == 3)
        #expect(values[2] == -.infinity)
        let first = -log(1 + exp(-1.0))
        expectClose(Array(values[..<2]), [first, first - 1], relative: 1e-6)
    }
}
