/// A matrix of whole numbers of 8 bits, with a scale for each row or each column.
///
///     w[i, j] ≈ q[i, j] · scale       scale = max |w| / 127 of the row or column
///
/// A weight is off by half a scale at most. It is the outputs of a product that have scales of
/// their own: the columns of [in, out], the rows of an embedding table [vocabulary, dim], whose
/// rows are the columns of the output projection.
package struct QuantizedMatrix: Sendable {
    /// What has a scale of its own.
    package enum Channel: Sendable, Equatable {
        case row, column
    }

    package let shape: Shape
    package let channel: Channel
    /// One for each row, or for each column.
    package let scales: Tensor
    private let memory: Memory

    private enum Memory: Sendable {
        case own(TensorStorage)
        case mapped(MappedFile, offset: Int)
    }

    /// Quantizes a matrix.
    /// - Parameter weight: [rows, columns]
    package init(_ weight: Tensor, by channel: Channel) {
        let (rows, columns) = weight.dimensions2
        let storage = MemoryPool.shared.storage(for: (rows * columns + 3) / 4)
        var scales = Tensor(uninitialized: Shape(channel == .row ? rows : columns))
        let bytes = UnsafeMutableRawPointer(storage.base).assumingMemoryBound(to: Int8.self)
        QuantizationKernel.quantize(weight, by: channel, into: bytes, scales: &scales)
        shape = weight.shape
        self.channel = channel
        self.scales = scales
        memory = .own(storage)
    }

    /// The bytes of a mapped file from `byteOffset` on, in place.
    package init(
        _ file: MappedFile, at byteOffset: Int, shape: Shape, channel: Channel, scales: Tensor
    ) {
        precondition(shape.rank == 2, "rank 2 wanted, not \(shape)")
        scales.requireShape(shape[channel == .row ? 0 : 1], name: "scales")
        precondition(
            file.hasBytes(at: byteOffset, count: shape.count),
            "\(shape) at byte \(byteOffset) of \(file.byteCount)")
        self.shape = shape
        self.channel = channel
        self.scales = scales
        memory = .mapped(file, offset: byteOffset)
    }

    /// What it stands for, as floats.
    package var dequantized: Tensor { QuantizationKernel.dequantize(self) }

    /// The elements, row by row, for writing them to a file.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch memory {
        case .own(let storage):
            defer { withExtendedLifetime(storage) {} }
            return try body(UnsafeRawBufferPointer(start: storage.base, count: shape.count))
        case .mapped(let file, let offset):
            return try file.withBytes { (bytes) throws(Failure) in
                try body(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + shape.count]))
            }
        }
    }

    func withElements(_ body: (UnsafePointer<Int8>) -> Void) {
        withBytes { bytes in
            if let base = bytes.baseAddress { body(base.assumingMemoryBound(to: Int8.self)) }
        }
    }
}

/// The right-hand side of products of whole numbers, laid out once; see `PackedMatrix`.
///
/// Sums are exact, so a row's result depends on nothing but the row, however many rows there are.
package struct PackedInt8Matrix: Sendable {
    package let inner: Int
    package let columns: Int
    private let memory: TensorStorage

    package init(_ matrix: QuantizedMatrix) {
        let (rows, columns) = (matrix.shape[0], matrix.shape[1])
        let isTransposed = matrix.channel == .row
        self.inner = isTransposed ? columns : rows
        self.columns = isTransposed ? rows : columns
        let bytes = QuantizationKernel.packedBytes(inner: inner, columns: self.columns)
        memory = MemoryPool.shared.storage(for: (bytes + 3) / 4)
        QuantizationKernel.pack(matrix, into: memory.base)
    }

    /// rows · self (+ bias) (then ReLU).
    ///
    ///     y = Σ_k q[k] · w[k] · scale(row) · scale(column) + bias      q = round(x / scale(row))
    /// - Parameter left: [rows, inner]
    /// - Returns: [rows, columns]
    package func product(_ left: Tensor, bias: Tensor?, relu: Bool = false) -> Tensor {
        let (_, inner) = left.dimensions2
        precondition(inner == self.inner, "\(left.shape) · [\(self.inner), \(columns)]")
        bias?.requireShape(columns, name: "bias")
        return QuantizationKernel.product(
            left, packed: memory, columns: columns, bias: bias, relu: relu)
    }
}
