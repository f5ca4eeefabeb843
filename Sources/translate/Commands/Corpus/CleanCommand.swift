import ArgumentParser
import Corpus
import Foundation

struct CleanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Drop what a memory should not teach, and repair what can be repaired.",
        discussion: """
            Reads any formats and writes one, by the ending of --output. What stays keeps its \
            order, its tags and what the file says of it, as far as the format of the output can. \
            What goes is counted by rule and, with --rejected, listed with the reason. --list-rules \
            shows the rules; all of them work unless --rules or --without says otherwise.

              translate corpus clean memory.tmx --source en --target de --output clean.tmx \\
                  --rejected rejected.tsv
              translate corpus clean crawl.tsv.gz --source en --target de --output clean.tsv.zst \\
                  --max-ratio 2 --without drafts
            """)

    @Argument(help: ArgumentHelp("Memories and parallel text.", valueName: "file"))
    var files: [String] = []

    @Option(help: ArgumentHelp("Language translated from.", valueName: "language"))
    var source: String?

    @Option(help: ArgumentHelp("Language translated into.", valueName: "language"))
    var target: String?

    @Option(help: ArgumentHelp("Where to write what stays.", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Where to list what goes, as TSV: rule, detail, place, source, target.",
            valueName: "file"))
    var rejected: String?

    @Option(
        help: ArgumentHelp("Only these rules, separated by commas.", valueName: "rules"))
    var rules: String?

    @Option(help: ArgumentHelp("All rules but these.", valueName: "rules"))
    var without: String?

    @Flag(help: "Show the rules and end.")
    var listRules = false

    @OptionGroup(title: "Thresholds")
    var thresholds: CleaningThresholds

    @OptionGroup(title: "XML of other formats")
    var xml: XMLPathOptions

    func validate() throws {
        try thresholds.check()
        _ = try CleaningChoice.rules(only: rules, without: without)
        if listRules { return }
        if files.isEmpty { throw ValidationError("no file is named. Pass at least one.") }
        for (option, value) in [("--source", source), ("--target", target), ("--output", output)]
        where value == nil {
            throw ValidationError("\(option) is missing. Pass it, or see --help.")
        }
        if let output { _ = try UnitFormat(of: output, option: "--output") }
    }

    func run() throws {
        if listRules { return try Self.printRules() }
        guard let source, let target, let output else { return }
        let languages = try LanguagePair(source: source, target: target)
        let rules = try CleaningChoice.rules(only: self.rules, without: without)
        let cleaner = Cleaner(languages: languages, options: thresholds.options(rules))
        var reader = try CorpusReader(paths: files, xmlPaths: try xml.paths())
        if cleaner.needsLearning {
            reader = try reader.rereadable()
            _ = try reader.readUnits(.everything) { try cleaner.learn($0) }
            try cleaner.finishLearning()
        }
        var writer = UnitOutput(
            UnitOutput.Settings(
                path: output, format: try UnitFormat(of: output, option: "--output"),
                languages: languages,
                toolVersion: Translate.configuration.version))
        let rejections = try rejected.map { try RejectedPairs(path: $0) }
        let report = try reader.readUnits(.everything) { unit in
            switch cleaner.clean(unit) {
            case .kept(let unit): try writer.write(unit)
            case .dropped(let rule, let detail):
                try rejections?.write(rule.rawValue, detail, unit, cleaner.texts(of: unit))
            case .unusable(let reason):
                try rejections?.write("unusable", reason.description, unit, cleaner.texts(of: unit))
            }
        }
        try rejections?.finish()
        try finish(&writer, cleaner, report)
    }

    /// Says what was done; an error when nothing is left.
    private func finish(
        _ writer: inout UnitOutput, _ cleaner: Cleaner, _ report: CorpusReport
    ) throws {
        for line in report.warnings { complain(line) }
        for line in cleaner.report.lines { note(line) }
        guard cleaner.report.kept > 0 else {
            throw CorpusError(
                reason: cleaner.missingLanguage ?? .noUsablePair("all were dropped"),
                position: FilePosition(file: files[0]))
        }
        try writer.finish()
        for line in writer.losses { note("\(output ?? ""): \(line)") }
    }

    private static func printRules() throws {
        let width = CleaningRule.allCases.map(\.rawValue.count).max() ?? 0
        for rule in CleaningRule.allCases {
            let name = rule.rawValue.padding(toLength: width, withPad: " ", startingAt: 0)
            try StandardStreams.printLine("\(name)  \(rule.explanation)")
        }
    }
}

/// Where the rules of cleaning draw the line.
struct CleaningThresholds: ParsableArguments {
    @Option(
        help: ArgumentHelp("Most characters on a side. Default: 2,000.", valueName: "n"))
    var maxLength: Int?

    @Option(help: ArgumentHelp("Most words on a side. Default: 300.", valueName: "n"))
    var maxWords: Int?

    @Option(
        help: ArgumentHelp(
            "How many times longer one side may be, in letters and in words. Default: 3.",
            valueName: "ratio"))
    var maxRatio: Double?

    @Option(
        help: ArgumentHelp(
            "Least share of letters in a script of the language. Default: 0.5.",
            valueName: "share"))
    var minScript: Double?

    @Option(
        help: ArgumentHelp(
            "How often in a row words may stand on one side alone. Default: 2.", valueName: "n"))
    var maxRepeats: Int?

    func check() throws {
        try checkRange(maxLength, "--max-length", 1...1_000_000)
        try checkRange(maxWords, "--max-words", 1...1_000_000)
        try checkRange(maxRatio, "--max-ratio", 1...1_000)
        try checkRange(minScript, "--min-script", 0...1)
        try checkRange(maxRepeats, "--max-repeats", 1...1_000)
    }

    func options(_ rules: Set<CleaningRule>) -> CleaningOptions {
        var options = CleaningOptions()
        options.rules = rules
        if let maxLength { options.maxLength = maxLength }
        if let maxWords { options.maxWords = maxWords }
        if let maxRatio { options.maxRatio = maxRatio }
        if let minScript { options.minScript = minScript }
        if let maxRepeats { options.maxRepeats = maxRepeats }
        return options
    }
}

/// The rules that --rules and --without leave.
enum CleaningChoice {
    static func rules(only: String?, without: String?) throws -> Set<CleaningRule> {
        let chosen =
            try only.map { try parse($0, "--rules") } ?? Set(CleaningRule.allCases)
        return try chosen.subtracting(without.map { try parse($0, "--without") } ?? [])
    }

    private static func parse(_ names: String, _ option: String) throws -> Set<CleaningRule> {
        Set(
            try names.split(separator: ",", omittingEmptySubsequences: false).map { name in
                guard let rule = CleaningRule(rawValue: name.lowercased()) else {
                    let all = CleaningRule.allCases.map(\.rawValue).joined(separator: ", ")
                    throw ValidationError("\(option) \(name): unknown. Choose from \(all).")
                }
                return rule
            })
    }
}

/// Writes the pairs that went, one a line: rule, detail, place, source, target.
private final class RejectedPairs {
    private let sink: ByteSink

    init(path: String) throws {
        sink = try ByteSink(path: path)
    }

    func write(
        _ rule: String, _ detail: String, _ unit: TranslationUnit,
        _ texts: (source: String?, target: String?)
    ) throws {
        let columns = [
            rule, detail, unit.position.description, texts.source ?? "", texts.target ?? "",
        ]
        try sink.write(columns.map(Self.oneColumn).joined(separator: "\t") + "\n")
    }

    func finish() throws {
        try sink.finish()
    }

    private static func oneColumn(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 }) else { return text }
        return String(
            decoding: text.utf8.map { $0 < 0x20 ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}
