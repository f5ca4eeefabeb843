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
            The engine reads both sides, and its attention tells which words belong together. \
            Writes one line for each usable pair of the corpus, in its order; the line is empty \
            where the engine cannot read a side. What is no usable pair has no line and is \
            counted on standard error.

              translate align --engine mine --corpus memory.tmx --output memory.align
              translate align --engine mine --corpus in.en,in.de --alignment-format json
            """)

    @Option(
        help: ArgumentHelp(
            "The engine folder. Default: $TRANSLATE_ENGINE, else the engine shipped in Models/.",
            valueName: "dir"))
    var engine: String?

    @OptionGroup var text: PairedTextOptions

    @Option(help: "How to write a line; translate text --help tells what each holds.")
    var alignmentFormat: AlignmentFormat = .pharaoh

    @Option(help: ArgumentHelp("File to write. Default: standard output.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Cores to use, one thread each. Default: all.", valueName: "n"))
    var workers: Int?

    /// Pairs read and aligned together.
    private static let pairsPerBlock = 1024

    func validate() throws {
        try checkRange(workers, "--workers", workerRange)
    }

    func run() throws {
        let engine = try Engine.load(from: EngineOptions.path(engine))
        let aligner = PairAligner(
            engine, workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
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
        try text.readPairs(for: engine) { pair in
            block.append(pair)
            if block.count == Self.pairsPerBlock { try flush() }
        }
        try flush()
        if output != nil { try file.close() }
        conclude(unaligned)
    }

    private func conclude(_ unaligned: [FilePosition]) {
        guard let first = unaligned.first else { return }
        complain(
            "\(unaligned.count) pairs could not be aligned (first: \(first)): a side is too long "
                + "or has no word the engine knows. Their lines are empty.")
    }
}
