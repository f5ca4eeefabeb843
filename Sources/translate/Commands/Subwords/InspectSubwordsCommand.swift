import ArgumentParser
import Foundation
import Training

struct InspectSubwordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what subwords are like, and how they cut a text.",
        discussion: """
            With text: how many tokens a line and a word become, how much is unknown, how many \
            tokens of the vocabulary occur, and the most frequent ones.
            """)

    @OptionGroup var model: SubwordModelOptions
    @OptionGroup var text: SubwordTextOptions

    func run() throws {
        let coder = try model.coder()
        var rows = [("model", coder.summary)]
        if let count = coder.tokenCount { rows.append(("tokens", grouped(count))) }
        // Without a file, a terminal's input is not waited for.
        if !text.files.isEmpty || isatty(STDIN_FILENO) == 0 { rows += try cut(coder) }
        let width = rows.map(\.0.count).max() ?? 0
        try StandardStreams.printLines(
            rows.map { $0.0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.1 })
    }

    /// Distinct tokens are as many as the model has, or as the merges allow.
    private func cut(_ coder: any SubwordCoder) throws -> [(String, String)] {
        var counts: [String: Int] = [:]
        var (lineCount, wordCount, unknownCount) = (0, 0, 0)
        try text.lines(showsProgress: true).forEachBlock {
            coder.tokens(of: $0)
        } _: { results, lines in
            for (tokens, line) in zip(results, lines) {
                lineCount += 1
                wordCount += line.split(whereSeparator: \.isWhitespace).count
                for token in tokens {
                    counts[token, default: 0] += 1
                    if coder.isUnknown(token) { unknownCount += 1 }
                }
            }
        }
        let total = counts.values.reduce(0, +)
        let frequent = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20)
        let share = 100 * Double(unknownCount) / Double(max(1, total))
        return [
            ("lines", grouped(lineCount)), ("words", grouped(wordCount)),
            ("tokens in them", grouped(total)),
            ("tokens a word", String(format: "%.3f", Double(total) / Double(max(1, wordCount)))),
            ("unknown", "\(grouped(unknownCount)) (\(String(format: "%.3f", share)) %)"),
            ("different ones", grouped(counts.count)),
            (
                "most frequent",
                frequent.map { "\($0.key) \(grouped($0.value))" }.joined(separator: "  ")
            ),
        ]
    }
}
