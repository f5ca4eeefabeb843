/// The loss of predicting each row's target, with label smoothing.
///
///     loss = −Σ_v q(v) log p(v)      q = (1 − ε)·[v = target] + ε/V      p = softmax(logits)
///
/// Szegedy et al. 2016, §7 (arXiv:1512.00567).
package enum CrossEntropy {
    /// Forward and gradient in one pass over the logits, whose memory the gradient takes.
    ///
    ///     ∂loss/∂logits = p − q
    /// - Parameters:
    ///   - logits: [rows, vocabulary]; rows beyond the targets are of no sequence
    ///   - scale: multiplies loss and gradient; 1/targets for a mean
    /// - Returns: the scaled sum of the rows' losses; ∂/∂logits, 0 in rows without a target.
    package static func forward(
        _ logits: consuming Tensor, targets: [Int32], smoothing: Float, scale: Float
    ) -> (loss: Double, dLogits: Tensor) {
        var gradient = logits
        let losses = SoftmaxKernel.crossEntropy(
            &gradient, targets: targets, smoothing: smoothing, gradientScale: scale)
        let sum = losses.reduce(0.0) { $0 + Double($1) }
        return (sum * Double(scale), gradient)
    }
}

/// Reading probabilities from logits, in inference.
package enum LogSoftmax {
    /// The k most likely columns of each of the first `rows` rows, most likely first.
    /// - Returns: log-probabilities and columns, [rows, k] each.
    package static func top(
        _ k: Int, of logits: Tensor, rows: Int
    ) -> (logProbabilities: [Float], columns: [Int32]) {
        SoftmaxKernel.top(k, of: logits, rows: rows)
    }

    /// log p of each row's target, for the first `targets.count` rows.
    package static func logProbabilities(of targets: [Int32], in logits: Tensor) -> [Float] {
        SoftmaxKernel.logProbabilities(of: targets, in: logits)
    }
}

extension Tape {
    /// Projects to the vocabulary and takes the loss.
    ///
    /// One op, because the logits are by far a step's largest tensor: they become their own
    /// gradient in place and are held once.
    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - projection: to the vocabulary
    /// - Returns: the scaled sum of the losses, [1].
    package func projectedCrossEntropy(
        _ x: Variable, _ projection: LinearParameters, targets: [Int32], smoothing: Float,
        scale: Float
    ) -> Variable {
        let weight = self[projection.weight]
        let precision = precision
        let (loss, dLogits) = CrossEntropy.forward(
            Linear.forward(
                x.value, weight: weight, transposed: projection.isTransposed,
                bias: projection.bias.map { self[$0] }, precision: precision),
            targets: targets, smoothing: smoothing, scale: scale)
        return record(Tensor([Float(loss)], shape: Shape(1)), from: [x]) { dLoss, gradients in
            var dz = dLogits
            if dLoss[0] != 1 { ElementwiseKernel.scale(&dz, by: dLoss[0]) }
            let dx = Linear.backward(
                dz, x: x.value, y: nil, weight: weight, transposed: projection.isTransposed,
                precision: precision, into: &gradients.flat,
                weightAt: projection.weight.offset, biasAt: projection.bias?.offset)
            return [dx]
        }
    }
}
