package import Corpus
package import Engines
package import Foundation
import Text

/// A corpus as training takes it: the usable pairs in a temporary file, divided into what is
/// trained on and what is validated on.
///
/// Memory does not grow with the corpus, but for a byte a pair.
package struct PreparedCorpus {
    package let development: [SegmentPair]
    package private(set) var trainingCount: Int
    /// Pairs that are in neither part: their sources are near-duplicates of the development set's.
    package private(set) var leftOutCount: Int
    package let report: CorpusReport
    /// What cleaning did; nil when none was wanted.
    package let cleaningReport: CleaningReport?
    package let developmentReport: CorpusReport?
    /// The files of both, for the engine's card.
    package let files: [EngineCard.DataFile]

    /// All usable pairs.
    private let spool: PairSpool
    /// Where each of them goes.
    private var parts: [CorpusSplit.Part]

    /// Of a user's development set, as many as are validated on: more only takes longer.
    private static let validatedMaximum = 2_000

    /// - Parameters:
    ///   - folder: on the disk that has room for the corpus
    ///   - watch: for a pass over the pairs, such as “read”, what is told how many it has done, and
    ///     throws to end it
    /// - Throws: `CorpusError`, `TemporaryFileError`, or what the watch throws
    package init(
        _ request: TrainingRequest, in folder: URL,
        watch: (_ pass: String) -> (_ pairs: Int) throws -> Void
    ) throws {
        let split = CorpusSplit(
            development: request.development.isEmpty ? .usual : .none,
            seed: request.recipe.seed ?? Recipe().seed)
        var chooser = split.chooser()
        let spool: PairSpool
        (spool, report, cleaningReport) = try Self.clean(request, in: folder, watch: watch) {
            chooser.add(source: $0.source)
        }
        var division = chooser.choose()
        var development: [SegmentPair] = []
        var parts: [CorpusSplit.Part] = []
        parts.reserveCapacity(spool.count)
        try spool.forEach { pair in
            let part = division.part(ofSource: pair.source)
            parts.append(part)
            if part == .development { development.append(pair) }
        }
        self.spool = spool
        self.parts = parts
        trainingCount = division.counts[.training] ?? 0
        leftOutCount = division.counts[.leftOut] ?? 0
        let trainingFiles = try Self.files(request.corpora, report, for: "training")
        guard !request.development.isEmpty else {
            self.development = development
            developmentReport = nil
            files = trainingFiles
            return
        }
        let own = try Self.developmentSet(of: request)
        self.development = own.pairs
        developmentReport = own.report
        files = trainingFiles + own.files
    }

    /// The first pairs of the user's own development set.
    static func developmentSet(
        of request: TrainingRequest
    ) throws -> (pairs: [SegmentPair], report: CorpusReport, files: [EngineCard.DataFile]) {
        var pairs: [SegmentPair] = []
        let report = try read(request.development, request) { pair in
            if pairs.count < validatedMaximum { pairs.append(pair) }
        }
        return (pairs, report, try files(request.development, report, for: "development"))
    }

    /// Leaves out of the training part what is like a source of another development set.
    mutating func leaveOut(like others: [SegmentPair]) throws {
        var index = NearDuplicateIndex(others.map(\.source))
        var place = 0
        try spool.forEach { pair in
            defer { place += 1 }
            guard parts[place] == .training, index.nearest(to: pair.source) != nil else { return }
            parts[place] = .leftOut
            trainingCount -= 1
            leftOutCount += 1
        }
    }

    /// Whether the user's development set is larger than what is validated on.
    var isDevelopmentCut: Bool {
        developmentReport.map { $0.pairs > development.count } ?? false
    }

    /// Passes over the training pairs, in order, many at a time.
    /// - Throws: `TemporaryFileError`, or what `body` throws
    func forEachBlock(_ body: ([SegmentPair]) throws -> Void) throws {
        var reader = try spool.reader()
        var start = 0
        while true {
            let pairs = try reader.next(upTo: Self.pairsPerBlock)
            if pairs.isEmpty { return }
            let training = zip(pairs, parts[start...]).filter { $1 == .training }.map(\.0)
            start += pairs.count
            try body(training)
        }
    }

    /// Enough for all workers to be busy, and few megabytes.
    private static let pairsPerBlock = 1 << 15
}

// MARK: - Files

extension PreparedCorpus {
    /// Reads the corpora and keeps the pairs that cleaning leaves; `body` sees each of them.
    private static func clean(
        _ request: TrainingRequest, in folder: URL,
        watch: (_ pass: String) -> (_ pairs: Int) throws -> Void, _ body: (SegmentPair) -> Void
    ) throws -> (PairSpool, CorpusReport, CleaningReport?) {
        let rules = (request.cleaning ?? .all).rules
        let spool = try PairSpool(in: folder)
        let watchReading = watch("read")
        func keep(_ pair: SegmentPair, in spool: PairSpool, _ watch: (Int) throws -> Void) throws {
            try spool.append(pair)
            if spool.count % pairsPerBlock == 0 { try watch(spool.count) }
        }
        guard !rules.isEmpty else {
            let report = try read(request.corpora, request) { pair in
                body(pair)
                try keep(pair, in: spool, watchReading)
            }
            return (spool, report, nil)
        }
        var options = CleaningOptions()
        options.rules = rules
        let cleaner = Cleaner(
            languages: try LanguagePair(
                source: request.sourceLanguage, target: request.targetLanguage),
            options: options, folder: folder)
        let report = try read(request.corpora, request) { pair in
            try cleaner.learn(pair)
            try keep(pair, in: spool, watchReading)
        }
        try cleaner.finishLearning()
        let cleaned = try PairSpool(in: folder)
        let watchCleaning = watch("cleaned")
        try spool.forEach { pair in
            guard case .kept(let pair) = cleaner.clean(pair) else { return }
            body(pair)
            try keep(pair, in: cleaned, watchCleaning)
        }
        return (cleaned, report, cleaner.report)
    }

    private static func read(
        _ paths: [String], _ request: TrainingRequest, _ body: (SegmentPair) throws -> Void
    ) throws -> CorpusReport {
        let languages = try LanguagePair(
            source: request.sourceLanguage, target: request.targetLanguage)
        return try CorpusReader(paths: paths, xmlPaths: request.xmlPaths).readPairs(
            of: languages, codes: request.codes ?? .dropped, body)
    }

    private static func files(
        _ paths: [String], _ report: CorpusReport, for use: String
    ) throws -> [EngineCard.DataFile] {
        try zip(CorpusReader(paths: paths).paths, report.pairsByFile).flatMap { paths, count in
            try paths.filter(isRegularFile).map { path in
                EngineCard.DataFile(
                    name: URL(fileURLWithPath: path).lastPathComponent, use: use, pairs: count,
                    record: try FileRecord(ofFileAt: path))
            }
        }
    }

    /// Whether a file can be read twice; a pipe, such as a shell's <(…), cannot.
    private static func isRegularFile(_ path: String) -> Bool {
        let type = try? URL(fileURLWithPath: path).resolvingSymlinksInPath()
            .resourceValues(forKeys: [.isRegularFileKey]).isRegularFile
        return type == true
    }
}
