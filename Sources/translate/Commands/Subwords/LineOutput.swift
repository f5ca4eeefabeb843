import Corpus
import Foundation

/// Where lines of results go: standard output as they come, or a file that is there when all is.
struct LineOutput {
    private let sink: ByteSink?

    /// - Parameter path: of the file, packed where it ends in `.gz` or `.zst`; nil for standard
    ///   output
    init(path: String?) throws(OutputError) {
        sink = if let path { try ByteSink(path: path) } else { nil }
    }

    func write(_ lines: [String]) throws {
        guard let sink else { return try StandardStreams.printLines(lines) }
        for line in lines {
            try sink.write(line)
            try sink.write("\n")
        }
    }

    func finish() throws(OutputError) {
        try sink?.finish()
    }
}
