/// Numbers in row-major order with a shape: a value, copied when written while shared.
///
/// Floats but for what only products read, which may be kept as bfloat16.
///
/// A tensor may be a view of a part of a larger one's memory (a parameter in a `ParameterSet`).
package struct Tensor: Sendable {
    package let shape: Shape
    /// How the elements are kept.
    package let precision: Precision
    private var storage: TensorStorage
    private var offset: Int

    init(shape: Shape, precision: Precision = .f32, storage: TensorStorage, offset: Int) {
        let capacity = storage.capacity * (precision == .f32 ? 1 : 2)
        precondition(offset >= 0 && offset + shape.count <= capacity)
        self.shape = shape
        self.precision = precision
        self.storage = storage
        self.offset = offset
    }

    /// A tensor whose elements are not set yet; whoever asks for it writes all of them.
    package init(
        uninitialized shape: Shape, precision: Precision = .f32, pool: MemoryPool = .shared
    ) {
        let floats = precision == .f32 ? shape.count : (shape.count + 1) / 2
        self.init(
            shape: shape, precision: precision, storage: pool.storage(for: floats), offset: 0)
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
        let floats = converted(to: .f32)
        return Array(UnsafeBufferPointer(start: floats.base, count: shape.count))
    }

    package subscript(index: Int) -> Float {
        precondition((0..<shape.count).contains(index), "element \(index) of shape \(shape)")
        switch precision {
        case .f32: return base[index]
        case .bf16: return Float(bitPattern: UInt32(halfBase[index]) << 16)
        }
    }

    /// The same elements under another shape.
    package func reshaped(_ shape: Shape) -> Tensor {
        precondition(shape.count == self.shape.count, "\(self.shape) cannot become \(shape)")
        return Tensor(shape: shape, precision: precision, storage: storage, offset: offset)
    }

    /// Rows `range` of the outermost axis, as a view.
    package func rows(_ range: Range<Int>) -> Tensor {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= shape[0], "rows \(range) of \(shape)")
        let rowCount = shape.count / max(shape[0], 1)
        return Tensor(
            shape: Shape([range.count] + shape.array.dropFirst()), precision: precision,
            storage: storage, offset: offset + range.lowerBound * rowCount)
    }
}

// MARK: - Rows

extension Tensor {
    /// Some rows of a matrix of floats, copied one after the other, and zeros up to a multiple.
    package func gathering(_ ranges: [Range<Int>], roundedTo multiple: Int) -> Tensor {
        CopyKernel.gather(ranges, of: self, roundedTo: multiple)
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
    var base: UnsafePointer<Float> {
        precondition(precision == .f32, "a kernel for floats was given bfloat16")
        return UnsafePointer(storage.base + offset)
    }

    /// The elements for writing; copies them first if another tensor shares the memory.
    var mutableBase: UnsafeMutablePointer<Float> {
        mutating get {
            precondition(precision == .f32, "a kernel for floats was given bfloat16")
            if !isKnownUniquelyReferenced(&storage) || !storage.isWritable {
                let copy = MemoryPool.shared.storage(for: shape.count)
                copy.base.update(from: base, count: shape.count)
                storage = copy
                offset = 0
            }
            return storage.base + offset
        }
    }

    /// The elements of a tensor of bfloat16: the upper halves of floats.
    var halfBase: UnsafePointer<UInt16> {
        precondition(precision == .bf16, "a kernel for bfloat16 was given floats")
        return UnsafeRawPointer(storage.base).assumingMemoryBound(to: UInt16.self) + offset
    }

    /// The same for writing; copies them first if another tensor shares the memory.
    var mutableHalfBase: UnsafeMutablePointer<UInt16> {
        mutating get {
            if !isKnownUniquelyReferenced(&storage) || !storage.isWritable {
                var copy = Tensor(uninitialized: shape, precision: .bf16)
                copy.mutableHalfBase.update(from: halfBase, count: shape.count)
                self = copy
            }
            return UnsafeMutablePointer(mutating: halfBase)
        }
    }

    /// The elements as products read them.
    var rawBase: UnsafeRawPointer {
        switch precision {
        case .f32: UnsafeRawPointer(base)
        case .bf16: UnsafeRawPointer(halfBase)
        }
    }
}
