/// Floats in row-major order with a shape: a value, copied when written while shared.
///
/// A tensor may be a view of a part of a larger one's memory (a parameter in a `ParameterSet`).
package struct Tensor: Sendable {
    package let shape: Shape
    private var storage: TensorStorage
    private var offset: Int

    init(shape: Shape, storage: TensorStorage, offset: Int) {
        precondition(offset >= 0 && offset + shape.count <= storage.capacity)
        self.shape = shape
        self.storage = storage
        self.offset = offset
    }

    /// A tensor whose elements are not set yet; whoever asks for it writes all of them.
    package init(uninitialized shape: Shape, pool: MemoryPool = .shared) {
        self.init(shape: shape, storage: pool.storage(for: shape.count), offset: 0)
    }

    package init(repeating element: Float, shape: Shape) {
        self.init(uninitialized: shape)
        storage.base.update(repeating: element, count: shape.count)
    }

    package static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: 0, shape: shape) }

    package init(_ elements: [Float], shape: Shape) {
        precondition(
            elements.count == shape.count, "\(elements.count) elements for shape \(shape)")
        self.init(uninitialized: shape)
        elements.withUnsafeBufferPointer { buffer in
            if let source = buffer.baseAddress {
                storage.base.update(from: source, count: buffer.count)
            }
        }
    }

    package var elements: [Float] {
        Array(UnsafeBufferPointer(start: base, count: shape.count))
    }

    package subscript(index: Int) -> Float {
        precondition((0..<shape.count).contains(index), "element \(index) of shape \(shape)")
        return storage.base[offset + index]
    }

    /// The same elements under another shape.
    package func reshaped(_ shape: Shape) -> Tensor {
        precondition(shape.count == self.shape.count, "\(self.shape) cannot become \(shape)")
        return Tensor(shape: shape, storage: storage, offset: offset)
    }

    /// Rows `range` of the outermost axis, as a view.
    package func rows(_ range: Range<Int>) -> Tensor {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= shape[0], "rows \(range) of \(shape)")
        let rowCount = shape.count / max(shape[0], 1)
        return Tensor(
            shape: Shape([range.count] + shape.array.dropFirst()),
            storage: storage, offset: offset + range.lowerBound * rowCount)
    }
}

// MARK: - Shapes

extension Tensor {
    package var dimensions2: (Int, Int) {
        precondition(shape.rank == 2, "rank 2 wanted, not \(shape)")
        return (shape[0], shape[1])
    }

    package func requireShape(_ sizes: Int..., name: String) {
        precondition(shape == Shape(sizes), "\(name) has shape \(shape), not \(Shape(sizes))")
    }
}

// MARK: - Memory, for Kernels and Matmul

// A pointer is valid while the tensor it came from is: kernels take tensors as parameters, which
// their caller keeps alive, and let no pointer out.
extension Tensor {
    var base: UnsafePointer<Float> { UnsafePointer(storage.base + offset) }

    /// The elements for writing; copies them first if another tensor shares the memory.
    var mutableBase: UnsafeMutablePointer<Float> {
        mutating get {
            if !isKnownUniquelyReferenced(&storage) || !storage.isWritable {
                let copy = MemoryPool.shared.storage(for: shape.count)
                copy.base.update(from: base, count: shape.count)
                storage = copy
                offset = 0
            }
            return storage.base + offset
        }
    }
}
