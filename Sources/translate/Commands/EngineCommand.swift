import ArgumentParser
import Engines
import Foundation
import Tensors
import Training
import Transformer

struct EngineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Look at engines, average them, and make them smaller or faster.",
        subcommands: [
            InfoCommand.self, AverageEnginesCommand.self, QuantizeEngineCommand.self,
            ShortlistEngineCommand.self,
        ])

    struct InfoCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "info",
            abstract: "Check an engine's files, and tell what it is and how it was trained.",
            discussion: """
                Compares each file that translating needs with its checksum, so a damaged engine \
                is told. What the engine was trained on is in its CARD.md.

                  translate engine info
                  translate engine info my-engine --json
                """)

        @Argument(
            help: "The engine folder. Default: $TRANSLATE_ENGINE, else the one in Models/.")
        var engine: String?

        @Flag(help: "Print the engine's config.json instead.")
        var json = false

        func run() throws {
            let path = try EngineOptions.path(engine)
            let engine = try Engine.load(from: path)
            if json {
                let file = URL(fileURLWithPath: path).appendingPathComponent("config.json")
                try StandardStreams.printLine(
                    String(decoding: try Data(contentsOf: file), as: UTF8.self))
            } else {
                for line in lines(engine, path: path) { try StandardStreams.printLine(line) }
            }
        }

        private func lines(_ engine: Engine, path: String) -> [String] {
            let description = engine.description
            let c = description.configuration
            let training = description.training
            let bytes = description.files.values.reduce(0) { $0 + $1.bytes }
            return [
                "engine       \(path)",
                "languages    \(description.sourceLanguage) → \(description.targetLanguage)",
                "model        Transformer, \(c) (preset \(training.preset))",
                "parameters   \(grouped(engine.model.layout.weightCount)), "
                    + "stored as \(engine.storedType.rawValue)",
                "vocabulary   \(grouped(c.targetVocabulary)) tokens, \(description.text.kind)",
                "shortlist    " + (engine.shortlist.map(\.words) ?? "none"),
                "segments     up to \(description.text.segmentTokens) tokens, longer are divided",
                "trained      on \(grouped(training.pairs)) pairs, \(grouped(training.steps)) "
                    + "steps, \(duration(training.seconds)), seed \(training.seed)",
                "dev BLEU     " + (training.bestBLEU.map { String(format: "%.2f", $0) } ?? "–"),
                "dev loss     "
                    + (training.bestLoss.map { String(format: "%.3f", $0) } ?? "–"),
                "confidence   "
                    + (description.confidence.map {
                        "fitted to \(grouped($0.segments)) translations"
                    } ?? "as usual"),
                "command      \(training.commandLine)",
                "files        \(description.files.count), "
                    + String(format: "%.1f MB", Double(bytes) / 1e6) + ", checksums right",
            ]
        }
    }
}
