import Foundation

/// Reads files whole and finds out what is in them, in memory that does not grow with them.
package struct CorpusInspector {
    package struct Options: Sendable {
        /// What to look at closely; nil for the most frequent.
        package var languages: LanguagePair?
        /// Pairs to show.
        package var samples = 20
        /// Pairs to estimate a training with; 0 for none.
        package var trainingSamples = 0
        package var seed: UInt64 = 1
        /// Where the texts are in XML of no known format.
        package var xmlPaths: XMLPaths?

        package init(languages: LanguagePair? = nil) {
            self.languages = languages
        }
    }

    private let paths: [String]
    private let options: Options
    private let canReadAgain: Bool

    /// - Throws: `CorpusError` for what can be known to be wrong before anything is read
    package init(paths: [String], options: Options) throws(CorpusError) {
        canReadAgain = try CorpusReader(paths: paths, xmlPaths: options.xmlPaths).paths.allSatisfy {
            input in
            !input.isEmpty && input.allSatisfy(Self.isRegularFile)
        }
        self.paths = paths
        self.options = options
    }

    /// Reads all files; a second time when their beginning does not show what languages they have.
    /// - Throws: `CorpusError` when there is no unit in any file, `TemporaryFileError`
    package func inspect() throws -> CorpusInspection {
        let start = ContinuousClock.now
        var inspection = try read(closely: options.languages)
        if options.languages == nil, let most = inspection.mostFrequentLanguages,
            most != inspection.languages, canReadAgain
        {
            inspection = try read(closely: most)
        }
        inspection.wereLanguagesChosen = options.languages == nil
        inspection.seconds = (ContinuousClock.now - start) / .seconds(1)
        return inspection
    }

    private func read(closely languages: LanguagePair?) throws -> CorpusInspection {
        var work = Reading(options: options, languages: languages)
        var inspection = CorpusInspection()
        var firstError: CorpusError?
        for path in paths {
            let reader = try CorpusReader(paths: [path], xmlPaths: options.xmlPaths)
            work.begin(file: reader.paths[0].first ?? CorpusInput.standardInputName)
            do {
                let report = try reader.readUnits(.everything) { try work.add($0) }
                inspection.report.merge(report)
                work.end(fileOf: report.units)
            } catch let error as CorpusError {
                firstError = firstError ?? error
                var report = CorpusReport(files: [path])
                report.warn("\(error)")
                inspection.report.merge(report)
            }
        }
        if inspection.report.units == 0, let firstError { throw firstError }
        try work.conclude(&inspection)
        return inspection
    }

    private static func isRegularFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}

extension CorpusInspection {
    /// The languages of most units, if they can be told apart.
    fileprivate var mostFrequentLanguages: LanguagePair? {
        languagePairs.lazy.compactMap(\.pair).first
    }
}

extension CorpusInspection.Languages {
    /// What to choose pairs by.
    fileprivate var pair: LanguagePair? {
        guard let source, let target, LanguageTag.match(wanted: source, found: target) != .exact
        else { return nil }
        return LanguagePair(asFound: source, target)
    }
}

/// One reading of all files.
private struct Reading {
    /// So many units are looked at before languages are chosen, fewer where they are large.
    private static let firstUnits = 2_000
    private static let firstBytes = 4 << 20

    private let options: CorpusInspector.Options
    private var census = LanguagePairCounts()
    private var history = HistoryInspector()
    private var pairs: PairInspector?
    /// What came before the languages were chosen; nil begins a file.
    private var waiting: [Event] = []
    private var waitingBytes = 0

    private enum Event {
        case begin(file: String)
        case unit(TranslationUnit)
        case end(units: Int)
    }

    init(options: CorpusInspector.Options, languages: LanguagePair?) {
        self.options = options
        if let languages { pairs = PairInspector(languages, options: options) }
    }

    mutating func begin(file: String) {
        if pairs == nil { waiting.append(.begin(file: file)) }
        pairs?.begin(file: file)
    }

    mutating func end(fileOf units: Int) {
        if pairs == nil { waiting.append(.end(units: units)) }
        pairs?.end(fileOf: units)
    }

    mutating func add(_ unit: TranslationUnit) throws {
        census.add(unit)
        history.add(unit)
        if pairs != nil {
            try pairs?.add(unit)
            return
        }
        waiting.append(.unit(unit))
        waitingBytes += unit.variants.reduce(0) { $0 + $1.segment.text.utf8.count }
        if waiting.count >= Self.firstUnits || waitingBytes > Self.firstBytes { try choose() }
    }

    /// Chooses the languages that most units had so far, and goes on to what waited.
    private mutating func choose() throws {
        let languages = census.ranked().lazy.compactMap(\.pair).first
        var pairs = PairInspector(languages, options: options)
        for event in waiting {
            switch event {
            case .begin(let file): pairs.begin(file: file)
            case .unit(let unit): try pairs.add(unit)
            case .end(let units): pairs.end(fileOf: units)
            }
        }
        waiting = []
        self.pairs = pairs
    }

    mutating func conclude(_ inspection: inout CorpusInspection) throws {
        if pairs == nil { try choose() }
        inspection.units = inspection.report.units
        inspection.languagePairs = census.ranked()
        inspection.hasMoreLanguagePairs = census.isCut
        inspection.history = history.history
        try pairs?.conclude(&inspection, options: options)
        for (reason, skips) in inspection.report.skipped {
            inspection.skipped[reason, default: .init()].merge(skips)
        }
    }
}
