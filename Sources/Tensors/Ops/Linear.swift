/// An affine map, with the activation that follows it fused in.
///
///     y = x W + b        or max(0, x W + b)
package enum Linear {
    /// - Parameters:
    ///   - x: [rows, in]
    ///   - weight: [in, out], or [out, in] when `transposed`
    ///   - bias: [out]
    ///   - precision: of the product
    ///   - resultPrecision: how y is kept
    /// - Returns: [rows, out]
    package static func forward(
        _ x: Tensor, weight: Tensor, transposed: Bool = false, bias: Tensor?, relu: Bool = false,
        precision: Precision = .f32, resultPrecision: Precision = .f32
    ) -> Tensor {
        Matmul.product(
            x, weight, transposingRight: transposed, bias: bias, relu: relu, precision: precision,
            resultPrecision: resultPrecision)
    }

    /// The gradients of `forward`.
    ///
    ///     dz = dy · [y > 0] with ReLU, else dy
    ///     dx = dz Wᵀ      dW += xᵀ dz      db += Σ_rows dz
    ///
    /// dW and db are added where `weightAt` and `biasAt` say in `gradients`.
    /// - Parameter resultPrecision: how dx is kept
    package static func backward(
        _ dy: Tensor, x: Tensor, y: Tensor?, weight: Tensor, transposed: Bool = false,
        precision: Precision = .f32, resultPrecision: Precision = .f32,
        into gradients: inout Tensor, weightAt: Int, biasAt: Int?
    ) -> Tensor {
        let dz = gradientOfSum(dy, y: y, precision: precision, into: &gradients, biasAt: biasAt)
        if transposed {
            Matmul.accumulate(
                dz, transposingLeft: true, x, into: &gradients, at: weightAt, precision: precision)
        } else {
            Matmul.accumulate(
                x, transposingLeft: true, dz, into: &gradients, at: weightAt, precision: precision)
        }
        return Matmul.product(
            dz, weight, transposingRight: !transposed, precision: precision,
            resultPrecision: resultPrecision)
    }

    /// dz as both products read it; adds db.
    private static func gradientOfSum(
        _ dy: Tensor, y: Tensor?, precision: Precision, into gradients: inout Tensor, biasAt: Int?
    ) -> Tensor {
        if let y {
            return LinearKernel.reluBackward(
                dy.converted(to: precision), y: y.converted(to: precision),
                addingColumnSumsTo: &gradients, at: biasAt)
        }
        guard let biasAt else { return dy.converted(to: precision) }
        if precision == .bf16 && dy.precision == .f32 {
            return LinearKernel.toBFloat16(dy, addingColumnSumsTo: &gradients, at: biasAt)
        }
        LinearKernel.addColumnSums(of: dy.converted(to: .f32), to: &gradients, at: biasAt)
        return dy.converted(to: precision)
    }
}

/// The parameters of an affine map.
package struct LinearParameters: Sendable {
    package let weight: Parameter
    package let bias: Parameter?
    /// Whether `weight` is [out, in]: an embedding table used as output projection.
    package let isTransposed: Bool

    package init(weight: Parameter, bias: Parameter?, isTransposed: Bool = false) {
        self.weight = weight
        self.bias = bias
        self.isTransposed = isTransposed
    }
}

extension Tape {
    /// - Parameter isRounded: whether the result is kept in the precision of products while
    ///   training, because all that reads it makes do with that; so it is after a ReLU, which
    ///   only products read
    package func linear(
        _ x: Variable, _ parameters: LinearParameters, relu: Bool = false, isRounded: Bool = false
    ) -> Variable {
        let (weight, isTransposed) = (parameters.weight, parameters.isTransposed)
        let bias = parameters.bias.map { self[$0] }
        if let y = packed?.product(x.value, weight, bias: bias, relu: relu) {
            return constant(y)
        }
        let (precision, gradientPrecision) = (precision, x.value.precision)
        let (input, w) = (factor(x), factor(weight))
        let y = Linear.forward(
            input, weight: w, transposed: isTransposed, bias: bias, relu: relu,
            precision: precision,
            resultPrecision: (relu || isRounded) && isRecording ? precision : .f32)
        // What the backward pass names, it keeps.
        let kept = relu ? y : nil
        return record(y, from: [x]) { dy, gradients in
            let dx = Linear.backward(
                dy, x: input, y: kept, weight: w, transposed: isTransposed,
                precision: precision, resultPrecision: gradientPrecision, into: &gradients.flat,
                weightAt: weight.offset, biasAt: parameters.bias?.offset)
            return [dx]
        }
    }
}
