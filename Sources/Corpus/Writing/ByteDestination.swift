/// Where a writer puts its text: a file, standard output, or a test's memory.
package protocol ByteDestination {
    mutating func write(_ text: String) throws

    /// Writes what is left and closes; nothing may be written after it.
    mutating func finish() throws
}

extension ByteSink: ByteDestination {}
