import ArgumentParser
import Corpus
import Engines
import Foundation
import TranslationPipeline

struct AlignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "align",
        abstract: "Align the words of existing translations with an engine.",
        discussion: """
            Writes one line for each usable pair of the corpus, in its order.

              translate align --engine my-engine --corpus memory.tmx --source en --target de \\
                  --alignment-format pharaoh --output memory.align
            """)

    @Option(help: "The engine folder. Default: $TRANSLATE_ENGINE, else the shipped engine.")
    var engine: String?

    @Option(parsing: .upToNextOption, help: "Translated pairs: .tmx, .tsv or FILE.en,FILE.de.")
    var corpus: [String]

    @Option(help: "Language the engine translates from. Default: the engine's.")
    var source: String?

    @Option(help: "Language the engine translates into. Default: the engine's.")
    var target: String?

    @Option(help: "pharaoh, soft or json; see translate text --help.")
    var alignmentFormat: AlignmentFormat = .pharaoh

    @Option(help: "File to write. Default: standard output.")
    var output: String?

    @Option(help: "Cores to use, one thread each. Default: all.")
    var workers: Int?

    /// Pairs read and aligned together.
    private static let pairsPerBlock = 1024

    func validate() throws {
        try checkRange(workers, "--workers", workerRange)
    }

    func run() throws {
        var options = EngineOptions()
        options.engine = engine
        let engine = try Engine.load(from: options.path())
        try engine.description.check(source: source, target: target)
        let aligner = PairAligner(
            engine, workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
        let reader = try CorpusReader(
            paths: corpus, source: source ?? engine.description.sourceLanguage,
            target: target ?? engine.description.targetLanguage)
        let file = try output.map(OutputFile.create) ?? .standardOutput
        var block: [SegmentPair] = []
        var unaligned: [FilePosition] = []
        func flush() throws {
            let segments = aligner.align(block.map { ($0.source, $0.target) })
            var text = ""
            for (pair, segment) in zip(block, segments) {
                if segment == nil { unaligned.append(pair.position) }
                text +=
                    (segment.map { AlignmentExporter.line(for: $0, as: alignmentFormat) } ?? "")
                    + "\n"
            }
            try OutputFile.write(text, to: file, named: output ?? "standard output")
            block = []
        }
        let report = try reader.read { pair in
            block.append(pair)
            if block.count == Self.pairsPerBlock { try flush() }
        }
        try flush()
        if output != nil { try file.close() }
        report.lines.forEach(note)
        conclude(unaligned)
    }

    private func conclude(_ unaligned: [FilePosition]) {
        guard let first = unaligned.first else { return }
        complain(
            "\(unaligned.count) pairs could not be aligned (first: \(first)): a side is too long "
                + "or has no word the engine knows. Their lines are empty.")
    }
}
