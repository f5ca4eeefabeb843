import ArgumentParser
import Corpus
import Engines
import Evaluation
import Foundation
import TranslationPipeline

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Translate a test corpus and score the result: BLEU, chrF, TER.",
        discussion: """
            translate evaluate --engine my-engine --corpus test.tmx --source en --target de
            """)

    @OptionGroup var engine: EngineOptions

    @Option(parsing: .upToNextOption, help: "The test corpus: .tmx, .tsv or FILE.en,FILE.de.")
    var corpus: [String]

    @Option(help: "Language to translate from.")
    var source: String

    @Option(help: "Language to translate into.")
    var target: String

    @Option(help: "Metrics, separated by commas: bleu, chrf, chrf++, ter.")
    var metric = "bleu,chrf,ter"

    @Option(help: "BLEU's tokenization. Default: zh for Chinese, else 13a.")
    var tokenize: BLEU.Tokenization?

    @Flag(help: "Ignore case in BLEU and chrF.")
    var lowercase = false

    @Option(help: "Also write the translations to this file, one a line.")
    var output: String?

    @Flag(help: "Print one JSON object a metric.")
    var json = false

    func run() throws {
        let metrics = try Metrics.parse(
            metric, tokenization: tokenize ?? .usual(forTarget: target), lowercase: lowercase)
        let loaded = try Engine.load(from: engine.path())
        try loaded.description.check(source: source, target: target)
        let translator = try Translator(loaded, options: engine.translationOptions())
        var sources: [String] = []
        var references: [String] = []
        let reader = try CorpusReader(paths: corpus, source: source, target: target)
        let file = try output.map(OutputFile.create)
        let report = try reader.read {
            sources.append($0.source)
            references.append($0.target)
        }
        report.lines.forEach(note)
        let clock = ContinuousClock()
        let start = clock.now
        let hypotheses = translator.translate(sources).map(\.target)
        let seconds = (clock.now - start) / .seconds(1)
        note(
            "translated \(sources.count) segments in "
                + String(format: "%.1f s, %.0f a second", seconds, Double(sources.count) / seconds))
        if let output, let file {
            try OutputFile.write(
                hypotheses.map { $0 + "\n" }.joined(), to: file, named: output)
            try file.close()
        }
        for metric in metrics {
            let score = try metric.score(hypotheses: hypotheses, references: [references])
            try StandardStreams.printLine(json ? ScoreJSON.line(for: score) : score.line)
        }
    }
}
