/// The memory of one or several tensors; returned to the pool when the last of them goes.
///
/// Sendable because it is written only through `Tensor` and `ParameterSet`, which are values:
/// they write when they hold the one reference, and copy otherwise.
final class TensorStorage: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    let capacity: Int
    private let owner: Owner

    /// Who takes the memory back, and keeps what it lies in alive until then.
    enum Owner {
        case pool(MemoryPool)
        /// Memory that belongs to something else, such as a mapped file; read only.
        case borrowed(AnyObject)
    }

    init(base: UnsafeMutablePointer<Float>, capacity: Int, owner: Owner) {
        self.base = base
        self.capacity = capacity
        self.owner = owner
    }

    /// Whether the memory may be written by whoever holds the only reference.
    var isWritable: Bool {
        if case .pool = owner { true } else { false }
    }

    deinit {
        if case .pool(let pool) = owner { pool.recycle(base, capacity: capacity) }
    }
}
