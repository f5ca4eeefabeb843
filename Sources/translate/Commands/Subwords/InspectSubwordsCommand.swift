import ArgumentParser
import Foundation
import Training

struct InspectSubwordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what subwords are like, and how they cut a text.",
        discussion: """
            Of our own: how text is prepared, and what the tokens are for. With text: how many \
            tokens a line and a word become, how many are unknown, bytes or protected, how many \
            tokens of the vocabulary never occur, and the most frequent ones.
            """)

    @OptionGroup var model: SubwordModelOptions
    @OptionGroup var text: SubwordTextOptions

    func run() throws {
        let coder = try model.coder()
        var rows = [("model", coder.summary)] + coder.details
        if let count = coder.tokenCount { rows.append(("tokens", grouped(count))) }
        // Without a file, a terminal's input is not waited for.
        if !text.files.isEmpty || isatty(STDIN_FILENO) == 0 {
            var cuts = CutCounts(coder)
            let lines = text.lines(showsProgress: true)
            try lines.forEachBlock {
                coder.tokens(of: $0)
            } _: { results, lines in
                for (tokens, line) in zip(results, lines) { cuts.add(tokens, of: line) }
            }
            rows += cuts.rows
        }
        let width = rows.map(\.0.count).max() ?? 0
        try StandardStreams.printLines(
            rows.map { $0.0.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.1 })
    }
}

/// How a text was cut.
///
/// Distinct tokens are as many as the model has, or as the merges allow; slots are counted without
/// what they stand for.
private struct CutCounts {
    private let coder: any SubwordCoder
    private var counts: [String: Int] = [:]
    private var lineCount = 0
    private var wordCount = 0

    init(_ coder: any SubwordCoder) {
        self.coder = coder
    }

    mutating func add(_ tokens: [String], of line: String) {
        lineCount += 1
        wordCount += line.split(whereSeparator: \.isWhitespace).count
        for token in tokens { counts[coder.name(of: token), default: 0] += 1 }
    }

    var rows: [(String, String)] {
        let total = counts.values.reduce(0, +)
        let frequent = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20)
        var rows = [
            ("lines", grouped(lineCount)), ("words", grouped(wordCount)),
            ("tokens in them", grouped(total)),
            ("tokens a line", Self.ratio(total, lineCount)),
            ("tokens a word", Self.ratio(total, wordCount)),
        ]
        for (name, isMeant) in coder.remarkable {
            let count = counts.reduce(0) { $0 + (isMeant($1.key) ? $1.value : 0) }
            let share = 100 * Double(count) / Double(max(1, total))
            rows.append((name, "\(grouped(count)) (\(String(format: "%.3f", share)) %)"))
        }
        rows.append(("different ones", grouped(counts.count)))
        if let known = coder.tokenCount {
            rows.append(("never used", grouped(max(0, known - counts.count))))
        }
        let words = frequent.map { "\($0.key) \(grouped($0.value))" }.joined(separator: "  ")
        return rows + [("most frequent", words)]
    }

    private static func ratio(_ count: Int, _ total: Int) -> String {
        String(format: "%.3f", Double(count) / Double(max(1, total)))
    }
}
