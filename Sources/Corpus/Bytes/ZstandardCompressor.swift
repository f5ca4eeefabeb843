import CZstd

/// Owns one zstd context and packs a file of one frame, with a checksum.
final class ZstandardCompressor: Compressor {
    private let context: OpaquePointer

    init() {
        guard let context = ZSTD_createCCtx() else {
            preconditionFailure("ZSTD_createCCtx found no memory")
        }
        self.context = context
        let status = ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        precondition(ZSTD_isError(status) == 0, "ZSTD_CCtx_setParameter gave \(status)")
    }

    deinit {
        ZSTD_freeCCtx(context)
    }

    func pack(
        _ input: UnsafeBufferPointer<UInt8>, isLast: Bool,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) -> (used: Int, written: Int, isDone: Bool) {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var room = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let left = ZSTD_compressStream2(
            context, &room, &source, isLast ? ZSTD_e_end : ZSTD_e_continue)
        precondition(
            ZSTD_isError(left) == 0,
            "ZSTD_compressStream2 gave \(String(cString: ZSTD_getErrorName(left)))")
        return (source.pos, room.pos, isLast ? left == 0 : source.pos == source.size)
    }
}
