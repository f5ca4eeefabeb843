import ArgumentParser
import Corpus

struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Write memories and parallel text in another format.",
        discussion: """
            Reads TMX, XLIFF 1.2 and 2 (also of SDL and memoQ), PO, OPUS XCES, Bibles in OSIS and \
            CES, tab-separated and parallel plain text, each also packed by gzip or zstd. Writes \
            TMX 1.4b, XLIFF 1.2 and 2.1, tab-separated and parallel plain text, by the ending of \
            --output: .tmx, .xlf, .tsv, or two names with a comma; with .gz or .zst behind, packed.

              translate corpus convert project.sdlxliff --output project.tmx
              translate corpus convert a.tmx b.tmx --output all.xlf --to xliff2
              translate corpus convert pairs.tsv --source en --target de --output memory.tmx
              translate corpus convert memory.tmx --source en --target de --output m.en,m.de

            Order, ids, notes, states, dates and tags are kept as far as the format can hold them; \
            what it cannot is counted on standard error.
            """)

    @Argument(help: ArgumentHelp("Memories and parallel text; - reads stdin.", valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp("Where to write. Default: standard output.", valueName: "file"))
    var output: String?

    @Option(help: "The format to write: tmx, xliff (1.2), xliff2 (2.1), tsv or text.")
    var to: UnitFormat?

    @Option(
        help: ArgumentHelp(
            """
            The language to write first, and with --target the only two. Default: all that the \
            file has, and where the format has but two, the first two of the first unit.
            """, valueName: "language"))
    var source: String?

    @Option(help: ArgumentHelp("The language to write second.", valueName: "language"))
    var target: String?

    @Option(
        help: """
            Tags in plain text: drop them, or keep them as <g id="1">…</g> and <x id="2"/>, which \
            become tags again in a format that has them. Default: drop.
            """)
    var codes: CodeTreatment = .dropped

    @OptionGroup(title: "XML of other formats")
    var xml: XMLPathOptions

    func validate() throws {
        guard (source == nil) == (target == nil) else {
            throw ValidationError("--source and --target belong together. Pass both or none.")
        }
        _ = try format()
    }

    func run() throws {
        let languages = try source.flatMap { source in
            try target.map { try LanguagePair(source: source, target: $0) }
        }
        var writer = UnitOutput(
            UnitOutput.Settings(
                path: output, format: try format(), languages: languages, codes: codes,
                toolVersion: Translate.configuration.version))
        let report = try CorpusReader(paths: files, xmlPaths: try xml.paths())
            .readUnits(.everything) { try writer.write($0) }
        for line in report.warnings { complain(line) }
        guard writer.count > 0 else {
            throw CorpusError(
                reason: .noUsablePair(report.outcome), position: FilePosition(file: files[0]))
        }
        try writer.finish()
        note(report.summary)
        for line in writer.losses { note(line) }
        note("\(output ?? "standard output"): wrote \(writer.count) units")
    }

    private func format() throws -> UnitFormat {
        if let to { return to }
        if let format = output.flatMap({ UnitFormat(path: $0) }) { return format }
        throw ValidationError(
            "\(output ?? "--output"): its name does not tell the format. Pass --to tmx, xliff, "
                + "xliff2, tsv or text.")
    }
}

extension UnitFormat: ExpressibleByArgument {
    /// The format that an output's name tells.
    /// - Throws: `ValidationError` where it tells none
    init(of path: String, option: String) throws {
        guard let format = UnitFormat(path: path) else {
            throw ValidationError(
                "\(option) \(path): its name does not tell the format. End it in .tmx, .xlf or "
                    + ".tsv, or pass two names with a comma.")
        }
        self = format
    }
}
