import Corpus
import Dispatch
import TranslationPipeline

/// Lines of a file or of standard input as they arrive, with what their translations begin with,
/// read on a thread of its own.
final class RequestStream: AsyncSequence, AsyncIteratorProtocol, @unchecked Sendable {
    typealias Element = TranslationRequest

    // Sendable because each block is read on `thread` while its reader waits.
    private let thread = DispatchQueue(label: "lines")
    private var lines: InputLines
    private var prefixes: PrefixLines?
    private var block: ArraySlice<TranslationRequest> = []
    private static let linesPerBlock = 1_024

    init(_ lines: InputLines, prefixes: PrefixLines? = nil) {
        self.lines = lines
        self.prefixes = prefixes
    }

    /// Lines that held bytes that are not UTF-8, of those read so far.
    var repairedLines: [Int] { lines.repairedLines }

    func makeAsyncIterator() -> RequestStream { self }

    /// - Throws: `CorpusError`, `TextFile.Failure`
    func next() async throws -> TranslationRequest? {
        if block.isEmpty {
            block = try await withCheckedThrowingContinuation { waiting in
                thread.async { waiting.resume(with: Result { try self.read()[...] }) }
            }
        }
        return block.popFirst()
    }

    /// The next lines; none at the end.
    private func read() throws -> [TranslationRequest] {
        let sources = try lines.next(Self.linesPerBlock)
        guard prefixes != nil else { return sources.map { TranslationRequest($0) } }
        guard !sources.isEmpty else {
            try prefixes?.close()
            return []
        }
        return try prefixes?.requests(for: sources) ?? []
    }
}

/// A file with a prefix for each line to translate.
struct PrefixLines {
    private var lines: InputLines
    private var count = 0
    /// Thrown once the lines before it are handed out.
    private var failure: TextFile.Failure?

    /// - Throws: when the file cannot be read.
    init(_ path: String) throws {
        _ = try TextBytes.size(of: path)
        lines = InputLines(try TextBytes(path: path), invalidUTF8: .fail)
    }

    /// Those for which the file has lines.
    /// - Throws: `TextFile.Failure` when it has no line for the first of them.
    mutating func requests(for sources: [String]) throws -> [TranslationRequest] {
        var prefixes: [String] = []
        while failure == nil, prefixes.count < sources.count {
            let more = try lines.next(sources.count - prefixes.count)
            prefixes += more
            guard more.isEmpty else { continue }
            failure = TextFile.Failure(
                description: "\(lines.name): has \(count + prefixes.count) lines, and there are "
                    + "more to translate. Write one for each, an empty one for nothing.")
        }
        if prefixes.isEmpty, let failure { throw failure }
        count += prefixes.count
        return zip(sources, prefixes).map { TranslationRequest($0, prefix: $1) }
    }

    /// - Throws: `TextFile.Failure` when the file has other lines than there were to translate.
    mutating func close() throws {
        if let failure { throw failure }
        guard try lines.next(1).isEmpty else {
            throw TextFile.Failure(
                description: "\(lines.name): has more than \(count) lines, as many as there were "
                    + "to translate. Leave out what is too many.")
        }
    }
}
