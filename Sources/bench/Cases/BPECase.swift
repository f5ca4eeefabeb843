import ArgumentParser
import Foundation
import Tensors
import Text
import Training

struct BPECase: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bpe",
        abstract: "The time to learn subwords from text, and the rate of applying them.",
        discussion: """
            Words are divided by ICU in both; files are read before the clock starts. Every run \
            learns anew, and applies a model that remembers no word yet. The memory is the most that \
            the process has held, the lines among it.
            """)

    @Option(parsing: .upToNextOption, help: "Text files, one or both languages.")
    var text: [String]

    @Option(help: "Tokens in the vocabulary.")
    var vocabulary = 8_000

    @Option(help: "Cores to use, one thread each.")
    var workers = 2

    @Option(help: "How often; the medians count.")
    var runs = 5

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (1...1_000).contains(runs), (1...1_024).contains(workers) else {
            throw ValidationError("--runs must be in 1…1000, --workers in 1…1024.")
        }
    }

    func run() throws {
        let lines = try text.flatMap { file in
            try String(contentsOfFile: file, encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
        let model = try learn(lines)
        try check(model, lines)
        let learning = Measurement(warmups: 0, runs: runs) { _ = try? learn(lines) }
        let (merges, vocabulary) = (Array(model.mergesText.utf8), Array(model.vocabularyText.utf8))
        var tokens = 0
        let clock = ContinuousClock()
        let applying = try (0..<runs).map { _ in
            let fresh = try SubwordModel(merges: merges, vocabulary: vocabulary)
            return clock.measure { tokens = apply(fresh, lines) } / .seconds(1)
        }.sorted()
        report(
            [
                "lines": lines.count, "vocabulary": self.vocabulary, "workers": workers,
                "learn_seconds": String(format: "%.3f", learning.median),
                "apply_lines_per_second": Int(Double(lines.count) / applying[runs / 2]),
                "tokens": tokens,
                "resident_megabytes": Int(ProcessUsage().peakResidentMegabytes),
            ], asJSON: json)
    }

    private func learn(_ lines: [String]) throws -> SubwordModel {
        var whole = try SubwordTrainer()
        whole.add(lines, workers: Workers(count: workers))
        return try whole.train(SubwordOptions(vocabularySize: vocabulary))
    }

    /// - Returns: the number of tokens
    private func apply(_ model: SubwordModel, _ lines: [String]) -> Int {
        let workers = Workers(count: workers)
        let counts = workers.map { worker in
            lines[workers.share(of: lines.count, for: worker)].reduce(0) {
                $0 + model.ids(of: $1).count
            }
        }
        return counts.reduce(0, +)
    }

    /// Lines must come back, but for what the vocabulary does not know.
    private func check(_ model: SubwordModel, _ lines: [String]) throws {
        for line in lines.prefix(2_000) {
            let ids = model.ids(of: line)
            guard ids.contains(Vocabulary.unknown) || model.decode(ids).text == line else {
                throw ValidationError("“\(line.prefix(80))” does not come back from its tokens.")
            }
        }
    }
}
