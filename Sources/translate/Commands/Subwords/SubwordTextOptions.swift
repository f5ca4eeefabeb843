import ArgumentParser
import Corpus
import Foundation
import Tensors

/// Text, and how many cores to work on it with.
struct SubwordTextOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Text files, also .gz or .zst. Default: standard input.", valueName: "file"))
    var files: [String] = []

    @Option(
        help: """
            Bytes that are no UTF-8: fail, naming line and byte, or repair, so that they become \
            U+FFFD and are counted.
            """)
    var invalidUtf8: InputLines.InvalidUTF8 = .fail

    @Option(help: ArgumentHelp("Cores to use, one thread each. Default: all.", valueName: "n"))
    var workers: Int?

    func validate() throws {
        try checkRange(workers, "--workers", workerRange)
        guard files.filter({ $0 == "-" }).count <= 1 else {
            throw ValidationError("- stands twice. Standard input can be read only once.")
        }
    }

    /// - Parameter showsProgress: not where results go to the terminal
    func lines(showsProgress: Bool) -> SubwordLines {
        lines(of: files, showsProgress: showsProgress)
    }

    func lines(of files: [String], showsProgress: Bool) -> SubwordLines {
        SubwordLines(
            files: files,
            workers: Workers(
                count: workers ?? ProcessInfo.processInfo.activeProcessorCount),
            invalidUTF8: invalidUtf8, showsProgress: showsProgress)
    }
}

/// Where a line for each line goes.
struct SubwordOutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File to write, packed where it ends in .gz or .zst. Default: standard output.",
            valueName: "file"))
    var output: String?

    /// Writes what `transform` makes of each line.
    ///
    /// A file gets its name when all is in it.
    func write(
        _ text: SubwordTextOptions, _ transform: @Sendable (String) throws -> String
    ) throws {
        let lines = text.lines(showsProgress: output != nil || isatty(STDOUT_FILENO) == 0)
        let destination = try LineOutput(path: output)
        try lines.forEachBlock(transform) { results, _ in try destination.write(results) }
        try destination.finish()
    }
}
