internal import CKernels

/// Which elements of a matrix are set to zero in training, the others scaled up.
///
/// The draws are a hash of the seed, the row's key and the column: a backward pass makes the same
/// ones again and nothing is kept, and a row gets the same ones on whichever worker it is.
package struct Dropout: Sendable {
    private let seed: UInt32
    /// An element is dropped when its hash is below.
    private let threshold: UInt32
    /// Of the others: 1/(1 − rate).
    private let scale: Float
    private let rowKeys: [UInt32]?

    /// Keeps everything.
    package static let none = Dropout(rate: 0, seed: 0)

    /// - Parameters:
    ///   - rate: the share of elements dropped, in [0, 1)
    ///   - rowKeys: one a row (`SequenceLayout.rowKeys`); nil for the rows' numbers
    package init(rate: Float, seed: UInt32, rowKeys: [UInt32]? = nil) {
        precondition(rate >= 0 && rate < 1, "dropout \(rate)")
        self.seed = seed
        threshold = UInt32(rate * 0x1p32)
        scale = 1 / (1 - rate)
        self.rowKeys = rowKeys
    }

    package var isNone: Bool { threshold == 0 }

    /// What a kernel takes, for a matrix of so many rows.
    func withParameters<Result>(rows: Int, _ body: (kernel_dropout) -> Result) -> Result {
        var parameters = kernel_dropout(
            row_keys: nil, seed: seed, threshold: threshold, scale: scale)
        guard !isNone, let rowKeys else { return body(parameters) }
        precondition(rowKeys.count == rows, "\(rowKeys.count) keys for \(rows) rows")
        return rowKeys.withUnsafeBufferPointer { keys in
            parameters.row_keys = keys.baseAddress
            return body(parameters)
        }
    }
}

enum DropoutKernel {
    static func apply(_ x: Tensor, _ dropout: Dropout) -> Tensor {
        guard !dropout.isNone else { return x }
        let (N, D) = x.dimensions2
        var y = Tensor(uninitialized: x.shape)
        dropout.withParameters(rows: N) { parameters in
            kernel_dropout_apply(y.mutableBase, x.base, Int64(N), Int64(D), parameters)
        }
        return y
    }
}
