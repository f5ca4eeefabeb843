internal import Tensors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reading one file of a folder.
enum FolderFile {
    static func map(_ path: String) throws(EngineError) -> MappedFile {
        do {
            return try MappedFile(path)
        } catch {
            throw EngineError(
                error.code == ENOENT ? .fileMissing : .unreadable(errorNumber: error.code),
                at: path)
        }
    }

    /// Maps a file that must be as it was when it was recorded.
    static func map(_ path: String, as record: FileRecord) throws(EngineError) -> MappedFile {
        let file = try map(path)
        guard file.byteCount == record.bytes else {
            throw EngineError(
                .wrongLength(bytes: file.byteCount, expected: record.bytes), at: path)
        }
        guard FileRecord(of: file) == record else { throw EngineError(.wrongChecksum, at: path) }
        return file
    }

    /// Reads a file of at most `limit` bytes into memory.
    static func read(_ path: String, limit: Int) throws(EngineError) -> [UInt8] {
        let file = try map(path)
        guard file.byteCount <= limit else {
            throw EngineError(.malformed("has more than \(limit) bytes"), at: path)
        }
        return file.withBytes { Array($0) }
    }
}
