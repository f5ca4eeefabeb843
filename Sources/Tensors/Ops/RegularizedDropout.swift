/// The loss of regularized dropout (R-Drop): every row twice with other dropout, and both to give
/// the same distribution.
///
///     loss = ½·(CE(p) + CE(q)) + α/4·(KL(p‖q) + KL(q‖p))      p, q: softmax of either draw
///
/// Liang et al. 2021, eq. 2–4 (arXiv:2106.14448), halved, so that α = 0 is the plain mean.
package enum RegularizedDropout {
    /// Forward and gradient in one pass over the logits, whose memory the gradient takes.
    /// - Parameters:
    ///   - logits: [rows, vocabulary]: the rows of the first draw, those of the second, and any
    ///     number that belong to no sequence
    ///   - targets: of the first draw's rows; the second's are the same
    ///   - smoothing: ε of the label smoothing in CE
    ///   - alpha: what the divergences weigh
    ///   - scale: multiplies loss and gradient; 1/targets for a mean
    /// - Returns: the scaled sum of the rows' losses; ∂/∂logits, 0 in rows of no sequence.
    package static func forward(
        _ logits: consuming Tensor, targets: ArraySlice<Int32>, smoothing: Float, alpha: Float,
        scale: Float
    ) -> (loss: Double, dLogits: Tensor) {
        var gradient = logits
        let losses = SoftmaxKernel.regularizedDropout(
            &gradient, targets: Array(targets), smoothing: smoothing, alpha: alpha,
            gradientScale: scale)
        let sum = losses.reduce(0.0) { $0 + Double($1) }
        return (sum * Double(scale), gradient)
    }
}

extension Tape {
    /// Projects to the vocabulary and takes the loss of two draws.
    ///
    /// One op for the reason that `projectedCrossEntropy` is one.
    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - projection: to the vocabulary
    ///   - targets: of both draws' rows, the first draw's first; the same twice
    /// - Returns: the scaled sum of the losses, [1].
    package func projectedRegularizedDropout(
        _ x: Variable, _ projection: LinearParameters, targets: [Int32], smoothing: Float,
        alpha: Float, scale: Float
    ) -> Variable {
        let half = targets.count / 2
        precondition(targets[..<half].elementsEqual(targets[half...]), "two draws of other rows")
        let weight = self[projection.weight]
        let precision = precision
        let (loss, dLogits) = RegularizedDropout.forward(
            Linear.forward(
                x.value, weight: weight, transposed: projection.isTransposed,
                bias: projection.bias.map { self[$0] }, precision: precision),
            targets: targets[..<half], smoothing: smoothing, alpha: alpha, scale: scale)
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
