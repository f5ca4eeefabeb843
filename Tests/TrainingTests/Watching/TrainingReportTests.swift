import Foundation
import Testing

@testable import Training

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct TrainingReportTests {
    private static let hostile = "</title><script>alert(1)</script>\"'&\u{0}\u{202E}]]>"

    private func history(steps: Int, validations: Int) -> TrainingHistory {
        var history = TrainingHistory()
        for step in 1...steps { history.add(.sampleStep(step, loss: step == 3 ? .nan : 2.5)) }
        for step in 1...validations {
            history.add(
                .sampleValidation(
                    step * 100, bleu: Double(step), samples: [Self.hostile, "Ein Haus \(step)."]))
        }
        return history
    }

    private func report(
        _ history: TrainingHistory, state: TrainingReport.State, text: String = "A house.",
        engineScores: Adaptation.Scores? = nil, longestPauseSeconds: Double = 0
    ) -> TrainingReport {
        TrainingReport(
            plan: TrainingReport.Plan(
                name: text, sourceLanguage: text, targetLanguage: text,
                settings: [(text, text)], command: text,
                sentences: [
                    .init(source: text, reference: text), .init(source: text, reference: text),
                ], engineScores: engineScores),
            history: history,
            maps: [
                SampleTranslator.AttentionMap(
                    translation: "Ein \(text)", sourceWords: ["A", text],
                    targetWords: ["Ein", text],
                    weights: [0.9, 0.1, 0.2, 0.8])
            ],
            state: state, date: Date(timeIntervalSince1970: 1_700_000_000),
            longestPauseSeconds: longestPauseSeconds)
    }

    private let running = TrainingReport.State.training(fractionDone: 0.25, secondsLeft: 300)

    private func isWellFormed(_ html: String) -> Bool {
        XMLParser(data: Data(html.utf8)).parse()
    }

    @Test("the page has the curves, the translations then and now, attention and settings")
    func contents() {
        let html = report(history(steps: 50, validations: 5), state: running).html
        #expect(isWellFormed(html))
        for title in [
            "Loss", "BLEU over time", "BLEU over steps", "Learning rate", "Gradient", "Speed",
            "Then and now", "Attention: Ein A house.", "Corpus and plan",
        ] {
            #expect(html.contains(">\(title)</figcaption>"), "\(title)")
        }
        for text in ["25.0%", "5 min", "Ein Haus 5.", "Ein Haus 4.", "Ein Haus 1.", "step 500"] {
            #expect(html.contains(text), "\(text)")
        }
        #expect(html.contains("The best engine is that of step 500, BLEU 5.00."))
    }

    @Test("a browser reads it anew while it trains, and not when it has ended")
    func refresh() {
        let history = history(steps: 5, validations: 1)
        #expect(report(history, state: running).html.contains("http-equiv=\"refresh\""))
        for reason in [MetricsRecord.End.Reason.finished, .converged, .interrupted, .failed] {
            let html = report(history, state: .ended(reason)).html
            #expect(!html.contains("http-equiv=\"refresh\"") && !html.contains("<script"))
        }
    }

    @Test(
        "a page knows when it was written, and how long it may be until it is written again",
        arguments: [(0, 300), (74, 300), (200, 800), (Double.infinity, 1_000_000_000)])
    func patience(pause: Double, patience: Int) {
        let html = report(
            history(steps: 5, validations: 1), state: running, longestPauseSeconds: pause
        ).html
        #expect(html.contains("data-written=\"1700000000\" data-patience=\"\(patience)\""))
        #expect(html.contains("its command with --resume goes on"))
    }

    // MARK: - Beside an engine

    @Test("a training from nothing is compared with nothing")
    func noComparison() {
        let html = report(history(steps: 5, validations: 1), state: running).html
        #expect(!html.contains("New text and old") && !html.contains("old text"))
    }

    @Test("a training from an engine has its scores beside the model’s, on new text and on old")
    func comparison() {
        var history = history(steps: 5, validations: 1)
        history.add(.sampleValidation(300, bleu: 41.26, oldBLEU: 43.21))
        history.add(.sampleValidation(400, bleu: 40, best: false, oldBLEU: 42.1))
        let scores = Adaptation.Scores(
            new: .init(loss: 3, bleu: 22.14), old: .init(loss: 1, bleu: 44.5), bleuSignature: "s")
        let html = report(history, state: running, engineScores: scores).html
        #expect(isWellFormed(html))
        for text in [
            "New text and old</figcaption>", "Best, step 300", "Last, step 400", "22.14", "41.26",
            "44.50", "43.21", "42.10", "old engine, new text", "old engine, old text",
            "development, old text",
        ] {
            #expect(html.contains(text), "\(text)")
        }
        let without = Adaptation.Scores(new: scores.new, old: nil, bleuSignature: "s")
        let newAlone = report(history, state: running, engineScores: without).html
        #expect(newAlone.contains("old engine, new text") && !newAlone.contains("old text"))
    }

    @Test("what is in the corpus and the command is only text")
    func hostileText() {
        let html = report(
            history(steps: 5, validations: 2), state: running, text: Self.hostile
        ).html
        #expect(isWellFormed(html))
        #expect(html.components(separatedBy: "<script").count == 2)
        #expect(!html.contains("alert(1)</script>"))
    }

    @Test("before the first step, and with numbers out of all bounds, there is a page")
    func extremes() {
        #expect(isWellFormed(report(TrainingHistory(), state: running).html))
        var history = TrainingHistory()
        let step: [MetricsRecord] = [
            .sampleStep(.max, loss: 1e308), .sampleStep(0, loss: -1e308),
            .sampleValidation(.max, bleu: 1e308),
        ]
        for record in step { history.add(record) }
        for done in [Double.nan, .infinity, -1, 2] {
            let state = TrainingReport.State.training(fractionDone: done, secondsLeft: nil)
            #expect(isWellFormed(report(history, state: state).html))
        }
    }

    @Test("a page of a long training is made in a moment")
    func speed() {
        let history = history(steps: 100_000, validations: 3_000)
        let report = report(history, state: running)
        func processorSeconds() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
        }
        // It is made every 15 s: half a second would be felt.
        let seconds = (0..<5).map { _ in
            let start = processorSeconds()
            _ = report.html.utf8.count
            return processorSeconds() - start
        }.min()
        #expect((seconds ?? 1) < 0.5)
    }

    @Test("however long a training and its sentences, the page stays small")
    func size() {
        var history = history(steps: 100_000, validations: 3_000)
        history.add(.note(MetricsRecord.Note(step: 1, text: "x")))
        let text = String(repeating: "Wort ", count: 10_000)
        let html = report(history, state: running, text: "A").html
        #expect(html.utf8.count < 600_000)
        history.add(.sampleValidation(1, bleu: 1, samples: [text, text]))
        #expect(report(history, state: running, text: "A").html.utf8.count < 600_000)
    }
}
