import Corpus
import Foundation
import Tensors
import Training

/// Lines of files, one after the other, or of standard input, mapped on all cores in order.
struct SubwordLines {
    /// None for standard input.
    let files: [String]
    let workers: Workers
    let invalidUTF8: InputLines.InvalidUTF8
    /// Whether a terminal's line may be written over by progress.
    let showsProgress: Bool

    private static let linesPerBlock = 1 << 14

    /// Gives what comes of the lines, a block at a time, in order; where a line fails, what comes
    /// of those before it is given first.
    /// - Parameters:
    ///   - transform: given the line without its end
    ///   - body: given what came of a block of lines, and the lines
    /// - Returns: the lines read
    /// - Throws: what `transform` throws with file and line before it
    @discardableResult
    func forEachBlock<Result: Sendable>(
        _ transform: @Sendable (String) throws -> Result,
        _ body: (_ results: [Result], _ lines: ArraySlice<String>) throws -> Void
    ) throws -> Int {
        let files = files.isEmpty ? ["-"] : files
        let sizes = try files.map { try TextBytes.size(of: $0) }
        var meter = Meter(sizes: sizes, isShown: showsProgress)
        defer { meter.finish() }
        for file in files {
            var lines = InputLines(try TextBytes(path: file), invalidUTF8: invalidUTF8)
            var count = 0
            while case let block = try next(&lines), !block.isEmpty {
                let (results, failure) = map(block, after: count, of: lines.name, transform)
                try body(results, block.prefix(results.count))
                if let failure { throw failure }
                count += block.count
                meter.update(lines: block.count, position: lines.position)
            }
            meter.finishFile(at: lines.position)
            note(lines.repairedLines, of: lines.name)
        }
        return meter.lines
    }

    private func next(_ lines: inout InputLines) throws -> [String] {
        do {
            return try lines.next(Self.linesPerBlock)
        } catch let failure as TextFile.Failure {
            throw failure.advising(
                "Convert the text to UTF-8, or pass --invalid-utf8 repair for U+FFFD instead.")
        }
    }

    /// What came of the lines before the first that failed, and why that one did.
    private func map<Result: Sendable>(
        _ lines: [String], after count: Int, of name: String,
        _ transform: @Sendable (String) throws -> Result
    ) -> (results: [Result], failure: SubwordsFailure?) {
        let workers = workers
        let parts = workers.map { worker -> (results: [Result], failure: SubwordsFailure?) in
            var results: [Result] = []
            for index in workers.share(of: lines.count, for: worker) {
                do {
                    results.append(try transform(lines[index]))
                } catch {
                    let place = "\(name):\(count + index + 1)"
                    return (results, SubwordsFailure(description: "\(place): \(error)"))
                }
            }
            return (results, nil)
        }
        var results: [Result] = []
        for part in parts {
            results += part.results
            if let failure = part.failure { return (results, failure) }
        }
        return (results, nil)
    }

    private func note(_ repairedLines: [Int], of name: String) {
        guard !repairedLines.isEmpty else { return }
        let first = repairedLines.prefix(5).map(String.init).joined(separator: ", ")
        complain(
            "\(name): invalid UTF-8 in \(grouped(repairedLines.count)) lines (first: \(first)); "
                + "the bytes became U+FFFD.")
    }
}

/// How far the files are worked through.
private struct Meter {
    private(set) var lines = 0
    private var bytesBefore = 0
    private let start = ContinuousClock.now
    private var progress: LineProgress?

    init(sizes: [Int?], isShown: Bool) {
        guard isShown else { return }
        let known = sizes.compactMap(\.self)
        progress = LineProgress(
            totalBytes: known.count == sizes.count ? known.reduce(0, +) : nil,
            isTerminal: isatty(STDERR_FILENO) == 1, write: StandardStreams.tell)
    }

    mutating func update(lines count: Int, position: Int) {
        lines += count
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        progress?.update(lines: lines, bytes: bytesBefore + position, seconds: seconds)
    }

    mutating func finishFile(at position: Int) {
        bytesBefore += position
    }

    mutating func finish() {
        progress?.finish()
    }
}
