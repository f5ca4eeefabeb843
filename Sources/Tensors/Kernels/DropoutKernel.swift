internal import CKernels

/// Which elements of a tensor are set to zero in training, the others scaled up.
///
/// The draws are a hash of the seed and an element's index, so a backward pass makes the same ones
/// again and nothing is kept.
package struct Dropout: Sendable {
    let parameters: kernel_dropout

    /// Keeps everything.
    package static let none = Dropout(rate: 0, seed: 0)

    /// - Parameter rate: the share of elements dropped, in [0, 1).
    package init(rate: Float, seed: UInt32) {
        precondition(rate >= 0 && rate < 1, "dropout \(rate)")
        parameters = kernel_dropout(
            seed: seed, threshold: UInt32(rate * 0x1p32), scale: 1 / (1 - rate))
    }

    package var isNone: Bool { parameters.threshold == 0 }
}

enum DropoutKernel {
    static func apply(_ x: Tensor, _ dropout: Dropout) -> Tensor {
        guard !dropout.isNone else { return x }
        var y = Tensor(uninitialized: x.shape)
        kernel_dropout_apply(y.mutableBase, x.base, Int64(x.shape.count), dropout.parameters)
        return y
    }
}
