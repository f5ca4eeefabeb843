import ArgumentParser
import Corpus
import Engines

/// Translated pairs that an engine reads, in its languages if no others are given.
struct PairedTextOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Translated pairs, in any format that “translate corpus --help” lists; or -.",
            valueName: "file"))
    var corpus: [String]

    @Option(
        help: ArgumentHelp(
            "The corpus's side to read as source. Default: the engine's source language.",
            valueName: "language"))
    var source: String?

    @Option(
        help: ArgumentHelp(
            "The corpus's side to read as target. Default: the engine's target language.",
            valueName: "language"))
    var target: String?

    @OptionGroup(title: "XML of other formats")
    var xml: XMLPathOptions

    /// - Throws: `ValidationError` for languages that are not the engine's, `CorpusError`, and what
    ///   `body` throws
    func readPairs(for engine: Engine, _ body: (SegmentPair) throws -> Void) throws {
        try engine.description.check(source: source, target: target)
        let languages = try LanguagePair(
            source: source ?? engine.description.sourceLanguage,
            target: target ?? engine.description.targetLanguage)
        let reader = try CorpusReader(paths: corpus, xmlPaths: try xml.paths())
        let report = try reader.readPairs(of: languages, codes: engine.codes, body)
        report.lines.forEach(note)
    }
}
