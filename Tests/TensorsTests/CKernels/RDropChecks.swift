import CKernels
import Foundation
import Testing

@testable import Tensors

extension KernelCheck {
    static let rDrop = [
        KernelCheck("kernel_r_drop") { V in
            for (smoothing, alpha) in [(0.0, 0.0), (0.1, 0), (0, 5), (0.1, 5)] {
                var random = RandomSource(seed: UInt64(V))
                let logits = random.floats(6 * V, limit: 4)
                let targets = random.indices(3, below: V)
                expectRDrop(
                    logits, V: V, targets: targets, smoothing: smoothing, alpha: alpha,
                    scale: 1 / Double(V))
            }
        }
    ]
}

/// Softmax of a row and its logarithm, in double precision.
private struct Distribution {
    let logs: [Double]
    var shares: [Double] { logs.map { exp($0) } }

    init(_ logits: ArraySlice<Float>) {
        let maximum = Double(logits.max() ?? 0)
        let sum = logits.reduce(0.0) { $0 + exp(Double($1) - maximum) }
        logs = logits.map { Double($0) - maximum - log(sum) }
    }

    /// The divergence KL(self‖other).
    func divergence(from other: Distribution) -> Double {
        zip(shares, zip(logs, other.logs)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
    }

    /// ∂/∂logits of ½·CE + α/4·(KL(self‖other) + KL(other‖self)).
    func gradient(_ q: [Double], _ alpha: Double, other: Distribution) -> [Double] {
        let divergence = divergence(from: other)
        return shares.indices.map { v in
            let ratio = logs[v] - other.logs[v]
            return 0.5 * (shares[v] - q[v]) + alpha / 4
                * (shares[v] * (ratio - divergence) + shares[v] - other.shares[v])
        }
    }
}

/// Compares loss and gradients of the first rows and the second ones with the equations.
private func expectRDrop(
    _ logits: [Float], V: Int, targets: [Int32], smoothing: Double, alpha: Double, scale: Double
) {
    let rows = targets.count
    var first = Array(logits[..<(rows * V)])
    var second = Array(logits[(rows * V)...])
    var losses = [Float](repeating: .nan, count: rows)
    kernel_r_drop(
        &losses, &first, &second, targets, Int64(rows), Int64(V), Float(smoothing), Float(alpha),
        0.25)
    var expected: (losses: [Double], first: [Double], second: [Double]) = ([], [], [])
    for (row, target) in targets.enumerated() {
        let p = Distribution(logits[row * V..<(row + 1) * V])
        let other = Distribution(logits[(rows + row) * V..<(rows + row + 1) * V])
        let q = (0..<V).map { smoothing / Double(V) + ($0 == target ? 1 - smoothing : 0) }
        let entropies = zip(q, zip(p.logs, other.logs)).reduce(0) {
            $0 - $1.0 * ($1.1.0 + $1.1.1)
        }
        expected.losses.append(
            entropies / 2
                + alpha / 4 * (p.divergence(from: other) + other.divergence(from: p)))
        expected.first += p.gradient(q, alpha, other: other).map { $0 * 0.25 }
        expected.second += other.gradient(q, alpha, other: p).map { $0 * 0.25 }
    }
    let what = "V = \(V), ε = \(smoothing), α = \(alpha)"
    expectClose(losses, expected.losses, relative: 2e-6, scale: 4 * (1 + alpha), "loss, \(what)")
    let size = scale * 0.25 * (1 + 4 * alpha)
    expectClose(first, expected.first, relative: 4e-6, scale: size, "first, \(what)")
    expectClose(second, expected.second, relative: 4e-6, scale: size, "second, \(what)")
}
