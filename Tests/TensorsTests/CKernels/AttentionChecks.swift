import CKernels
import Testing

@testable import Tensors

extension KernelCheck {
    static let attention = [
        KernelCheck("kernel_attention") { size in
            for variant in AttentionExample.variants {
                let example = AttentionExample(keys: size, variant)
                let (context, weights) = example.runForward()
                let expected = example.reference
                expectClose(context, expected.context, relative: 2e-6, scale: 1, "context")
                expectClose(weights, expected.weights, relative: 4e-6, "weights")
            }
        },
        KernelCheck("kernel_attention_backward") { size in
            for variant in AttentionExample.variants {
                let example = AttentionExample(keys: size, variant)
                let (dQuery, dKey, dValue) = example.runBackward()
                let expected = example.gradients
                // Sums of up to `head dimension` or six terms below 1.
                expectClose(dQuery, expected.dQuery, relative: 4e-6, scale: 4, "dQ")
                expectClose(dKey, expected.dKey, relative: 4e-6, scale: 4, "dK")
                expectClose(dValue, expected.dValue, relative: 4e-6, scale: 4, "dV")
            }
        },
    ]
}

/// Four sequences, two heads; queries, keys and values in matrices wider than needed.
private struct AttentionExample {
    /// Small slopes, so that a thousand keys further a weight is still one.
    static let variants: [(isCausal: Bool, slopes: [Float]?, halves: Bool)] = [
        (false, nil, false), (true, nil, false), (false, [0.01, 0.003], false),
        (true, [0.003, 0.01], false), (false, nil, true), (true, [0.003, 0.01], true),
    ]

    let queryLengths, keyLengths: [Int]
    let heads = 2
    let headDimension: Int
    let isCausal: Bool
    let slopes: [Float]?
    /// Whether the kernels get queries, keys and values as bfloat16.
    let halves: Bool
    let queryStart, keyStart: [Int32]
    let weightsStart: [Int64]
    let weightCount: Int
    let queryStride, keyStride, valueStride: Int
    let query, key, value, dContext: [Float]

    /// - Parameter S: keys of the longest sequence.
    init(keys S: Int, _ variant: (isCausal: Bool, slopes: [Float]?, halves: Bool)) {
        (isCausal, slopes, halves) = variant
        // Another sequence has no keys, another one no queries.
        queryLengths = [min(S, 6), 2, 0, 3]
        keyLengths = [S, 0, 3, 2]
        headDimension = S == 1000 ? 33 : S
        queryStart = Self.starts(queryLengths)
        keyStart = Self.starts(keyLengths)
        let counts = zip(queryLengths, keyLengths).map { 2 * $0 * Self.padded($1) }
        weightsStart = Self.starts(counts).dropLast().map { Int64($0) }
        weightCount = counts.reduce(0, +)
        let D = 2 * headDimension
        (queryStride, keyStride, valueStride) = (D + 1, 2 * D, 2 * D + 3)
        var random = RandomSource(seed: UInt64(S))
        func floats(_ count: Int) -> [Float] {
            let floats = random.floats(count)
            return variant.halves
                ? floats.map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) } : floats
        }
        query = floats(queryLengths.reduce(0, +) * queryStride)
        key = floats(keyLengths.reduce(0, +) * keyStride)
        value = floats(keyLengths.reduce(0, +) * valueStride)
        dContext = random.floats(queryLengths.reduce(0, +) * D)
    }

    static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

    private static func starts(_ lengths: [Int]) -> [Int32] {
        lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + Int32($1)) }
    }

    // MARK: The kernels

    private func withShape(_ body: (kernel_attention_shape) -> Void) {
        guard let slopes else { return withShape(slopes: nil, body) }
        slopes.withUnsafeBufferPointer { withShape(slopes: $0.baseAddress, body) }
    }

    private func withShape(
        slopes: UnsafePointer<Float>?, _ body: (kernel_attention_shape) -> Void
    ) {
        queryStart.withUnsafeBufferPointer { queryStart in
            keyStart.withUnsafeBufferPointer { keyStart in
                weightsStart.withUnsafeBufferPointer { weightsStart in
                    body(
                        kernel_attention_shape(
                            query_start: queryStart.baseAddress, key_start: keyStart.baseAddress,
                            weights_start: weightsStart.baseAddress,
                            sequences: Int64(queryLengths.count), heads: Int64(heads),
                            head_dim: Int64(headDimension), query_stride: Int64(queryStride),
                            key_stride: Int64(keyStride), value_stride: Int64(valueStride),
                            causal: isCausal ? 1 : 0, slopes: slopes, halves: halves ? 1 : 0))
                }
            }
        }
    }

    private var longestKeys: Int { Self.padded(keyLengths.max() ?? 0) }

    /// What the kernels convert one head's queries, keys and values into.
    private var roomForFloats: Int {
        halves
            ? ((queryLengths.max() ?? 0) + 2 * (keyLengths.max() ?? 0)) * headDimension : 0
    }

    private func withMatrices(
        _ body: (_ query: UnsafeRawPointer?, UnsafeRawPointer?, UnsafeRawPointer?) -> Void
    ) {
        guard halves else {
            body(query, key, value)
            return
        }
        func upper(_ floats: [Float]) -> [UInt16] {
            floats.map { UInt16($0.bitPattern >> 16) }
        }
        body(upper(query), upper(key), upper(value))
    }

    func runForward() -> (context: [Float], weights: [Float]) {
        var context = [Float](repeating: .nan, count: dContext.count)
        var weights = [Float](repeating: .nan, count: weightCount)
        var scratch = [Float](
            repeating: .nan, count: headDimension * longestKeys + roomForFloats)
        withShape { shape in
            withMatrices { kernel_attention(&context, &weights, $0, $1, $2, &scratch, shape) }
        }
        return (context, weights)
    }

    /// Columns between the rows of a matrix are not the kernel's: they keep their 0.
    func runBackward() -> (dQuery: [Float], dKey: [Float], dValue: [Float]) {
        let (_, weights) = runForward()
        var dQuery = [Float](repeating: 0, count: query.count)
        var dKey = [Float](repeating: 0, count: key.count)
        var dValue = [Float](repeating: 0, count: value.count)
        let longestQueries = queryLengths.max() ?? 0
        var scratch = [Float](
            repeating: .nan,
            count: (headDimension + longestQueries) * longestKeys + roomForFloats)
        withShape { shape in
            withMatrices {
                kernel_attention_backward(
                    &dQuery, &dKey, &dValue, dContext, weights, $0, $1, $2, &scratch, shape)
            }
        }
        return (dQuery, dKey, dValue)
    }

    // MARK: The equations

    /// Where the rows of one head of one sequence begin.
    private struct Head {
        let queries, keys: Int
        let query, key, value, context, weights: Int
    }

    private var allHeads: [Head] {
        queryLengths.indices.flatMap { sequence in
            (0..<heads).map { head in
                let (T, S) = (queryLengths[sequence], keyLengths[sequence])
                let (firstQuery, firstKey) = (Int(queryStart[sequence]), Int(keyStart[sequence]))
                let column = head * headDimension
                return Head(
                    queries: T, keys: S, query: firstQuery * queryStride + column,
                    key: firstKey * keyStride + column, value: firstKey * valueStride + column,
                    context: firstQuery * heads * headDimension + column,
                    weights: Int(weightsStart[sequence]) + head * T * Self.padded(S))
            }
        }
    }

    private func weights(_ head: Head, _ t: Int) -> [Double] {
        let slope = slopes.map { Double($0[(head.query % queryStride) / headDimension]) } ?? 0
        let visible = isCausal ? min(t + 1, head.keys) : head.keys
        let logits = (0..<visible).map { s -> Double in
            let score = (0..<headDimension).reduce(0.0) {
                $0 + Double(query[head.query + t * queryStride + $1])
                    * Double(key[head.key + s * keyStride + $1])
            }
            return score / Double(headDimension).squareRoot() - slope * Double(abs(t - s))
        }
        return softmax(logits) + [Double](repeating: 0, count: head.keys - visible)
    }

    var reference: (context: [Double], weights: [Double]) {
        var context = [Double](repeating: 0, count: dContext.count)
        var weights = [Double](repeating: 0, count: weightCount)
        for head in allHeads {
            for t in 0..<head.queries {
                for (s, weight) in self.weights(head, t).enumerated() {
                    weights[head.weights + t * Self.padded(head.keys) + s] = weight
                    for j in 0..<headDimension {
                        context[head.context + t * heads * headDimension + j] +=
                            weight * Double(value[head.value + s * valueStride + j])
                    }
                }
            }
        }
        return (context, weights)
    }

    var gradients: (dQuery: [Double], dKey: [Double], dValue: [Double]) {
        var dQuery = [Double](repeating: 0, count: query.count)
        var dKey = [Double](repeating: 0, count: key.count)
        var dValue = [Double](repeating: 0, count: value.count)
        for head in allHeads {
            for t in 0..<head.queries {
                let weights = weights(head, t)
                let dC = head.context + t * heads * headDimension
                let dA = weights.indices.map { s in
                    (0..<headDimension).reduce(0.0) {
                        $0 + Double(dContext[dC + $1])
                            * Double(value[head.value + s * valueStride + $1])
                    }
                }
                let mean = zip(dA, weights).reduce(0) { $0 + $1.0 * $1.1 }
                let q = head.query + t * queryStride
                for (s, weight) in weights.enumerated() {
                    let dS = weight * (dA[s] - mean) / Double(headDimension).squareRoot()
                    let (k, v) = (head.key + s * keyStride, head.value + s * valueStride)
                    for j in 0..<headDimension {
                        dQuery[q + j] += dS * Double(key[k + j])
                        dKey[k + j] += dS * Double(query[q + j])
                        dValue[v + j] += weight * Double(dContext[dC + j])
                    }
                }
            }
        }
        return (dQuery, dKey, dValue)
    }
}
