/// The loss of predicting each row's target, with label smoothing.
///
///     loss = −Σ_v q(v) log p(v)      q = (1 − ε)·[v = target] + ε/V      p = softmax(logits)
///
/// Szegedy et al. 2016, §7 (arXiv:1512.00567).
package enum CrossEntropy {
    /// ∂loss/∂logits, in full and summed over the rows.
    package struct Gradient: Sendable {
        /// [rows, vocabulary].
        package fileprivate(set) var logits: Tensor
        /// [vocabulary]: the gradient of a bias.
        package fileprivate(set) var columnSums: Tensor

        /// - Parameter precision: how the gradient is kept
        package init(rows: Int, vocabulary V: Int, precision: Precision) {
            logits = Tensor(uninitialized: Shape(rows, V), precision: precision)
            columnSums = .zeros(Shape(V))
        }
    }

    /// The loss of some rows, with its gradient in one pass over their logits.
    ///
    ///     ∂loss/∂logits = p − q
    /// - Parameters:
    ///   - logits: [some rows, vocabulary]; rows beyond the targets are of no sequence
    ///   - scale: multiplies loss and gradient; 1/targets for a mean
    ///   - gradient: takes that of these rows from `row` on, 0 in rows without a target
    /// - Returns: the scaled sum of the rows' losses.
    package static func forward(
        _ logits: consuming Tensor, targets: ArraySlice<Int32>, smoothing: Float, scale: Float,
        into gradient: inout Gradient, fromRow row: Int = 0
    ) -> Double {
        let losses = SoftmaxKernel.crossEntropy(
            logits, targets: targets, smoothing: smoothing, gradientScale: scale,
            into: &gradient.logits, fromRow: row, columnSums: &gradient.columnSums)
        return losses.reduce(0.0) { $0 + Double($1) } * Double(scale)
    }
}

/// Reading probabilities from logits, in inference.
package enum LogSoftmax {
    /// The likeliest columns of some rows.
    package struct Top: Sendable {
        /// [rows, k], most likely first.
        package let logProbabilities: [Float]
        /// [rows, k].
        package let columns: [Int32]
        /// By what a row's logits exceed its log-probabilities, [rows].
        package let logSums: [Float]
    }

    /// The k most likely columns of each of the first `rows` rows, most likely first.
    package static func top(_ k: Int, of logits: Tensor, rows: Int) -> Top {
        SoftmaxKernel.top(k, of: logits, rows: rows)
    }

    /// log p of each row's target, for the first `targets.count` rows.
    package static func logProbabilities(of targets: [Int32], in logits: Tensor) -> [Float] {
        SoftmaxKernel.logProbabilities(of: targets, in: logits)
    }

    /// How likely each column of a row is beside one of them, for drawing.
    ///
    ///     w(v) = (p(v) / p(beside))^(1 / temperature)
    package static func weights(
        of logits: Tensor, row: Int, beside column: Int, temperature: Float
    ) -> [Float] {
        SoftmaxKernel.weights(of: logits, row: row, beside: column, temperature: temperature)
    }
}

extension Tape {
    /// Projects to the vocabulary and takes the loss.
    ///
    /// One op, because the logits are by far a step's largest tensor: a block of rows at a time
    /// is projected and becomes its own gradient while it is in the cache, and only the gradient
    /// is ever there as a whole.
    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - projection: to the vocabulary
    /// - Returns: the scaled sum of the losses, [1].
    package func projectedCrossEntropy(
        _ x: Variable, _ projection: LinearParameters, targets: [Int32], smoothing: Float,
        scale: Float
    ) -> Variable {
        let (precision, gradientPrecision) = (precision, x.value.precision)
        let (input, weight) = (factor(x), factor(projection.weight))
        let blocks = ProjectedBlocks(
            input, weight: weight, transposed: projection.isTransposed,
            bias: projection.bias.map { self[$0] }, precision: precision)
        var gradient = CrossEntropy.Gradient(
            rows: blocks.rows, vocabulary: blocks.columns, precision: precision)
        var loss = 0.0
        for block in blocks.ranges {
            let known = block.clamped(to: 0..<targets.count)
            loss += CrossEntropy.forward(
                blocks.product(block), targets: targets[known], smoothing: smoothing,
                scale: scale, into: &gradient, fromRow: block.lowerBound)
        }
        let saved = gradient
        return record(Tensor([Float(loss)], shape: Shape(1)), from: [x]) { dLoss, gradients in
            var (dz, dBias) = (saved.logits, saved.columnSums)
            if dLoss[0] != 1 {
                dz = dz.converted(to: .f32)
                ElementwiseKernel.scale(&dz, by: dLoss[0])
                ElementwiseKernel.scale(&dBias, by: dLoss[0])
            }
            if let bias = projection.bias {
                ElementwiseKernel.add(dBias, to: &gradients.flat, at: bias.offset)
            }
            let dx = Linear.backward(
                dz, x: input, y: nil, weight: weight, transposed: projection.isTransposed,
                precision: precision, resultPrecision: gradientPrecision, into: &gradients.flat,
                weightAt: projection.weight.offset, biasAt: nil)
            return [dx]
        }
    }
}

/// An affine map of so many columns that it is taken a block of rows at a time.
private struct ProjectedBlocks {
    let rows: Int
    let columns: Int
    private let x: Tensor
    private let weight: Tensor
    private let transposed: Bool
    private let bias: Tensor?
    private let precision: Precision
    /// Laid out once for all whole blocks; nil where there is none.
    private let packed: PackedMatrix?

    /// Rows of a block.
    private let height: Int

    /// [64, 8,000] floats are 2 MB; products in f32 are fast from twice as many rows on.
    private static func height(_ precision: Precision) -> Int {
        let wanted = precision == .f32 ? 128 : 64
        let multiple = PackedMatrix.rowMultiple
        return (wanted + multiple - 1) / multiple * multiple
    }

    init(_ x: Tensor, weight: Tensor, transposed: Bool, bias: Tensor?, precision: Precision) {
        rows = x.dimensions2.0
        columns = transposed ? weight.dimensions2.0 : weight.dimensions2.1
        (self.x, self.weight, self.transposed) = (x, weight, transposed)
        (self.bias, self.precision) = (bias, precision)
        height = Self.height(precision)
        packed =
            rows >= height
            ? PackedMatrix(weight, transposing: transposed, precision: precision) : nil
    }

    var ranges: [Range<Int>] {
        stride(from: 0, to: rows, by: height).map { $0..<min($0 + height, rows) }
    }

    /// - Returns: [rows of the block, columns]
    func product(_ block: Range<Int>) -> Tensor {
        if let packed, block.count == height {
            return packed.product(x.rows(block), bias: bias)
        }
        return Linear.forward(
            x.rows(block), weight: weight, transposed: transposed, bias: bias,
            precision: precision)
    }
}
