#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Swaps the names of two folders in one step.
enum FolderExchange {
    /// - Returns: false where the system or the disk cannot; nothing has changed then.
    static func exchange(_ first: String, _ second: String) -> Bool {
        #if canImport(Darwin)
            return renamex_np(first, second, UInt32(RENAME_SWAP)) == 0
        #else
            // glibc declares renameat2 for GNU programs only, so Swift does not see it.
            typealias RenameAt2 =
                @convention(c) (
                    Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
                ) -> Int32
            let exchangeFlag: UInt32 = 2  // RENAME_EXCHANGE
            guard let program = dlopen(nil, RTLD_NOW) else { return false }
            defer { dlclose(program) }
            guard let symbol = dlsym(program, "renameat2") else { return false }
            let renameAt2 = unsafeBitCast(symbol, to: RenameAt2.self)
            return renameAt2(AT_FDCWD, first, AT_FDCWD, second, exchangeFlag) == 0
        #endif
    }
}
