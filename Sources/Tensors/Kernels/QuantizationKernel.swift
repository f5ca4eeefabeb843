internal import CKernels

/// Loops over matrices of whole numbers; see CKernels.h for how a number is kept.
enum QuantizationKernel {
    /// Whether products of whole numbers have instructions of their own on this processor.
    static let isFast = kernel_has_fast_int8() != 0

    /// - Parameter scales: gets one for each row or column
    static func quantize(
        _ weight: Tensor, by channel: QuantizedMatrix.Channel,
        into elements: UnsafeMutablePointer<Int8>, scales: inout Tensor
    ) {
        let (rows, columns) = weight.dimensions2
        scales.requireShape(channel == .row ? rows : columns, name: "scales")
        let (m, n) = (Int64(rows), Int64(columns))
        switch channel {
        case .row: kernel_quantize_by_row(elements, scales.mutableBase, weight.base, m, n)
        case .column: kernel_quantize_by_column(elements, scales.mutableBase, weight.base, m, n)
        }
    }

    static func dequantize(_ matrix: QuantizedMatrix) -> Tensor {
        var result = Tensor(uninitialized: matrix.shape)
        let (m, n) = (Int64(matrix.shape[0]), Int64(matrix.shape[1]))
        matrix.withElements { elements in
            switch matrix.channel {
            case .row:
                kernel_dequantize_by_row(result.mutableBase, elements, matrix.scales.base, m, n)
            case .column:
                kernel_dequantize_by_column(result.mutableBase, elements, matrix.scales.base, m, n)
            }
        }
        return result
    }

    /// table[ids] · scale + positions[positionOf]; [rows, dim].
    static func embed(
        ids: [Int32], positionOf: [Int32], table: QuantizedMatrix, positions: Tensor?, scale: Float
    ) -> Tensor {
        let (V, D) = (table.shape[0], table.shape[1])
        precondition(table.channel == .row, "a table with a scale for each column")
        EmbeddingKernel.check(ids: ids, below: V)
        EmbeddingKernel.check(positionOf, of: ids.count, in: positions, dimension: D)
        var y = Tensor(uninitialized: Shape(ids.count, D))
        table.withElements { elements in
            kernel_embed_int8(
                y.mutableBase, elements, table.scales.base, positions?.base, ids, positionOf,
                Int64(ids.count), Int64(D), scale)
        }
        return y
    }

    // MARK: - Products

    /// The size of a matrix [inner, columns] as `pack` lays it out.
    static func packedBytes(inner: Int, columns: Int) -> Int {
        let panels = (columns + Int(KERNEL_INT8_PANEL) - 1) / Int(KERNEL_INT8_PANEL)
        return panels
            * (Int(KERNEL_INT8_PANEL_HEAD) + Int(KERNEL_INT8_PANEL) * paddedInner(inner))
    }

    /// Bytes of a quantized row.
    static func paddedInner(_ inner: Int) -> Int { (inner + 3) / 4 * 4 }

    /// Lays out the right-hand side of products, whose columns are what has a scale.
    static func pack(_ matrix: QuantizedMatrix, into packed: UnsafeMutableRawPointer) {
        let (rows, columns) = (matrix.shape[0], matrix.shape[1])
        let isTransposed = matrix.channel == .row
        matrix.withElements { elements in
            kernel_pack_int8(
                packed, elements, matrix.scales.base, Int64(isTransposed ? columns : rows),
                Int64(isTransposed ? rows : columns), isTransposed ? 1 : 0)
        }
    }

    /// left · packed (+ bias) (then ReLU), the left factor quantized row by row.
    static func product(
        _ left: Tensor, packed: TensorStorage, columns: Int, bias: Tensor?, relu: Bool
    ) -> Tensor {
        let (rows, inner) = left.dimensions2
        let stride = paddedInner(inner)
        // A scale for each row, then the rows.
        let factor = MemoryPool.shared.storage(for: rows + rows * stride / 4)
        let scales = factor.base
        let quantized = UnsafeMutableRawPointer(scales + rows).assumingMemoryBound(
            to: UInt8.self)
        kernel_quantize_rows(
            quantized, scales, left.base, Int64(rows), Int64(inner), Int64(stride))
        var result = Tensor(uninitialized: Shape(rows, columns))
        kernel_int8_product(
            result.mutableBase, quantized, scales, packed.base, bias?.base, Int64(rows),
            Int64(inner), Int64(columns), relu ? 1 : 0, isFast ? 1 : 0)
        withExtendedLifetime((factor, packed)) {}
        return result
    }
}
