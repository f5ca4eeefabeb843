/// A residual connection without a norm after it, as pre-norm layers have.
///
///     y = x + dropout(f)
package enum ResidualAdd {
    /// - Parameters:
    ///   - x: [rows, dim]
    ///   - f: the shape of x
    package static func forward(_ x: Tensor, _ f: Tensor, dropout: Dropout = .none) -> Tensor {
        var y = DropoutKernel.apply(f, dropout)
        ElementwiseKernel.add(&y, x)
        return y
    }

    /// The gradients of `forward`: dx = dy, df = dropout(dy).
    package static func backward(
        _ dy: Tensor, dropout: Dropout = .none
    ) -> (dx: Tensor, df: Tensor) {
        (dy, DropoutKernel.apply(dy, dropout))
    }
}

extension Tape {
    /// The sum of x and dropout(f).
    package func residualAdd(_ x: Variable, _ f: Variable) -> Variable {
        let dropout = nextDropout(in: x)
        let y = ResidualAdd.forward(x.value, f.value, dropout: dropout)
        return record(y, from: [x, f]) { dy, _ in
            let (dx, df) = ResidualAdd.backward(dy, dropout: dropout)
            return [dx, df]
        }
    }
}
