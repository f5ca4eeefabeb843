import Foundation
import Tensors

/// Lines of files, one after the other, or of standard input, mapped on all cores in order.
struct SubwordLines {
    /// None for standard input.
    let files: [String]
    let workers: Workers

    private static let linesPerBlock = 1 << 14

    /// - Parameters:
    ///   - transform: given the line without its end
    ///   - body: given what came of a block of lines, in order, and the lines
    /// - Throws: what `transform` throws with file and line before it
    func forEachBlock<Result: Sendable>(
        _ transform: @Sendable (String) throws -> Result,
        _ body: (_ results: [Result], _ lines: [String]) throws -> Void
    ) throws {
        for file in files.isEmpty ? ["-"] : files {
            let name = file == "-" ? "standard input" : file
            var lines = InputLines(try Self.open(file), named: name)
            var count = 0
            while case let block = try lines.next(Self.linesPerBlock), !block.isEmpty {
                if let line = lines.repairedLines.first {
                    throw SubwordsFailure(
                        description: "\(name):\(line): invalid UTF-8. Convert the file to UTF-8.")
                }
                try body(try map(block, after: count, of: name, transform), block)
                count += block.count
            }
        }
    }

    private func map<Result: Sendable>(
        _ lines: [String], after count: Int, of name: String,
        _ transform: @Sendable (String) throws -> Result
    ) throws -> [Result] {
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
        if let failure = parts.lazy.compactMap(\.failure).first { throw failure }
        return parts.flatMap(\.results)
    }

    private static func open(_ file: String) throws -> FileHandle {
        if file == "-" { return .standardInput }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: file, isDirectory: &isFolder)
        guard exists, !isFolder.boolValue, let handle = FileHandle(forReadingAtPath: file) else {
            throw SubwordsFailure(
                description: "\(file): "
                    + (isFolder.boolValue
                        ? "is a folder. Name the files in it."
                        : "cannot be read. Check the path and its permissions."))
        }
        return handle
    }
}
