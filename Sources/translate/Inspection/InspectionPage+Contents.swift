import Corpus
import Foundation
import Reports
import Training
import Transformer

// What is in the memory: tags, languages, history, training, a sample.
extension InspectionPage {
    mutating func addTags() {
        let tags = inspection.tags
        guard tags.total > 0 else { return }
        page.addSection(
            "Inline tags",
            summary: "\(grouped(tags.total)) in \(grouped(tags.pairs)) pairs "
                + "(\(InspectionWords.percent(words.share(tags.pairs)))).")
        page.add(
            BarChart(
                title: "Kinds",
                bars: InlineCode.Kind.allCases.map {
                    .init(Self.label(of: $0), .count(tags.kinds[$0] ?? 0))
                }, total: Double(tags.total)))
        addNames("Types", tags.types)
        addNames("Most frequent tags", tags.markups)
    }

    private static func label(of kind: InlineCode.Kind) -> String {
        switch kind {
        case .open: "opening"
        case .close: "closing"
        case .alone: "standing alone"
        }
    }

    private mutating func addNames(_ title: String, _ names: FrequentNames) {
        guard names.total > 0 else { return }
        page.add(
            BarChart(
                title: title, bars: names.top(20).map { .init($0.name, .count($0.count)) },
                total: Double(names.total),
                caption: names.isApproximate ? "Of very many; rarer ones are not exact." : nil))
    }

    mutating func addLanguages() {
        let all = inspection.languagePairs
        guard all.count > 1 || inspection.files.count > 1 else { return }
        page.addSection("Languages and files")
        page.add(
            Table(
                title: "Languages", columns: ["From", "Into", .init("Units", showsBars: true)],
                rows: all.prefix(40).map { pair in
                    [
                        .text(InspectionWords.language(pair.source)),
                        .text(InspectionWords.language(pair.target)), .count(pair.units),
                    ]
                }))
        guard inspection.files.count > 1 else { return }
        page.add(
            Table(
                title: "Files", columns: ["File", .init("Units", showsBars: true), "Pairs"],
                rows: inspection.files.prefix(200).map {
                    [.text($0.name), .count($0.units), .count($0.pairs)]
                }))
    }

    mutating func addHistory() {
        let history = inspection.history
        let hasAny =
            history.dates.count > 0 || history.authors.total > 0 || !history.states.isEmpty
            || history.properties.total > 0
        guard hasAny else { return }
        page.addSection("History")
        if let first = history.dates.first, let last = history.dates.last {
            let periods = words.periods
            page.add(
                Histogram(
                    title: "When units were changed last", names: periods.map(\.name),
                    counts: periods.map(\.count),
                    caption: "\(InspectionWords.day(first)) to \(InspectionWords.day(last))."))
        }
        addNames("Who changed them last", history.authors)
        if !history.states.isEmpty {
            page.add(
                BarChart(
                    title: "States",
                    bars: TranslationUnit.State.allCases.compactMap { state in
                        history.states[state].map { .init(state.rawValue, .count($0)) }
                    }, total: Double(inspection.units)))
        }
        addNames("Properties", history.properties)
    }

    mutating func addEstimate() {
        guard let estimate = words.estimate else { return }
        page.addSection(
            "Training", summary: InspectionWords.verdict(estimate.amount))
        page.add(
            KeyValues(
                title: "What “translate train” would take on this machine",
                caption: "Estimated on a sample, by training for some seconds. Training ends "
                    + "earlier when it no longer gets better.",
                [
                    ("Preset", .text(estimate.plan.preset.rawValue)),
                    ("Vocabulary", .count(estimate.plan.vocabularySize)),
                    ("Parameters", .count(estimate.parameters)),
                    ("Source tokens an epoch", .count(estimate.sourceTokens)),
                    ("Target tokens an epoch", .count(estimate.targetTokens)),
                    ("Epochs, at most", .count(estimate.plan.epochs)),
                    ("Target tokens a second", .count(Int(estimate.tokensPerSecond))),
                    ("Cores", .count(estimate.workers)),
                    ("Time, at most", .text(InspectionWords.roughly(estimate.seconds))),
                ]))
    }

    mutating func addSamples() {
        guard !inspection.samples.isEmpty else { return }
        page.addSection("Sample", summary: "Drawn at random.")
        let (source, target) = languageCodes
        page.add(
            SampleList(
                title: "Pairs",
                samples: inspection.samples.map { pair in
                    .init(
                        [
                            .init(source ?? "source", pair.source, language: source),
                            .init(target ?? "target", pair.target, language: target),
                        ], about: place(of: pair.position))
                }))
    }

    var languageCodes: (source: String?, target: String?) {
        (inspection.languages?.source, inspection.languages?.target)
    }

    func place(of position: FilePosition) -> String { words.places([position], of: 1) }
}
