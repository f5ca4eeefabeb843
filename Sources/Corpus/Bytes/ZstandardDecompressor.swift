import CZstd

/// Owns one zstd context and unpacks a file of one frame or several.
final class ZstandardDecompressor: Decompressor {
    /// 2²⁷ bytes, 128 MiB: what `zstd` itself unpacks without being told to, and writes at most
    /// without `--ultra` or `--long`.
    private static let largestWindowLog: Int32 = 27

    private let context: OpaquePointer
    private var isBetweenFrames = false

    init() {
        guard let context = ZSTD_createDCtx() else {
            preconditionFailure("ZSTD_createDCtx found no memory")
        }
        self.context = context
        let status = ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.largestWindowLog)
        precondition(ZSTD_isError(status) == 0, "ZSTD_DCtx_setParameter gave \(status)")
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    func unpack(
        _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecompressionFailure) -> (used: Int, written: Int) {
        // Called with nothing between frames, zstd would take it for the start of another.
        if isBetweenFrames, input.isEmpty { return (0, 0) }
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var room = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let status = ZSTD_decompressStream(context, &room, &source)
        guard ZSTD_isError(status) == 0 else { throw failure(status) }
        isBetweenFrames = status == 0
        return (source.pos, room.pos)
    }

    func finish() throws(DecompressionFailure) {
        if !isBetweenFrames { throw .breaksOff }
    }

    private func failure(_ status: Int) -> DecompressionFailure {
        switch ZSTD_getErrorCode(status) {
        case ZSTD_error_frameParameter_windowTooLarge: .windowTooLarge
        case ZSTD_error_prefix_unknown: .strangeEnd
        default: .damaged(String(cString: ZSTD_getErrorName(status)))
        }
    }
}
