import Foundation
import Testing

@testable import Training

@Suite struct TrainingWatchTests {
    private final class Transcript {
        var lines: [String] = []
    }

    private let folder: WatchedFolder
    private let said = Transcript()

    init() throws {
        folder = try WatchedFolder()
    }

    private func watch(in path: String? = nil) -> TrainingWatch {
        let said = said
        return TrainingWatch(
            TrainingReport.Plan(
                name: "e", sourceLanguage: "en", targetLanguage: "de", settings: [],
                command: "translate train", sentences: []),
            in: path ?? folder.path, translator: nil, say: { said.lines.append($0) })
    }

    private func progress(_ step: Int, best: Double? = nil) -> TrainingProgress {
        var progress = TrainingProgress()
        progress.step = step
        progress.seconds = Double(step)
        progress.best = best.map { ValidationScore(loss: 2, bleu: $0, bleuSignature: "") }
        return progress
    }

    private let score = ValidationScore(loss: 2, bleu: 20, bleuSignature: "")

    private var records: [MetricsRecord] {
        (folder.text("metrics.jsonl") ?? "").split(separator: "\n").compactMap {
            MetricsRecord(line: Data($0.utf8))
        }
    }

    private var kinds: [String] {
        records.map { record in
            switch record {
            case .start(let start): "start \(start.step)"
            case .step(let step): "step \(step.step)"
            case .validation(let validation): "validation \(validation.step)"
            case .note(let note): "note \(note.step)"
            case .end(let end): "end \(end.step) \(end.reason)"
            }
        }
    }

    @Test("nothing is written before the engine is; then everything is")
    func waitsForTheEngine() {
        var watch = watch()
        watch.start(MetricsRecord.sampleStart(), isResumed: false)
        watch.step(.sample(step: 1, seconds: 1))
        watch.step(.sample(step: 2, seconds: 2))
        watch.validated(score, progress(2), isBest: true)
        #expect(folder.entries.isEmpty)
        watch.saved()
        #expect(folder.entries == ["metrics.jsonl", "report.html"])
        #expect(kinds == ["start 0", "step 1", "step 2", "validation 2"])
        watch.end(.finished, progress(2, best: 20))
        #expect(kinds.last == "end 2 finished")
        #expect(folder.text("report.html")?.contains("Training is done.") == true)
        #expect(
            said.lines == [
                "curves and translations so far: \(folder.path)/report.html, which renews itself "
                    + "in a browser"
            ])
    }

    @Test("steps are recorded every two seconds of training, with the mean of their losses")
    func recordsOfSteps() throws {
        var watch = watch()
        watch.start(MetricsRecord.sampleStart(), isResumed: false)
        for step in 1...9 {
            watch.step(
                .sample(
                    step: step, seconds: Double(step), loss: Double(step),
                    norm: step == 4 ? 70 : 1))
        }
        watch.saved()
        #expect(kinds == ["start 0", "step 1", "step 3", "step 5", "step 7", "step 9"])
        let steps = records.compactMap { if case .step(let step) = $0 { step } else { nil } }
        #expect(steps.map(\.loss.value) == [1, 2.5, 4.5, 6.5, 8.5])
        #expect(steps.map(\.gradientNorm.value) == [1, 1, 70, 1, 1])
        #expect(steps.map(\.targetTokens) == [1_000, 3_000, 5_000, 7_000, 9_000])
        #expect(steps.last?.tokensPerSecond.value == 1_000)
        #expect(steps.map(\.rate.value).allSatisfy { $0 == 0.001 })
    }

    @Test("a norm that is no number is not passed over")
    func badNorm() throws {
        var watch = watch()
        watch.start(MetricsRecord.sampleStart(), isResumed: false)
        for (step, norm) in [(1, 1), (2, Float.nan), (3, 1)] {
            watch.step(.sample(step: step, seconds: Double(step), norm: norm))
        }
        watch.saved()
        guard case .step(let step) = records.last else { return #expect(Bool(false)) }
        #expect(step.step == 3)
        #expect(step.gradientNorm.value == nil)
    }

    @Test("a training that goes on drops what no save has kept, and shows what was before")
    func goesOn() {
        var first = watch()
        first.start(MetricsRecord.sampleStart(), isResumed: false)
        first.step(.sample(step: 1, seconds: 1))
        first.validated(score, progress(1), isBest: true)
        first.saved()
        for step in 2...5 { first.step(.sample(step: step, seconds: Double(step))) }
        first.validated(score, progress(5), isBest: false)
        #expect(kinds.last == "validation 5")

        var second = watch()
        second.start(MetricsRecord.sampleStart(step: 1), isResumed: true)
        #expect(kinds == ["start 0", "step 1", "validation 1", "start 1"])
        second.step(.sample(step: 2, seconds: 2))
        second.end(.interrupted, progress(2, best: 20))
        #expect(kinds.suffix(2) == ["step 2", "end 2 interrupted"])
        #expect(folder.text("report.html")?.contains("that of step 1, BLEU 20.00.") == true)
    }

    @Test("a training that goes back takes its records with it, and says why")
    func goesBack() {
        var watch = watch()
        watch.start(MetricsRecord.sampleStart(), isResumed: false)
        watch.step(.sample(step: 1, seconds: 1))
        watch.goBack(toStep: 0, because: "rate lowered at first")
        watch.step(.sample(step: 1, seconds: 1))
        watch.validated(score, progress(1), isBest: true)
        watch.saved()
        for step in 2...9 { watch.step(.sample(step: step, seconds: Double(step))) }
        watch.goBack(toStep: 1, because: "rate lowered again")
        #expect(kinds == ["start 0", "note 0", "step 1", "validation 1", "note 1"])
        watch.step(.sample(step: 2, seconds: 2))
        watch.step(.sample(step: 3, seconds: 3))
        watch.end(.finished, progress(3, best: 20))
        #expect(kinds.suffix(3) == ["note 1", "step 3", "end 3 finished"])
        for text in ["rate lowered at first", "rate lowered again", "that of step 1,"] {
            #expect(folder.text("report.html")?.contains(text) == true)
        }
    }

    @Test("what cannot be written is said once, and nothing else happens")
    func failure() {
        var watch = watch(in: folder.path("gone"))
        watch.start(MetricsRecord.sampleStart(), isResumed: false)
        watch.saved()
        watch.step(.sample(step: 1, seconds: 1))
        watch.end(.finished, progress(1))
        #expect(said.lines.count == 1)
        #expect(said.lines.first?.contains("metrics.jsonl: cannot be written: ") == true)
        #expect(folder.entries.isEmpty)
    }
}
