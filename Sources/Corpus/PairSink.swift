/// Where the format readers put what they find in one file: every unit is checked, counted and,
/// if usable, handed on.
///
/// A class because the reader, its parser's callbacks and the caller share one report.
final class PairSink {
    /// An error of the receiver, told apart from those of the corpus.
    struct ReceiverFailure: Error {
        let error: any Error
    }

    let source: String
    let target: String
    private(set) var report: CorpusReport
    private let receive: (SegmentPair) throws -> Void

    init(
        file: String, source: String, target: String,
        receive: @escaping (SegmentPair) throws -> Void
    ) {
        report = CorpusReport(files: [file])
        self.source = source
        self.target = target
        self.receive = receive
    }

    /// Hands a pair on, unless it is empty or too long.
    func offer(
        source: String, target: String, at position: FilePosition
    ) throws(ReceiverFailure) {
        if source.isEmpty { return skip(.emptySource, at: position) }
        if target.isEmpty { return skip(.emptyTarget, at: position) }
        if SegmentText.isTooLong(source) || SegmentText.isTooLong(target) {
            return skip(.tooLong, at: position)
        }
        report.countPair()
        do {
            try receive(SegmentPair(source: source, target: target, position: position))
        } catch {
            throw ReceiverFailure(error: error)
        }
    }

    func skip(_ reason: CorpusReport.Reason, at position: FilePosition) {
        report.countSkip(reason, at: position)
    }

    func count(language: String, by count: Int) {
        report.count(language: language, by: count)
    }
}
