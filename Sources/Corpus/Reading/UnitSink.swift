/// What a reader gathers of each unit; what is not asked for costs no time.
package struct Gathering: Sendable, Equatable {
    /// The inline codes.
    ///
    /// Otherwise only the text around them, with line breaks where codes break the line.
    package var codes: Bool
    /// Authors, dates, notes and properties.
    package var metadata: Bool

    package init(codes: Bool, metadata: Bool) {
        self.codes = codes
        self.metadata = metadata
    }

    package static let text = Gathering(codes: false, metadata: false)
    package static let everything = Gathering(codes: true, metadata: true)
}

/// Where the format readers put what they find in one file: every unit is counted and handed on, or
/// counted as skipped.
///
/// A class because the reader, its parser's callbacks and the caller share one report.
final class UnitSink {
    /// An error of the receiver, told apart from those of the corpus.
    struct ReceiverFailure: Error {
        let error: any Error
    }

    let gathers: Gathering
    private(set) var report: CorpusReport
    private let receive: (consuming TranslationUnit, UnitSink) throws -> Void

    init(
        file: String, gathering: Gathering,
        receive: @escaping (consuming TranslationUnit, UnitSink) throws -> Void
    ) {
        report = CorpusReport(files: [file])
        gathers = gathering
        self.receive = receive
    }

    func offer(_ unit: consuming TranslationUnit) throws(ReceiverFailure) {
        report.countUnit()
        do {
            try receive(unit, self)
        } catch {
            throw ReceiverFailure(error: error)
        }
    }

    /// Counts a unit that the reader cannot offer.
    func skip(_ reason: CorpusReport.Reason, at position: FilePosition) {
        report.countUnit()
        report.countSkip(reason, at: position)
    }

    /// Counts what is wrong in the file and keeps no unit from being used.
    func find(_ finding: CorpusFinding, at position: FilePosition) {
        report.countFinding(finding, at: position)
    }

    /// Counts a unit that was offered as a pair.
    func countPair() {
        report.countPair()
    }

    /// Counts a unit that was offered as one that cannot be used.
    func countUnusable(_ reason: CorpusReport.Reason, at position: FilePosition) {
        report.countSkip(reason, at: position)
    }

    func count(_ languages: [CorpusError.LanguageCount]) {
        for language in languages {
            report.count(language: language.language, by: language.count)
        }
    }

    func warn(_ line: String) {
        report.warn(line)
    }
}
