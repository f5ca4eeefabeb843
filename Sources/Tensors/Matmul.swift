internal import COneDNN
import Synchronization

// The one file that knows oneDNN. A product is compiled once for its shape ("plan", 60–300 µs)
// and kept in a table, because a step asks for the same few dozen shapes again and again.

/// Matrix products, with what oneDNN fuses into them.
package enum Matmul {
    /// left · right (+ bias) (then ReLU), either factor transposed on the fly.
    ///
    /// - Parameters:
    ///   - left: [rows, inner], or [inner, rows] when `transposingLeft`.
    ///   - right: [inner, columns], or [columns, inner] when `transposingRight`.
    ///   - bias: [columns]
    ///   - precision: of the factors; those that are kept otherwise are converted first
    ///   - resultPrecision: how the result is kept
    /// - Returns: [rows, columns]
    package static func product(
        _ left: Tensor, transposingLeft: Bool = false,
        _ right: Tensor, transposingRight: Bool = false,
        bias: Tensor? = nil, relu: Bool = false, precision: Precision = .f32,
        resultPrecision: Precision = .f32
    ) -> Tensor {
        var product = Product(
            left, transposingLeft, right, transposingRight, bias: bias != nil, relu: relu,
            accumulate: false, precision: precision)
        product.resultPrecision = resultPrecision
        bias?.requireShape(product.columns, name: "bias")
        var result = Tensor(
            uninitialized: Shape(product.rows, product.columns), precision: resultPrecision)
        switch resultPrecision {
        case .f32: run(product, left, right, bias: bias, result: result.mutableBase)
        case .bf16: run(product, left, right, bias: bias, result: result.mutableHalfBase)
        }
        return result
    }

    /// Adds left · right to the elements of `sum` from `offset` on.
    package static func accumulate(
        _ left: Tensor, transposingLeft: Bool = false,
        _ right: Tensor, transposingRight: Bool = false,
        into sum: inout Tensor, at offset: Int, precision: Precision = .f32
    ) {
        let product = Product(
            left, transposingLeft, right, transposingRight, bias: false, relu: false,
            accumulate: true, precision: precision)
        precondition(offset + product.rows * product.columns <= sum.shape.count)
        run(product, left, right, bias: nil, result: sum.mutableBase + offset)
    }

    private static func run(
        _ product: Product, _ left: Tensor, _ right: Tensor, bias: Tensor?,
        result: UnsafeMutableRawPointer
    ) {
        let plan = PlanTable.shared.plan(for: product)
        let left = left.converted(to: product.precision)
        let right = right.converted(to: product.precision)
        plan.run(left: left.rawBase, right: right.rawBase, bias: bias?.base, result: result)
        withExtendedLifetime((left, right, bias)) {}
    }

    /// Whether bf16 products are faster than f32 ones on this processor.
    package static var hasFastBFloat16: Bool { onednn_has_fast_bf16() }

    /// The library behind it, with its version.
    package static var library: String { "oneDNN " + String(cString: onednn_version_text()) }
}

/// The right-hand side of products, laid out once in the way oneDNN reads fastest.
///
/// For inference, where weights stay and rows are few: [8, 256]·[256, 256] runs several times as
/// fast as with plain weights. The layout is the same for every row count.
package struct PackedMatrix: Sendable {
    package let inner: Int
    package let columns: Int
    private let memory: TensorStorage
    private let precision: Precision
    /// The plan whose layout `memory` has.
    private let packing: Plan

    /// - Parameter weight: [inner, columns], or [columns, inner] when `transposing`.
    package init(_ weight: Tensor, transposing: Bool = false, precision: Precision = .f32) {
        let (rows, columns) = weight.dimensions2
        self.inner = transposing ? columns : rows
        self.columns = transposing ? rows : columns
        self.precision = precision
        var product = Product(
            rows: Self.rowMultiple, columns: self.columns, inner: inner, precision: precision)
        product.transposingRight = transposing
        product.isRightPacked = true
        packing = PlanTable.shared.plan(for: product)
        memory = MemoryPool.shared.storage(for: (packing.packedBytes + 3) / 4)
        let factor = weight.converted(to: precision)
        packing.pack(factor.rawBase, into: memory.base)
        withExtendedLifetime(factor) {}
    }

    /// What row counts are multiples of in inference.
    ///
    /// Then one row's result does not depend on how many others there are, nor on its place among
    /// them, to the last bit: oneDNN's AVX-512 kernels ("brg:…") add up the inner axis in the same
    /// order for every row, its AVX2 ones ("gemm:…") in tiles of 6 rows, but not in what is left
    /// over.
    package static let rowMultiple = onednn_has_avx512() ? 8 : 24

    /// The most rows that are multiplied at once, a multiple of every `rowMultiple`.
    ///
    /// The AVX2 kernels cut the inner axis elsewhere for more; and fewer shapes are compiled.
    package static let rowLimit = 240

    /// What oneDNN calls its kernel, for example "brg:avx512_core".
    package var implementation: String { packing.implementation }

    /// rows · self (+ bias) (then ReLU).
    ///
    /// - Parameter left: [rows, inner], rows a multiple of `rowMultiple`.
    /// - Returns: [rows, columns]
    package func product(_ left: Tensor, bias: Tensor?, relu: Bool = false) -> Tensor {
        let (rows, inner) = left.dimensions2
        precondition(inner == self.inner, "\(left.shape) · [\(self.inner), \(columns)]")
        precondition(rows % Self.rowMultiple == 0, "\(rows) rows")
        bias?.requireShape(columns, name: "bias")
        var result = Tensor(uninitialized: Shape(rows, columns))
        let (target, factor) = (result.mutableBase, left.converted(to: precision))
        let stride = precision == .f32 ? 4 : 2
        for first in Swift.stride(from: 0, to: rows, by: Self.rowLimit) {
            let plan = plan(rows: min(rows - first, Self.rowLimit), bias: bias != nil, relu: relu)
            plan.run(
                left: factor.rawBase + first * inner * stride, right: memory.base,
                bias: bias?.base, result: target + first * columns)
        }
        withExtendedLifetime((factor, bias)) {}
        return result
    }

    private func plan(rows: Int, bias: Bool, relu: Bool) -> Plan {
        var product = Product(rows: rows, columns: columns, inner: inner, precision: precision)
        product.hasBias = bias
        product.relu = relu
        product.isRightPacked = true
        let plan = PlanTable.shared.plan(for: product)
        // Otherwise the result would be wrong without any other sign.
        precondition(plan.sharesPacking(with: packing), "another weight layout for \(product)")
        return plan
    }
}

// MARK: - Plans

/// All that a product's code depends on.
private struct Product: Hashable, Sendable {
    var rows: Int
    var columns: Int
    var inner: Int
    var precision: Precision
    var resultPrecision = Precision.f32
    var transposingLeft = false
    var transposingRight = false
    var hasBias = false
    var relu = false
    var accumulate = false
    var isRightPacked = false

    init(rows: Int, columns: Int, inner: Int, precision: Precision) {
        self.rows = rows
        self.columns = columns
        self.inner = inner
        self.precision = precision
    }

    init(
        _ left: Tensor, _ transposingLeft: Bool, _ right: Tensor, _ transposingRight: Bool,
        bias: Bool, relu: Bool, accumulate: Bool, precision: Precision
    ) {
        let (l0, l1) = left.dimensions2
        let (r0, r1) = right.dimensions2
        let inner = transposingLeft ? l0 : l1
        precondition(
            inner == (transposingRight ? r1 : r0),
            "\(left.shape)\(transposingLeft ? "ᵀ" : "") · \(right.shape)\(transposingRight ? "ᵀ" : "")"
        )
        self.init(
            rows: transposingLeft ? l1 : l0, columns: transposingRight ? r0 : r1, inner: inner,
            precision: precision)
        self.transposingLeft = transposingLeft
        self.transposingRight = transposingRight
        hasBias = bias
        self.relu = relu
        self.accumulate = accumulate
    }

    var description: onednn_product {
        onednn_product(
            rows: Int64(rows), columns: Int64(columns), inner: Int64(inner),
            left_row_stride: Int64(transposingLeft ? 1 : inner),
            left_inner_stride: Int64(transposingLeft ? rows : 1),
            right_inner_stride: Int64(transposingRight ? 1 : columns),
            right_column_stride: Int64(transposingRight ? inner : 1),
            result_row_stride: Int64(columns), input: precision.elementType,
            output: resultPrecision.elementType, bias: hasBias, relu: relu, accumulate: accumulate,
            packed_right: isRightPacked)
    }
}

/// A compiled product.
///
/// Sendable because oneDNN's primitives are immutable: `COneDNN` keeps what a
/// run writes (stream, scratch memory) by thread.
private final class Plan: @unchecked Sendable {
    private let handle: OpaquePointer

    init(_ product: Product) {
        var description = product.description
        var status: Int32 = 0
        guard let handle = onednn_plan_create(&description, &status) else {
            preconditionFailure("oneDNN has no product for \(product): status \(status)")
        }
        self.handle = handle
        // "ref" is a plain loop, a hundred times slower: a shape or type that must not occur.
        assert(
            !implementation.hasPrefix("ref"),
            "oneDNN has no fast product for \(product)")
    }

    deinit { onednn_plan_destroy(handle) }

    var packedBytes: Int { onednn_plan_packed_bytes(handle) }
    var implementation: String { String(cString: onednn_plan_implementation(handle)) }

    func sharesPacking(with other: Plan) -> Bool {
        onednn_plans_share_packing(handle, other.handle)
    }

    func run(
        left: UnsafeRawPointer, right: UnsafeRawPointer, bias: UnsafePointer<Float>?,
        result: UnsafeMutableRawPointer
    ) {
        let status = onednn_plan_run(handle, left, right, bias, result)
        precondition(status == 0, "oneDNN could not run a product: status \(status)")
    }

    func pack(_ right: UnsafeRawPointer, into packed: UnsafeMutableRawPointer) {
        let status = onednn_plan_pack(handle, right, packed)
        precondition(status == 0, "oneDNN could not lay out weights: status \(status)")
    }
}

/// The process's compiled products, as a dynamic linker's table is the process's.
private final class PlanTable: Sendable {
    static let shared = PlanTable()

    private let plans = Mutex<[Product: Plan]>([:])
    /// Row counts of a stranger's input must not grow the table without end.
    private static let capacity = 4096

    func plan(for product: Product) -> Plan {
        if let plan = plans.withLock({ $0[product] }) { return plan }
        let plan = Plan(product)
        plans.withLock { plans in
            if plans.count >= Self.capacity { plans.removeAll() }
            plans[product] = plan
        }
        return plan
    }
}

extension Precision {
    fileprivate var elementType: onednn_type { self == .f32 ? ONEDNN_F32 : ONEDNN_BF16 }
}
