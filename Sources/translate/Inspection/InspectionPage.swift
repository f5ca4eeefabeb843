import Corpus
import Foundation
import Reports
import Training
import Transformer

/// An inspection as one HTML page: what matters first, then all of it with pictures.
struct InspectionPage {
    let words: InspectionWords
    var inspection: CorpusInspection { words.inspection }
    var page: HTMLPage

    init(_ words: InspectionWords) {
        self.words = words
        let read = words.inspection.seconds
        page = HTMLPage(
            title: words.shortTitle, summary: Self.summary(words),
            footer: words.title
                + String(format: ", read by translate corpus inspect in %.1f s", read))
        addHeadlines()
        addNotes()
        addConcerns()
        addAmbiguous()
        addLengths()
        addTags()
        addLanguages()
        addHistory()
        addEstimate()
        addSamples()
    }

    var html: String { page.html }

    // MARK: - The first screen

    private static func summary(_ words: InspectionWords) -> String {
        let inspection = words.inspection
        let usable = InspectionWords.percent(
            Double(inspection.pairs) / Double(max(1, inspection.units)))
        var text =
            "\(words.languages): \(grouped(inspection.pairs)) of \(grouped(inspection.units)) "
            + "units can be used (\(usable)), \(grouped(words.differentPairs)) of them different."
        if let estimate = words.estimate {
            text += " " + InspectionWords.verdict(estimate.amount)
        }
        return text
    }

    private mutating func addHeadlines() {
        let repetitions = inspection.repetitions
        var headlines: [Headlines.Headline] = [
            .init(
                .count(inspection.units), "units",
                detail: inspection.files.count > 1 ? "in \(inspection.files.count) files" : nil),
            .init(
                .count(inspection.pairs), "usable pairs",
                detail: InspectionWords.percent(
                    Double(inspection.pairs) / Double(max(1, inspection.units))) + " of the units"),
            .init(
                .count(repetitions.duplicates), "repeated pairs",
                detail: InspectionWords.percent(words.share(repetitions.duplicates))),
            .init(
                .count(repetitions.ambiguousSources), "sources with several translations",
                detail: repetitions.ambiguousSources > 0
                    ? "in \(grouped(repetitions.ambiguousPairs)) pairs" : nil),
            .init(
                .count(Int(inspection.sourceLengths.words.sum)), "source words",
                detail: "\(grouped(Int(inspection.targetLengths.words.sum))) target words"),
        ]
        if let estimate = words.estimate {
            headlines.append(
                .init(
                    .text(InspectionWords.roughly(estimate.seconds)), "to train, at most",
                    detail: "preset \(estimate.plan.preset.rawValue), "
                        + "\(estimate.workers) cores of this machine"))
        }
        page.add(Headlines(headlines))
    }

    /// What is broken or missing, and the three most frequent things to look at.
    private mutating func addNotes() {
        for warning in inspection.report.warnings.prefix(10) {
            page.add(Note(.problem, "A file was not read whole.", detail: warning))
        }
        let harmless = CorpusInspection.Concern.noLetters.rawValue
        let grave = words.concerns.filter {
            $0.name != harmless && words.share($0.count) >= 0.005
        }
        for remark in grave.prefix(3) {
            let share = InspectionWords.percent(words.share(remark.count))
            page.add(
                Note(
                    .warning, "\(grouped(remark.count)) pairs (\(share)): \(remark.label).",
                    detail:
                        "\(remark.advice)\nSee \(words.places(remark.positions, of: remark.count))")
            )
        }
    }

    // MARK: - Sections

    private mutating func addConcerns() {
        page.addSection("What to look at")
        addOddPairs()
        addRules("Units that cannot be used, by rule", words.skipped)
        addRules("Odd in the file, but used", words.findings)
        addScripts()
    }

    private mutating func addOddPairs() {
        guard !words.concerns.isEmpty else { return }
        page.add(
            Table(
                title: "Odd pairs",
                caption: "They can be trained on; a pair may be counted under several.",
                columns: ["", .init("Pairs", showsBars: true), "Share", "Where", "What it means"],
                rows: words.concerns.map { remark in
                    [
                        .text(remark.label), .count(remark.count),
                        .percent(words.share(remark.count)),
                        .text(words.places(remark.positions, of: remark.count)),
                        .text(remark.advice),
                    ]
                }))
    }

    private mutating func addScripts() {
        let sides = [
            ("source", inspection.sourceScripts), ("target", inspection.targetScripts),
        ]
        let rows = sides.flatMap { side, scripts in
            scripts.prefix(8).map { foreign -> [Value] in
                [
                    .text("\(foreign.script.name) in the \(side)"), .count(foreign.finding.count),
                    .percent(words.share(foreign.finding.count)),
                    .text(words.places(foreign.finding.positions, of: foreign.finding.count)),
                    .text(foreign.example.text),
                ]
            }
        }
        guard !rows.isEmpty else { return }
        page.add(
            Table(
                title: "Letters of other scripts",
                caption: "Latin counts only where it is four letters in five.",
                columns: ["", "Pairs", "Share", "Where", "Example"], rows: rows))
    }

    private mutating func addRules(_ title: String, _ remarks: [InspectionWords.Remark]) {
        guard !remarks.isEmpty else { return }
        page.add(
            Table(
                title: title, columns: ["", .init("Units", showsBars: true), "Where"],
                rows: remarks.map { remark in
                    [
                        .text(remark.label), .count(remark.count),
                        .text(words.places(remark.positions, of: remark.count)),
                    ]
                }))
    }

    private mutating func addAmbiguous() {
        let repetitions = inspection.repetitions
        guard repetitions.ambiguousSources > 0 else { return }
        page.addSection(
            "Sources with several translations",
            summary: "\(grouped(repetitions.ambiguousSources)) of "
                + "\(grouped(repetitions.sources)) different sources, in "
                + "\(grouped(repetitions.ambiguousPairs)) pairs. An engine learns the most "
                + "frequent, or a mixture.")
        let (source, target) = languageCodes
        page.add(
            SampleList(
                title: "Examples",
                samples: repetitions.examples.prefix(8).map { example in
                    .init(
                        [.init(source ?? "source", example.source, language: source)]
                            + example.targets.map {
                                .init(place(of: $0.position), $0.text, language: target)
                            })
                }))
    }

    private mutating func addLengths() {
        guard inspection.pairs > 0 else { return }
        page.addSection("Lengths", summary: InspectionWords.wordNote)
        for (name, lengths) in [
            ("Source", inspection.sourceLengths), ("Target", inspection.targetLengths),
        ] {
            page.add(histogram("\(name) length, words", lengths.words, unit: "words"))
            page.add(
                histogram("\(name) length, characters", lengths.characters, unit: "characters"))
        }
        let ratios = inspection.ratios
        let bins = ratios.bins()
        page.add(
            Histogram(
                title: "Length of the target by that of the source",
                edges: edges(bins).map { $0 / 100 }, counts: bins.counts,
                unit: "times as many characters", countUnit: "pairs", wholeNumbers: false,
                caption: String(
                    format: "Median %.2f; 95 in 100 have at most %.2f.",
                    Double(ratios.median) / 100, Double(ratios.quantile(0.95)) / 100)))
    }

    private func histogram(
        _ title: String, _ distribution: Distribution, unit: String
    ) -> Histogram {
        let bins = distribution.bins()
        return Histogram(
            title: title, edges: edges(bins), counts: bins.counts, unit: unit, countUnit: "pairs",
            caption: "Median \(grouped(distribution.median)); 95 in 100 have at most "
                + "\(grouped(distribution.quantile(0.95))), the longest "
                + "\(grouped(distribution.maximum)).")
    }

    private func edges(_ bins: Distribution.Bins) -> [Double] {
        guard !bins.starts.isEmpty else { return [] }
        return bins.starts.map(Double.init) + [bins.end.map(Double.init) ?? .infinity]
    }
}
