import ArgumentParser
import Corpus

struct SplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Set units aside for development and test.",
        discussion: """
            No near-duplicate of a source that is set aside stays in training: sources count as \
            alike when they differ in case, digits, punctuation or few words only. All units of \
            one source go the same way, and what is alike but not set aside is in no part; \
            --left-out keeps it. Which are set aside depends on the texts and the seed alone.

              translate corpus split memory.tmx --source en --target de \\
                  --train train.tmx --dev dev.tmx --test test.tmx

            “translate train” sets a development part aside by itself when given no --dev.
            """)

    @Argument(help: ArgumentHelp("Memories and parallel text.", valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp("Language translated from.", valueName: "language"))
    var source: String

    @Option(help: ArgumentHelp("Language translated into.", valueName: "language"))
    var target: String

    @Option(help: ArgumentHelp("Where to write what stays for training.", valueName: "file"))
    var train: String

    @Option(help: ArgumentHelp("Where to write the development part.", valueName: "file"))
    var dev: String?

    @Option(help: ArgumentHelp("Where to write the test part.", valueName: "file"))
    var test: String?

    @Option(
        help: ArgumentHelp(
            "Where to write what is like a unit set aside, and in no part.", valueName: "file"))
    var leftOut: String?

    @Option(
        help: ArgumentHelp(
            "Units in the development part. Default: 1 % of all, at most 1,200.", valueName: "n"))
    var devSize: Int?

    @Option(
        help: ArgumentHelp(
            "Units in the test part. Default: 1 % of all, at most 1,200.", valueName: "n"))
    var testSize: Int?

    @Option(help: ArgumentHelp("Another seed sets others aside.", valueName: "n"))
    var seed: UInt64 = 1

    @OptionGroup(title: "XML of other formats")
    var xml: XMLPathOptions

    private var outputs: [(part: CorpusSplit.Part, option: String, path: String)] {
        let all: [(CorpusSplit.Part, String, String?)] = [
            (.training, "--train", train), (.development, "--dev", dev), (.test, "--test", test),
            (.leftOut, "--left-out", leftOut),
        ]
        return all.compactMap { part, option, path in path.map { (part, option, $0) } }
    }

    func validate() throws {
        try checkRange(devSize, "--dev-size", 1...1_000_000)
        try checkRange(testSize, "--test-size", 1...1_000_000)
        guard dev != nil || test != nil else {
            throw ValidationError("nothing to set aside. Pass --dev, --test or both.")
        }
        for (size, option, path) in [(devSize, "--dev", dev), (testSize, "--test", test)]
        where size != nil && path == nil {
            throw ValidationError("\(option)-size without \(option). Pass \(option) FILE too.")
        }
        for (_, option, path) in outputs { _ = try UnitFormat(of: path, option: option) }
        guard Set(outputs.map(\.path)).count == outputs.count else {
            throw ValidationError("two parts go to one file. Name a file for each.")
        }
    }

    func run() throws {
        let languages = try LanguagePair(source: source, target: target)
        let reader = try CorpusReader(paths: files, xmlPaths: try xml.paths()).rereadable()
        var chooser = CorpusSplit(
            development: dev == nil ? .none : size(devSize),
            test: test == nil ? .none : size(testSize), seed: seed
        ).chooser()
        let report = try reader.readPairs(of: languages) { chooser.add(source: $0.source) }
        report.lines.forEach(note)
        var division = chooser.choose()
        var writers: [CorpusSplit.Part: UnitOutput] = [:]
        for (part, option, path) in outputs {
            writers[part] = UnitOutput(
                UnitOutput.Settings(
                    path: path, format: try UnitFormat(of: path, option: option),
                    languages: languages,
                    toolVersion: Translate.configuration.version))
        }
        _ = try reader.readPairs(of: languages, gathering: .everything) { pair, unit in
            try writers[division.part(ofSource: pair.source)]?.write(unit)
        }
        try finish(&writers, division)
    }

    /// A number that is asked for is met even in a small corpus, as far as training keeps half.
    private func size(_ count: Int?) -> CorpusSplit.Size {
        count.map { CorpusSplit.Size(share: 1, maximum: $0) } ?? .usual
    }

    private func finish(
        _ writers: inout [CorpusSplit.Part: UnitOutput], _ division: CorpusDivision
    ) throws {
        for (part, option, path) in outputs {
            guard writers[part]?.count ?? 0 > 0 else {
                complain("\(option) \(path): no unit for it. The file is not written.")
                continue
            }
            try writers[part]?.finish()
            note("\(path): wrote \(division.counts[part] ?? 0) units")
        }
        let leftOutCount = division.counts[.leftOut] ?? 0
        if leftOut == nil, leftOutCount > 0 {
            note("left out \(leftOutCount) units for being like one that is set aside")
        }
    }
}
