#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file's bytes, mapped read only: only what is read is fetched, and processes share it.
///
/// The bytes are those of the file that was opened, even when it is renamed or removed meanwhile.
/// Sendable because nobody writes them.
package final class MappedFile: @unchecked Sendable {
    /// The size of the file when it was opened.
    package let byteCount: Int
    private let base: UnsafeMutableRawPointer?

    /// Why a file was not mapped.
    package struct Failure: Error, Equatable {
        /// The system's error number.
        package let code: Int32
    }

    /// - Throws: for what cannot be opened, and for folders, pipes and devices.
    package convenience init(_ path: String) throws(Failure) {
        // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        defer { close(descriptor) }
        try self.init(descriptor: descriptor)
    }

    /// Maps an open file, which may be closed afterwards.
    package init(descriptor: Int32) throws(Failure) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        byteCount = Int(status.st_size)
        guard byteCount > 0 else {
            base = nil
            return
        }
        let mapping = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard mapping != MAP_FAILED, let mapping else { throw Failure(code: errno) }
        base = mapping
    }

    deinit {
        if let base { munmap(base, byteCount) }
    }

    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: byteCount))
    }

    /// Whether `count` floats from `byteOffset` on can be read in place.
    ///
    /// They may end after the file, yet not after the 64 bytes that its last byte lies in: these
    /// lie in the same page, and read as zeros.
    package func hasFloats(at byteOffset: Int, count: Int) -> Bool {
        byteOffset >= 0 && byteOffset % MemoryLayout<Float>.alignment == 0
            && count >= 0 && count <= (readableByteCount - byteOffset) / MemoryLayout<Float>.stride
    }

    /// Whether `count` bytes from `byteOffset` on lie in the file.
    package func hasBytes(at byteOffset: Int, count: Int) -> Bool {
        byteOffset >= 0 && count >= 0 && count <= byteCount - byteOffset
    }

    private var readableByteCount: Int { (byteCount + 63) / 64 * 64 }

    fileprivate func storage(at byteOffset: Int, count: Int) -> TensorStorage? {
        base.map {
            let first = $0 + byteOffset
            return TensorStorage(
                base: first.bindMemory(to: Float.self, capacity: count), capacity: count,
                owner: .borrowed(self))
        }
    }
}

extension Tensor {
    /// The floats of a mapped file from `byteOffset` on, in place; copied only when written.
    package init(_ file: MappedFile, at byteOffset: Int, shape: Shape) {
        precondition(
            file.hasFloats(at: byteOffset, count: shape.count),
            "\(shape) at byte \(byteOffset) of \(file.byteCount)")
        guard shape.count > 0, let storage = file.storage(at: byteOffset, count: shape.count)
        else {
            self.init(uninitialized: shape)
            return
        }
        self.init(shape: shape, storage: storage, offset: 0)
    }

    /// The elements' bytes, for writing them to a file.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(
            UnsafeRawBufferPointer(UnsafeBufferPointer(start: base, count: shape.count)))
    }
}
