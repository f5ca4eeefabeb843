import Foundation
import Reports

/// The `report.html` of an engine: how its training goes or went, in curves and translations.
struct TrainingReport {
    /// What does not change while it trains.
    struct Plan {
        /// Of the engine's folder.
        var name: String
        var sourceLanguage: String
        var targetLanguage: String
        /// Names and values, in the order in which they are to be read.
        var settings: [(name: String, setting: String)]
        var command: String
        var sentences: [SampleTranslator.Sentence]
        /// Of the engine that training goes on from; nil when it began from nothing.
        var engineScores: Adaptation.Scores?
    }

    enum State: Equatable {
        /// Both nil where there is no bound.
        case training(fractionDone: Double?, secondsLeft: Double?)
        case ended(MetricsRecord.End.Reason)
    }

    /// How often a browser looks while it trains.
    private static let refreshSeconds = 15
    /// A page is left behind when it is so old, or so many times as old as ever before.
    private static let leastPatienceSeconds = 300.0
    private static let pausePatience = 4.0
    /// Of a sentence; longer ones are cut.
    private static let shownCharacters = 400

    let plan: Plan
    let history: TrainingHistory
    /// Of the last of the history's samples.
    let maps: [SampleTranslator.AttentionMap]
    let state: State
    /// When it was written.
    let date: Date
    /// The longest time so far in which nothing was written.
    var longestPauseSeconds = 0.0

    /// The whole file.
    var html: String { page.html }

    private var page: HTMLPage {
        var page = HTMLPage(
            title: "\(plan.name): \(plan.sourceLanguage) to \(plan.targetLanguage)",
            summary: summary,
            footer: "Written \(date.formatted(.iso8601)) by: \(plan.command)",
            renewal: isTraining ? renewal : nil)
        page.add(Headlines(headlines))
        for note in history.notes {
            page.add(Note(.warning, shortened(note.text)))
        }
        addComparison(to: &page)
        addCurves(to: &page)
        addTranslations(to: &page)
        page.addSection("Settings")
        page.add(
            KeyValues(title: "Corpus and plan", plan.settings.map { ($0.name, .text($0.setting)) }))
        return page
    }

    private var isTraining: Bool {
        if case .training = state { true } else { false }
    }

    private var renewal: PageRenewal {
        let patience = max(Self.leastPatienceSeconds, Self.pausePatience * longestPauseSeconds)
        return PageRenewal(
            seconds: Self.refreshSeconds, writtenAt: Int(date.timeIntervalSince1970),
            patienceSeconds: Int(min(patience, 1e9)),
            advice: "The training may have been killed: its command with --resume goes on from "
                + "the last save. This page is not read anew by itself any more.")
    }
}

// MARK: - In short

extension TrainingReport {
    private var summary: String {
        let words: String
        switch state {
        case .training(_, let left?): words = "Training, about \(duration(left)) left."
        case .training: words = "Training."
        case .ended(.finished): words = "Training is done."
        case .ended(.converged):
            words = "Training is done: the development set was not translated better any more."
        case .ended(.interrupted): words = "Training was stopped; --resume goes on."
        case .ended(.failed): words = "Training has failed; --resume goes on from the last save."
        }
        guard let best = history.best else { return words }
        // The engine may still be the one that training goes on from.
        let name = plan.engineScores == nil ? "engine" : "model"
        let score = "The best \(name) is that of step \(grouped(best.step))"
        return
            "\(words) \(score)\(best.bleu.value.map { String(format: ", BLEU %.2f", $0) } ?? "")."
    }

    private var headlines: [Headlines.Headline] {
        var tiles: [Headlines.Headline] = []
        if case .training(let done?, _) = state, done.isFinite {
            tiles.append(.init(.percent(min(1, max(0, done))), "done"))
        }
        if case .training(_, let left?) = state { tiles.append(.init(.seconds(left), "left")) }
        tiles.append(.init(number(history.best?.bleu, 2), "best BLEU", detail: bestDetail))
        guard let last = history.last else { return tiles }
        let development = history.validations.points.last?.loss.value
        return tiles + [
            .init(
                number(last.smoothedLoss, 3), "loss",
                detail: development.map { String(format: "%.3f on the development set", $0) }),
            .init(number(last.tokensPerSecond, 0), "target tokens a second"),
            .init(
                .count(last.step), "steps",
                detail: last.epoch.value.map { String(format: "%.1f epochs", $0) }),
            .init(last.seconds.value.map { .seconds($0) } ?? .missing, "trained"),
        ]
    }

    private var bestDetail: String {
        history.best.map { "at step \(grouped($0.step))" } ?? "not validated yet"
    }

    func number(_ number: JSONNumber?, _ decimals: Int) -> Value {
        number?.value.map { .number($0, decimals: decimals) } ?? .missing
    }
}

// MARK: - Curves

extension TrainingReport {
    private func addCurves(to page: inout HTMLPage) {
        page.addSection("Curves")
        let steps = history.steps.points
        let best = history.best.map { LineChart.Mark(Double($0.step), "best") }
        page.add(
            LineChart(
                title: "Loss",
                series: [curve("training, smoothed", steps, \.smoothedLoss)]
                    + developmentLossCurves(), x: "steps", y: "nats a token", xKind: .count,
                mark: best,
                caption: "In training with dropout and label smoothing, so the two differ."))
        page.add(
            LineChart(
                title: "BLEU over time",
                series: bleuCurves(overTime: true),
                x: "time trained", y: "BLEU of greedy translations", xKind: .duration,
                mark: history.best?.seconds.value.map { LineChart.Mark($0, "best") }))
        page.add(
            LineChart(
                title: "BLEU over steps", series: bleuCurves(), x: "steps",
                y: "BLEU of greedy translations", xKind: .count, mark: best))
        addHealth(of: steps, to: &page)
    }

    /// What tells why a training goes badly.
    private func addHealth(of steps: [MetricsRecord.Step], to page: inout HTMLPage) {
        // The first step of a session and those after a validation have no rate yet.
        let rated = steps.filter { $0.tokensPerSecond.value != nil }
        page.add(
            LineChart(
                title: "Learning rate", series: [curve("rate", steps, \.rate)], x: "steps",
                y: "rate", xKind: .count))
        page.add(
            LineChart(
                title: "Gradient", series: [curve("largest norm", steps, \.gradientNorm)],
                x: "steps", y: "norm, before it is clipped", xKind: .count))
        page.add(
            LineChart(
                title: "Speed", series: [curve("speed", rated, \.tokensPerSecond)], x: "steps",
                y: "target tokens a second", xKind: .count))
    }

    func curve<Record: TimedRecord>(
        _ name: String, _ records: [Record], _ value: KeyPath<Record, JSONNumber>,
        overTime: Bool = false
    ) -> LineChart.Series {
        LineChart.Series(
            name,
            records.map { record in
                LineChart.Point(
                    overTime ? record.seconds.value ?? .nan : Double(record.step),
                    record[keyPath: value].value ?? .nan)
            })
    }
}

/// What has a place in a curve.
protocol TimedRecord {
    var step: Int { get }
    var seconds: JSONNumber { get }
}

extension MetricsRecord.Step: TimedRecord {}
extension MetricsRecord.Validation: TimedRecord {}

// MARK: - Translations

extension TrainingReport {
    private func addTranslations(to page: inout HTMLPage) {
        let shown = history.shownSamples
        guard let last = shown.first else { return }
        page.addSection(
            "Translations",
            summary: "Sentences of the development set, which the engine does not learn from.")
        let samples = plan.sentences.enumerated().map { number, sentence in
            SampleList.Sample(texts(of: sentence, number: number, in: shown))
        }
        page.add(SampleList(title: "Then and now", samples: samples, isStacked: true))
        for map in maps where !map.weights.isEmpty {
            page.add(
                HeatMap(
                    title: "Attention: \(shortened(map.translation))",
                    rows: map.targetWords, columns: map.sourceWords, values: map.weights,
                    caption: "What the last layer of the decoder looked at when it wrote each "
                        + "word of the translation (a row), at step \(grouped(last.step))."))
        }
    }

    private func texts(
        of sentence: SampleTranslator.Sentence, number: Int, in shown: [TrainingHistory.Samples]
    ) -> [SampleList.Text] {
        let translations = shown.filter { number < $0.texts.count }.map { samples in
            let text = samples.texts[number]
            return SampleList.Text(
                "step \(grouped(samples.step))", text.isEmpty ? "(nothing)" : shortened(text),
                language: text.isEmpty ? "en" : plan.targetLanguage)
        }
        return [
            .init("source", shortened(sentence.source), language: plan.sourceLanguage),
            .init("reference", shortened(sentence.reference), language: plan.targetLanguage),
        ] + translations
    }

    private func shortened(_ text: String) -> String {
        text.count > Self.shownCharacters ? text.prefix(Self.shownCharacters) + "…" : text
    }
}
