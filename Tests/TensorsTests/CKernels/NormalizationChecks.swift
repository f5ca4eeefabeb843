import CKernels
import Testing

@testable import Tensors

private let epsilon = 1e-5

extension KernelCheck {
    static let normalization = layerNorm + rmsNorm

    private static let layerNorm = [
        KernelCheck("kernel_add_norm") { D in
            for variant in NormExample.variants {
                let example = NormExample(D)
                let (rows, dropout) = (example.rows, variant.dropout)
                let sums = example.sums(variant)
                var sum = [Float](repeating: .nan, count: rows * D)
                var y = sum
                var mean = [Float](repeating: .nan, count: rows)
                var inverse = mean
                example.f.withUnsafeBufferPointer { f in
                    kernel_add_norm(
                        &sum, &y, &mean, &inverse, example.x,
                        variant.hasF ? f.baseAddress : nil, example.gamma, example.beta,
                        Int64(rows), Int64(D), Float(epsilon), dropout)
                }
                if variant.hasF {
                    expectClose(sum, sums, relative: 2.4e-7, scale: 2, "sum")
                } else {
                    #expect(sum.allSatisfy { $0.isNaN }, "sum is not written without f")
                }
                let expected = example.normalized(sums)
                expectClose(mean, expected.mean, relative: 1e-6, scale: 1, "mean")
                expectClose(inverse, expected.inverse, relative: 4e-6, "inverse deviation")
                // A lone element's deviation from its mean is rounding, blown up by 1/√ε.
                expectClose(y, expected.y, relative: 1e-5, scale: D == 1 ? 20 : 2, "y")
            }
        },
        KernelCheck("kernel_add_norm_backward") { D in
            for variant in NormExample.variants {
                let example = NormExample(D)
                let rows = example.rows
                let sums = example.sums(variant)
                let saved = example.normalized(sums)
                var dx = [Float](repeating: .nan, count: rows * D)
                var df = dx
                var (dGamma, dBeta) = (example.beta, example.gamma)
                df.withUnsafeMutableBufferPointer { df in
                    kernel_add_norm_backward(
                        &dx, variant.hasF ? df.baseAddress : nil, &dGamma, &dBeta, example.dy,
                        sums.map { Float($0) }, saved.mean.map { Float($0) },
                        saved.inverse.map { Float($0) }, example.gamma, Int64(rows), Int64(D),
                        variant.dropout)
                }
                let expected = example.gradients(sums)
                // 1/σ multiplies every error: it is 300 for a lone element, near 2 otherwise.
                let scale = D == 1 ? 300.0 : 4
                expectClose(dx, expected.dx, relative: 4e-6, scale: scale, "dx")
                expectClose(dGamma, expected.dGamma, relative: 4e-6, scale: scale, "dγ")
                expectClose(dBeta, expected.dBeta, relative: 1e-6, scale: 4, "dβ")
                guard variant.hasF else { continue }
                let expectedDF = dx.indices.map {
                    variant.dropout.applied(to: Double(dx[$0]), at: $0, columns: D)
                }
                expectClose(df, expectedDF, relative: 2.4e-7, "df is dropout(dx)")
            }
        },
    ]

    private static let rmsNorm = [
        KernelCheck("kernel_add_rms_norm") { D in
            for variant in NormExample.variants {
                let example = NormExample(D)
                let rows = example.rows
                let sums = example.sums(variant)
                var sum = [Float](repeating: .nan, count: rows * D)
                var y = sum
                var inverse = [Float](repeating: .nan, count: rows)
                example.f.withUnsafeBufferPointer { f in
                    kernel_add_rms_norm(
                        &sum, &y, &inverse, example.x, variant.hasF ? f.baseAddress : nil,
                        example.gamma, Int64(rows), Int64(D), Float(epsilon), variant.dropout)
                }
                if variant.hasF {
                    expectClose(sum, sums, relative: 2.4e-7, scale: 2, "sum")
                } else {
                    #expect(sum.allSatisfy { $0.isNaN }, "sum is not written without f")
                }
                let expected = example.inverseRMS(sums)
                expectClose(inverse, expected, relative: 2e-6, "inverse root mean square")
                let scaled = sums.indices.map {
                    sums[$0] * expected[$0 / D] * Double(example.gamma[$0 % D])
                }
                expectClose(y, scaled, relative: 4e-6, scale: 1, "y")
            }
        },
        KernelCheck("kernel_add_rms_norm_backward") { D in
            for variant in NormExample.variants {
                let example = NormExample(D)
                let rows = example.rows
                let sums = example.sums(variant)
                var dx = [Float](repeating: .nan, count: rows * D)
                var df = dx
                var dGamma = example.beta
                df.withUnsafeMutableBufferPointer { df in
                    kernel_add_rms_norm_backward(
                        &dx, variant.hasF ? df.baseAddress : nil, &dGamma, example.dy,
                        sums.map { Float($0) }, example.inverseRMS(sums).map { Float($0) },
                        example.gamma, Int64(rows), Int64(D), variant.dropout)
                }
                let expected = example.rmsGradients(sums)
                // 1/rms multiplies every error; a lone element near 0 has a large one.
                let scale = 4 * (example.inverseRMS(sums).max() ?? 1)
                expectClose(dx, expected.dx, relative: 4e-6, scale: scale, "dx")
                expectClose(dGamma, expected.dGamma, relative: 4e-6, scale: 4, "dγ")
                guard variant.hasF else { continue }
                let expectedDF = dx.indices.map {
                    variant.dropout.applied(to: Double(dx[$0]), at: $0, columns: D)
                }
                expectClose(df, expectedDF, relative: 2.4e-7, "df is dropout(dx)")
            }
        },
    ]
}

/// Rows with different means and deviations, and their norms by the equations.
private struct NormExample {
    static var variants: [(hasF: Bool, dropout: kernel_dropout)] {
        [(true, .none), (true, .third), (false, .none)]
    }

    let D: Int
    let rows = 3
    let x, f, gamma, beta, dy: [Float]

    init(_ D: Int) {
        self.D = D
        var random = RandomSource(seed: UInt64(D) + 8)
        x = random.floats(rows * D).enumerated().map { $0.element + Float($0.offset / D) }
        f = random.floats(rows * D)
        gamma = random.floats(D)
        beta = random.floats(D)
        dy = random.floats(rows * D)
    }

    /// x + dropout(f), rounded to what the kernel holds.
    func sums(_ variant: (hasF: Bool, dropout: kernel_dropout)) -> [Double] {
        x.indices.map { index in
            guard variant.hasF else { return Double(x[index]) }
            let added = variant.dropout.applied(to: Double(f[index]), at: index, columns: D)
            return Double(Float(Double(x[index]) + added))
        }
    }

    func normalized(_ sums: [Double]) -> (y: [Double], mean: [Double], inverse: [Double]) {
        var result: (y: [Double], mean: [Double], inverse: [Double]) = ([], [], [])
        for row in 0..<rows {
            let values = sums[row * D..<(row + 1) * D]
            let mean = values.reduce(0, +) / Double(D)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(D)
            let inverse = 1 / (variance + epsilon).squareRoot()
            result.mean.append(mean)
            result.inverse.append(inverse)
            for (column, value) in values.enumerated() {
                result.y.append(
                    (value - mean) * inverse * Double(gamma[column]) + Double(beta[column]))
            }
        }
        return result
    }

    /// dγ and dβ are added to β and γ, for want of other numbers.
    func gradients(_ sums: [Double]) -> (dx: [Double], dGamma: [Double], dBeta: [Double]) {
        let (_, mean, inverse) = normalized(sums)
        var dx: [Double] = []
        var dGamma = beta.doubles
        var dBeta = gamma.doubles
        for row in 0..<rows {
            let indices = row * D..<(row + 1) * D
            let normalized = indices.map { (sums[$0] - mean[row]) * inverse[row] }
            let dNormalized = indices.map { Double(dy[$0]) * Double(gamma[$0 % D]) }
            let total = dNormalized.reduce(0, +) / Double(D)
            let totalNormalized =
                zip(dNormalized, normalized).reduce(0) { $0 + $1.0 * $1.1 } / Double(D)
            for column in 0..<D {
                dx.append(
                    (dNormalized[column] - total - normalized[column] * totalNormalized)
                        * inverse[row])
                dGamma[column] += Double(dy[row * D + column]) * normalized[column]
                dBeta[column] += Double(dy[row * D + column])
            }
        }
        return (dx, dGamma, dBeta)
    }

    func inverseRMS(_ sums: [Double]) -> [Double] {
        (0..<rows).map { row in
            let squares = sums[row * D..<(row + 1) * D].reduce(0) { $0 + $1 * $1 }
            return 1 / (squares / Double(D) + epsilon).squareRoot()
        }
    }

    /// dγ is added to β, for want of other numbers.
    func rmsGradients(_ sums: [Double]) -> (dx: [Double], dGamma: [Double]) {
        let inverse = inverseRMS(sums)
        let normalized = sums.indices.map { sums[$0] * inverse[$0 / D] }
        var dGamma = beta.doubles
        for index in sums.indices { dGamma[index % D] += Double(dy[index]) * normalized[index] }
        let dNormalized = sums.indices.map { Double(dy[$0]) * Double(gamma[$0 % D]) }
        let dx = sums.indices.map { index in
            let row = index / D
            let mean =
                (row * D..<(row + 1) * D).reduce(0.0) { $0 + dNormalized[$1] * normalized[$1] }
                / Double(D)
            return (dNormalized[index] - normalized[index] * mean) * inverse[row]
        }
        return (dx, dGamma)
    }
}
