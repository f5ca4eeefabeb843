import ArgumentParser
import Corpus
import Foundation
import Training

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Report what is in translation memories, and what is wrong with them.",
        discussion: """
            Without --source and --target the most frequent languages are looked at closely. \
            Memory does not grow with the files; the estimate trains for about three seconds.

              translate corpus inspect memory.tmx
              translate corpus inspect memory.tmx --format html --output report.html
              translate corpus inspect a.tmx b.xlf.gz --source en --target de --format json

            JSON is one object. units: number; files: [{name, units, pairs}]; pairs: \
            [{source, target, sourceName, targetName, units}], the most frequent first; \
            languages: {source, target} looked at; usablePairs: number. skipped, findings and \
            concerns: {rule: {count, lines, places, description}}. duplicates: {pairs, \
            differentPairs, differentSources, ambiguousSources, ambiguousPairs, examples}. tags: \
            {pairs, open, close, alone, types, markups}. lengths: {source: {words, characters}, \
            target, ratio}, each with median, p95, maximum, mean and histogram. scripts, history, \
            samples, warnings and estimate as named. Fields may be added, none renamed.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, html
    }

    @Argument(
        help: ArgumentHelp(
            "Bilingual files; SOURCE,TARGET for parallel lines; - for standard input.",
            valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp("Language to translate from.", valueName: "language"))
    var source: String?

    @Option(help: ArgumentHelp("Language to translate into.", valueName: "language"))
    var target: String?

    @Option(help: "What to write; html is one page with pictures.")
    var format: Format = .text

    @Option(
        help: ArgumentHelp("File to write to. Default: standard output.", valueName: "file"))
    var output: String?

    @Flag(name: .customLong("no-estimate"), help: "Do not estimate the training.")
    var leavesOutEstimate = false

    @Option(help: ArgumentHelp("Cores to use for the estimate. Default: all.", valueName: "n"))
    var workers: Int?

    @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
    var seed: UInt64 = 1

    @OptionGroup(title: "XML of other formats")
    var xml: XMLPathOptions

    func validate() throws {
        try checkRange(workers, "--workers", workerRange)
        if (source == nil) != (target == nil) {
            throw ValidationError(
                "--source and --target go together. Pass both, or none to look at the most "
                    + "frequent languages.")
        }
    }

    func run() throws {
        let inspector = try CorpusInspector(paths: files, options: options())
        let inspection = try inspector.inspect()
        for line in inspection.report.warnings { complain(line) }
        let words = InspectionWords(
            inspection: inspection, bytes: bytes, estimate: try estimate(inspection))
        let sink = try output.map { try ByteSink(path: $0) } ?? .standardOutput()
        switch format {
        case .text: try sink.write(InspectionText(words).text)
        case .json: try sink.write(InspectionJSON(words).text())
        case .html: try sink.write(InspectionPage(words).html)
        }
        try sink.finish()
    }

    private func options() throws -> CorpusInspector.Options {
        var options = CorpusInspector.Options()
        if let source, let target {
            options.languages = try LanguagePair(source: source, target: target)
        }
        options.trainingSamples = leavesOutEstimate ? 0 : 20_000
        options.seed = seed
        options.xmlPaths = try xml.paths()
        return options
    }

    private func estimate(_ inspection: CorpusInspection) throws -> TrainingEstimate? {
        guard !leavesOutEstimate else { return nil }
        return try TrainingEstimate(
            sample: inspection.trainingSample, pairs: inspection.pairs,
            differentPairs: inspection.pairs - inspection.repetitions.duplicates,
            workers: workers ?? ProcessInfo.processInfo.activeProcessorCount)
    }

    /// The size of all files, if each is a regular one.
    private var bytes: Int? {
        guard let inputs = try? CorpusReader(paths: files).paths, !inputs.contains([]) else {
            return nil
        }
        return inputs.joined().reduce(0) { total, path in
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size]
            return total + ((size as? Int) ?? 0)
        }
    }
}
