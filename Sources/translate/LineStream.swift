import Dispatch

/// Lines of a file or of standard input as they arrive, read on a thread of its own.
final class LineStream: AsyncSequence, AsyncIteratorProtocol, @unchecked Sendable {
    typealias Element = String

    // Sendable because each block is read on `thread` while its reader waits.
    private let thread = DispatchQueue(label: "lines")
    private var lines: InputLines
    private var block: ArraySlice<String> = []
    private static let linesPerBlock = 1_024

    init(_ lines: InputLines) {
        self.lines = lines
    }

    /// Lines that held bytes that are not UTF-8, of those read so far.
    var repairedLines: [Int] { lines.repairedLines }

    func makeAsyncIterator() -> LineStream { self }

    /// - Throws: `CorpusError`, `TextFile.Failure`
    func next() async throws -> String? {
        if block.isEmpty {
            block = try await withCheckedThrowingContinuation { waiting in
                thread.async {
                    waiting.resume(with: Result { try self.lines.next(Self.linesPerBlock)[...] })
                }
            }
        }
        return block.popFirst()
    }
}
