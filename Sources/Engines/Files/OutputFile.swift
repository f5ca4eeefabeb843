#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file being written: whoever finishes it knows that it is on the disk, and its checksum.
struct OutputFile: ~Copyable {
    /// The most that one system call is asked to write.
    private static let mostBytesPerCall = 1 << 28

    private let descriptor: Int32
    private let path: String
    private var byteCount = 0
    private var checksum = Checksum()

    /// - Parameter isNew: whether a file that exists already is an error; else it is overwritten.
    init(_ path: String, isNew: Bool) throws(EngineError) {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (isNew ? O_EXCL : O_TRUNC)
        descriptor = open(path, flags, 0o666)
        self.path = path
        guard descriptor >= 0 else {
            throw EngineError(.unwritable(errorNumber: errno), at: path)
        }
    }

    deinit {
        close(descriptor)
    }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(EngineError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.mostBytesPerCall))
            let written = systemWrite(descriptor, part)
            if written < 0 {
                if errno == EINTR { continue }
                throw EngineError(.unwritable(errorNumber: errno), at: path)
            }
            rest = rest.dropFirst(written)
        }
        byteCount += bytes.count
        checksum.update(bytes)
    }

    mutating func write(_ bytes: [UInt8]) throws(EngineError) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(EngineError) in
            try write(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Waits until the disk has everything.
    mutating func finish() throws(EngineError) -> FileRecord {
        try Disk.flush(descriptor, path: path)
        return FileRecord(bytes: byteCount, checksum: checksum)
    }
}

/// `write` of the system, which `OutputFile.write` hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

/// Waiting for the disk.
enum Disk {
    static func flush(_ descriptor: Int32, path: String) throws(EngineError) {
        #if canImport(Darwin)
            // There, fsync alone leaves the bytes in the drive's own memory.
            if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
        #endif
        // Devices and some network disks cannot be flushed: nothing more can be done then.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw EngineError(.unwritable(errorNumber: errno), at: path)
        }
    }

    /// Makes the names in a folder last.
    static func flushFolder(_ path: String) throws(EngineError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw EngineError(.unwritable(errorNumber: errno), at: path)
        }
        defer { close(descriptor) }
        try flush(descriptor, path: path)
    }
}
