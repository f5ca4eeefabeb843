import Engines
import Foundation
import Search
import Tensors

/// Writes down how a training goes, in the engine's folder: `metrics.jsonl` for programs and
/// `report.html` for people.
///
/// What cannot be written is said once and changes nothing else.
struct TrainingWatch {
    /// Between two `step` records, in seconds of training.
    private static let recordSeconds = 2.0
    /// Between two reports, but for what a validation brings.
    private static let reportInterval: Duration = .seconds(15)

    private let plan: TrainingReport.Plan
    private let translator: SampleTranslator?
    private let say: (String) -> Void
    private var metrics: MetricsFile
    private let report: WatchedFile
    private let partialReport: WatchedFile
    private var history = TrainingHistory()
    private var pace = TrainingPace()
    private var maps: [SampleTranslator.AttentionMap] = []
    /// Of the weights that are being validated.
    private var translations: [String] = []
    private var state = TrainingReport.State.training(fractionDone: nil, secondsLeft: nil)
    private var span = StepSpan()
    /// Whether the engine's folder is there to be written into.
    private var hasFolder = false
    private var hasFailed = false
    private var reported: ContinuousClock.Instant?
    private var pauses = LongestPause()

    /// - Parameters:
    ///   - folder: of the engine
    ///   - translator: nil for no samples
    ///   - say: tells the user a line
    init(
        _ plan: TrainingReport.Plan, in folder: String, translator: SampleTranslator?,
        say: @escaping (String) -> Void
    ) {
        self.plan = plan
        self.translator = translator
        self.say = say
        metrics = MetricsFile(in: folder)
        report = WatchedFile(EngineCompanion.report, in: folder)
        partialReport = WatchedFile(EngineCompanion.partialReport, in: folder)
    }

    /// Begins, or goes on after the step that was saved last.
    mutating func start(_ record: MetricsRecord.Start, isResumed: Bool) {
        if isResumed {
            hasFolder = true
            recall(upTo: record.step)
        }
        add(.start(record))
        write()
    }

    /// Takes back what came after a step, as the training does when it has gone wrong.
    mutating func goBack(toStep step: Int, because text: String) {
        if hasFolder { writeMetrics() }
        recall(upTo: step)
        add(.note(MetricsRecord.Note(step: step, text: text)))
        write()
    }

    /// Reads again what was written or waits, and drops what came after a step.
    private mutating func recall(upTo step: Int) {
        var earlier = TrainingHistory()
        attempt { watch throws(WatchedFileError) in
            if watch.hasFolder { try watch.metrics.resume(atStep: step) { earlier.add($0) } }
        }
        metrics.goBack(toStep: step) { earlier.add($0) }
        history = earlier
        pace = TrainingPace(resumingAt: earlier.last?.smoothedLoss.value)
        span = StepSpan(from: earlier.last?.seconds.value)
    }

    // MARK: - While it trains

    mutating func step(_ report: Trainer.StepReport) {
        pauses.end()
        pace.add(report)
        span.add(report)
        state = .training(
            fractionDone: report.fractionDone, secondsLeft: pace.secondsLeft(after: report))
        if span.seconds >= Self.recordSeconds || report.progress.step == 1 { recordSteps() }
        if let reported, ContinuousClock.now - reported < Self.reportInterval { return }
        if hasFolder { write() }
    }

    /// Translates the samples with the weights that are validated.
    mutating func validate(_ weights: PackedWeights) {
        guard let found = try? translator?.translate(weights) else { return }
        translations = found.texts
        maps = found.maps
    }

    /// Notes a validation, before what it is of is saved.
    mutating func validated(_ score: ValidationScore, _ progress: TrainingProgress, isBest: Bool) {
        pauses.end()
        recordSteps()
        let old = score.comparison?.old?.model
        add(
            .validation(
                MetricsRecord.Validation(
                    step: progress.step, seconds: JSONNumber(progress.seconds),
                    loss: JSONNumber(score.loss), bleu: JSONNumber(score.bleu), best: isBest,
                    samples: translations, oldLoss: old.map { JSONNumber($0.loss) },
                    oldBLEU: old.map { JSONNumber($0.bleu) })))
        translations = []
        pace.pause()
        if hasFolder { writeMetrics() }
    }

    /// The engine was saved: its folder is there.
    mutating func saved() {
        pauses.end()
        let isNew = !hasFolder
        hasFolder = true
        write()
        if isNew, !hasFailed {
            say("curves and translations so far: \(report.path), which renews itself in a browser")
        }
    }

    mutating func end(_ reason: MetricsRecord.End.Reason, _ progress: TrainingProgress) {
        recordSteps()
        if reason == .finished || reason == .converged, let warning = progress.warningOfNoUse {
            add(.note(MetricsRecord.Note(step: progress.step, text: warning)))
        }
        add(
            .end(
                MetricsRecord.End(
                    step: progress.step, seconds: JSONNumber(progress.seconds), reason: reason,
                    bestStep: progress.bestStep, bestBLEU: JSONNumber(progress.best?.bleu))))
        state = .ended(reason)
        if hasFolder { write() }
    }

    // MARK: - Writing

    private mutating func add(_ record: MetricsRecord) {
        history.add(record)
        metrics.add(record)
    }

    private mutating func recordSteps() {
        guard let step = span.record(pace) else { return }
        add(.step(step))
        span = StepSpan(from: step.seconds.value)
    }

    private mutating func write() {
        guard hasFolder else { return }
        writeMetrics()
        reported = ContinuousClock.now
        let page = TrainingReport(
            plan: plan, history: history, maps: maps, state: state, date: Date(),
            longestPauseSeconds: pauses.longestSeconds)
        attempt { watch throws(WatchedFileError) in
            try watch.report.replace(with: Data(page.html.utf8), by: watch.partialReport)
        }
    }

    private mutating func writeMetrics() {
        attempt { watch throws(WatchedFileError) in try watch.metrics.flush() }
    }

    private mutating func attempt(
        _ body: (inout TrainingWatch) throws(WatchedFileError) -> Void
    ) {
        do throws(WatchedFileError) {
            try body(&self)
        } catch {
            if !hasFailed { say("\(error)") }
            hasFailed = true
        }
    }
}

/// The longest time in which there was nothing to tell, as while validating.
private struct LongestPause {
    private(set) var longestSeconds = 0.0
    private var start: ContinuousClock.Instant?

    mutating func end() {
        let now = ContinuousClock.now
        if let start { longestSeconds = max(longestSeconds, (now - start) / .seconds(1)) }
        start = now
    }
}

/// The steps since the last record of them.
private struct StepSpan {
    /// Seconds of training at the record before; nil where there is none.
    private var start: Double?
    private var losses = 0.0
    private var count = 0
    private var norm: Float = 0
    private var last: Trainer.StepReport?

    init(from seconds: Double? = nil) {
        start = seconds
    }

    mutating func add(_ report: Trainer.StepReport) {
        if start == nil { start = report.progress.seconds }
        losses += report.loss
        count += 1
        // Not `max`, which may pass over what is no number.
        if !norm.isNaN, !(report.gradientNorm <= norm) { norm = report.gradientNorm }
        last = report
    }

    var seconds: Double { (last?.progress.seconds ?? 0) - (start ?? 0) }

    /// - Returns: nil where there was no step
    func record(_ pace: TrainingPace) -> MetricsRecord.Step? {
        guard let last else { return nil }
        return MetricsRecord.Step(
            step: last.progress.step,
            epoch: JSONNumber(Double(last.progress.epoch) + last.epochFraction),
            seconds: JSONNumber(last.progress.seconds), loss: JSONNumber(losses / Double(count)),
            smoothedLoss: JSONNumber(pace.smoothedLoss), rate: JSONNumber(Double(last.rate)),
            gradientNorm: JSONNumber(Double(norm)), targetTokens: last.progress.targetTokens,
            tokensPerSecond: JSONNumber(pace.tokensPerSecond))
    }
}
