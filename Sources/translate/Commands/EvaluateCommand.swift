import ArgumentParser
import Corpus
import Engines
import Evaluation
import Foundation
import Text
import TranslationPipeline

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Translate a test corpus and score the result: BLEU, chrF, TER.",
        discussion: """
            Each segment is translated as “translate text” would, and the whole compared with the \
            corpus's own translations. Scores are sacreBLEU's, with its signatures; the engine \
            must not have been trained on the test corpus.

              translate evaluate --engine mine --corpus test.tmx --source en --target de
              translate evaluate --engine mine --corpus test.en,test.de --source en \\
                  --target de --metric bleu --output out.de
            """)

    @OptionGroup var engine: EngineOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The test corpus, in any format that “translate corpus --help” lists; or -.",
            valueName: "file"))
    var corpus: [String]

    @Option(
        help: ArgumentHelp(
            "Language to translate from, as in the corpus: en takes en-US too.",
            valueName: "language"))
    var source: String

    @Option(help: ArgumentHelp("Language to translate into.", valueName: "language"))
    var target: String

    @Option(
        help: ArgumentHelp(
            "Metrics, separated by commas: bleu, chrf, chrf++, ter.", valueName: "metrics"))
    var metric = "bleu,chrf,ter"

    @Option(help: "BLEU's tokenization. Default: zh for Chinese, else 13a.")
    var tokenize: BLEU.Tokenization?

    @Flag(help: "Ignore case in BLEU and chrF.")
    var lowercase = false

    @Option(
        help: ArgumentHelp(
            "Also write the translations to this file, one a line.", valueName: "file"))
    var output: String?

    @Flag(help: "Print one JSON object a metric: name, score and signature.")
    var json = false

    @OptionGroup var search: SearchOptions

    @OptionGroup(title: "XML of other formats")
    var xml: XMLPathOptions

    func run() throws {
        let metrics = try Metrics.parse(
            metric, tokenization: tokenize ?? .usual(forTarget: target), lowercase: lowercase)
        let options = try engine.translationOptions(search)
        let engines = try EngineEnsemble(at: engine.paths())
        let loaded = engines.first
        try loaded.description.check(source: source, target: target)
        let translator = try Translator(engines, options: options, path: try engine.paths()[0])
        var sources: [String] = []
        var references: [String] = []
        let languages = try LanguagePair(source: source, target: target)
        let reader = try CorpusReader(paths: corpus, xmlPaths: try xml.paths())
        let file = try output.map(OutputFile.create)
        let report = try reader.readPairs(of: languages, codes: loaded.codes) {
            sources.append($0.source)
            references.append($0.target)
        }
        report.lines.forEach(note)
        let clock = ContinuousClock()
        let start = clock.now
        let segments = translator.translate(sources)
        let hypotheses = segments.map(\.target)
        let seconds = (clock.now - start) / .seconds(1)
        note(
            "translated \(sources.count) segments in "
                + String(format: "%.1f s, %.0f a second", seconds, Double(sources.count) / seconds))
        if let output, let file {
            try OutputFile.write(
                hypotheses.map { $0 + "\n" }.joined(), to: file, named: output)
            try file.close()
        }
        noteCalibration(of: segments, references, words: loaded.targetSubwords)
        for metric in metrics {
            let score = try metric.score(hypotheses: hypotheses, references: [references])
            try StandardStreams.printLine(json ? ScoreJSON.line(for: score) : score.line)
        }
    }

    /// How near the translations' confidences are to what they foretell.
    private func noteCalibration(
        of segments: [TranslatedSegment], _ references: [String], words: SubwordModel
    ) {
        func wordTexts(_ text: String) -> [String] { words.encode(text).words.map(\.text) }
        let calibration = Calibration(
            zip(segments, references).compactMap { segment, reference in
                guard let confidence = segment.confidence else { return nil }
                let agreement = WordAgreement.share(
                    wordTexts(segment.target), wordTexts(reference))
                return (Double(confidence), agreement)
            })
        guard let calibration else { return }
        note(
            String(
                format: "confidence: %.3f of the words expected to agree, %.3f do; "
                    + "calibration error %.3f in 10 bins", calibration.meanConfidence,
                calibration.meanOutcome, calibration.expectedError))
    }
}
